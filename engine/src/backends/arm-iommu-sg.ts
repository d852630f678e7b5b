// Scatterlists behind an IOMMU: entries that meet at page boundaries become one segment.
// Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_map_sg, __map_sg_chunk, arm_iommu_unmap_sg.

import { alignDown, alignUp, offsetIn, pageBytes } from '../address/align.js';
import { bytes, dmaToIova, iovaToDma, offsetBy, type Iova } from '../address/spaces.js';
import { maintain } from '../cache/maintenance.js';
import type { Protection } from '../iommu/formats/format.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { SgEntry, SgMapping, SgSegment } from '../state/map-record.js';
import type { SgRequest, UnmapSgRequest } from './backend.js';
import { mapIova, returnIova, takeIova, unmapIova } from './iommu-domain.js';

export function mapSgThroughIommu(
  now: Transition,
  device: Device,
  request: SgRequest,
  protection: Protection,
): readonly SgSegment[] | undefined {
  const segments: SgSegment[] = [];
  for (const chunk of chunksOf(request.entries, device.maxSegmentBytes)) {
    const iova = mapChunk(now, device, request, chunk, protection);
    if (iova === undefined) {
      for (const { address, length } of segments) removeSegment(now, device, { address, length });
      return undefined;
    }
    const offset = offsetIn(chunk[0]?.start ?? 0, pageBytes);
    const length = chunk.reduce((sum, entry) => sum + entry.length, 0);
    segments.push({ address: iovaToDma(offsetBy(iova, offset)), length: bytes(length) });
  }
  const consumed: SgSegment = { address: dmaMappingError(now.state.platform), length: bytes(0) };
  return request.entries.map((_, index) => segments[index] ?? consumed);
}

/** Entries that go into one segment: each but the first starts a page, each but the last ends one. */
export function chunksOf(entries: readonly SgEntry[], maxSegmentBytes: number): readonly (readonly SgEntry[])[] {
  const chunks: SgEntry[][] = [];
  let size = 0;
  for (const entry of entries) {
    const offset = offsetIn(entry.start, pageBytes);
    const current = chunks.at(-1);
    const isJoined = offset === 0 && offsetIn(size, pageBytes) === 0 && size + entry.length <= maxSegmentBytes;
    if (current !== undefined && isJoined) {
      current.push(entry);
      size += entry.length;
    } else {
      chunks.push([entry]);
      size = offset + entry.length;
    }
  }
  return chunks;
}

function mapChunk(
  now: Transition,
  device: Device,
  { direction, attrs }: SgRequest,
  chunk: readonly SgEntry[],
  protection: Protection,
): Iova | undefined {
  const pieces = chunk.map(({ start, length }) => ({
    start: alignDown(start, pageBytes),
    length: alignUp(offsetIn(start, pageBytes) + length, pageBytes),
  }));
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const iova = takeIova(now, device, total);
  if (iova === undefined) return undefined;
  let at = iova;
  for (const [index, entry] of chunk.entries()) {
    if (!attrs.includes('skip-cpu-sync')) maintain(now, 'device', direction, entry);
    const piece = pieces[index];
    if (piece === undefined || !mapIova(now, device.id, at, piece, protection)) {
      unmapIova(now, device.id, iova, at - iova);
      returnIova(now, device.id, iova, total);
      return undefined;
    }
    at = offsetBy(at, piece.length);
  }
  return iova;
}

/** Per entry: translation gone, then the caches. Only the first `nents` entries are looked at. */
export function unmapSgThroughIommu(
  now: Transition,
  device: Device,
  record: SgMapping,
  { nents, direction, attrs }: UnmapSgRequest,
): void {
  for (const [index, entry] of record.entries.slice(0, nents).entries()) {
    const segment = record.segments[index];
    if (segment !== undefined && segment.length !== 0) removeSegment(now, device, segment);
    if (!attrs.includes('skip-cpu-sync')) maintain(now, 'cpu', direction, entry);
  }
}

function removeSegment(now: Transition, device: Device, { address, length }: SgSegment): void {
  const iova = alignDown(dmaToIova(address), pageBytes);
  const size = alignUp(offsetIn(address, pageBytes) + length, pageBytes);
  unmapIova(now, device.id, iova, size);
  returnIova(now, device.id, iova, size);
}
