// Scatterlists as stretches of entries, each with an address range of its own: common to ARM's and PA-RISC's operations.

import { offsetIn, pageBytes } from '../address/align.js';
import { bytes, iovaToDma, offsetBy, type Iova } from '../address/spaces.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { SgEntry, SgSegment } from '../state/map-record.js';
import { leave } from './iommu-map.js';

export type Chunk = readonly SgEntry[];

/** Cuts a list where an entry cannot follow the chunk before it. */
export function chunksBy(
  entries: readonly SgEntry[],
  mayFollow: (chunk: Chunk, entry: SgEntry) => boolean,
): readonly Chunk[] {
  const chunks: SgEntry[][] = [];
  for (const entry of entries) {
    const current = chunks.at(-1);
    if (current !== undefined && mayFollow(current, entry)) current.push(entry);
    else chunks.push([entry]);
  }
  return chunks;
}

/** One segment for each chunk, or nothing at all; as many as entries, those past the chunks with length 0. */
export function mapChunks(
  now: Transition,
  device: Device,
  chunks: readonly Chunk[],
  enter: (chunk: Chunk) => Iova | undefined,
): readonly SgSegment[] | undefined {
  const segments: SgSegment[] = [];
  for (const chunk of chunks) {
    const iova = enter(chunk);
    if (iova === undefined) {
      for (const { address, length } of segments) leave(now, device, address, length);
      return undefined;
    }
    const offset = offsetIn(chunk[0]?.start ?? 0, pageBytes);
    segments.push({ address: iovaToDma(offsetBy(iova, offset)), length: bytes(lengthOf(chunk)) });
  }
  const consumed: SgSegment = { address: dmaMappingError(now.state.platform), length: bytes(0) };
  return chunks.flat().map((_, index) => segments[index] ?? consumed);
}

export function lengthOf(chunk: Chunk): number {
  return chunk.reduce((sum, entry) => sum + entry.length, 0);
}
