// Scatterlists behind an IOMMU: entries that meet at page boundaries become one segment.
// Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_map_sg, __map_sg_chunk, arm_iommu_unmap_sg.

import { offsetIn, pageBytes } from '../address/align.js';
import type { Protection } from '../iommu/formats/format.js';
import type { Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { SgEntry, SgMapping, SgSegment } from '../state/map-record.js';
import type { SgRequest, UnmapSgRequest } from './backend.js';
import { maintainFor } from './direct.js';
import { type Chunk, chunksBy, lengthOf, mapChunks } from './iommu-chunks.js';
import { enterRuns, leave, pagesOf } from './iommu-map.js';

export function mapSgBehindIommu(
  now: Transition,
  device: Device,
  { entries, direction, attrs }: SgRequest,
  protection: Protection,
): readonly SgSegment[] | undefined {
  return mapChunks(now, device, chunksOf(entries, device.maxSegmentBytes), (chunk) => {
    const pages = chunk.map((entry) => pagesOf(entry));
    const before = (index: number): void => {
      const entry = chunk[index];
      if (entry !== undefined && !attrs.includes('skip-cpu-sync')) maintainFor(now, device, 'device', direction, entry);
    };
    return enterRuns(now, device, pages, protection, { before });
  });
}

/** Entries that go into one segment: each but the first starts a page, each but the last ends one. */
export function chunksOf(entries: readonly SgEntry[], maxSegmentBytes: number): readonly Chunk[] {
  return chunksBy(entries, (chunk, entry) => {
    const size = offsetIn(chunk[0]?.start ?? 0, pageBytes) + lengthOf(chunk);
    const isAtPage = offsetIn(entry.start, pageBytes) === 0 && offsetIn(size, pageBytes) === 0;
    return isAtPage && size + entry.length <= maxSegmentBytes;
  });
}

/** Per entry: translation gone, then the caches. Only the first `nents` entries are looked at. */
export function unmapSgBehindIommu(
  now: Transition,
  device: Device,
  record: SgMapping,
  { nents, direction, attrs }: UnmapSgRequest,
): void {
  for (const [index, entry] of record.entries.slice(0, nents).entries()) {
    const segment = record.segments[index];
    if (segment !== undefined && segment.length !== 0) leave(now, device, segment.address, segment.length);
    if (!attrs.includes('skip-cpu-sync')) maintainFor(now, device, 'cpu', direction, entry);
  }
}
