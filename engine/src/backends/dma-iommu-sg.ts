// One stretch of addresses for a whole scatterlist, and the segments a device sees in it.
// Source: drivers/iommu/dma-iommu.c (6.12), iommu_dma_map_sg, __finalise_sg.

import { alignUp, offsetIn } from '../address/align.js';
import { bytes, iovaToDma, offsetBy, type Iova } from '../address/spaces.js';
import type { SgEntry, SgSegment } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { pagesOf } from './iommu-map.js';

export interface SgLimits {
  /** The least the IOMMU maps. */
  readonly granule: number;
  /** No segment crosses a multiple of this; a power of two. */
  readonly boundary: number;
  readonly maxSegmentBytes: number;
}

/**
 * What is mapped for each entry: its whole granules, and where the next one would cross a boundary also what
 * follows them in memory, up to that boundary. The device gets to see that memory.
 */
export function paddedPieces(entries: readonly SgEntry[], { granule, boundary }: SgLimits): readonly PhysRun[] {
  const pieces: PhysRun[] = [];
  let total = 0;
  for (const entry of entries) {
    const piece = pagesOf(entry, granule);
    const room = (boundary - (total % boundary)) % boundary;
    const previous = pieces.at(-1);
    if (previous !== undefined && room !== 0 && room < piece.length - 1) {
      pieces[pieces.length - 1] = { start: previous.start, length: previous.length + room };
      total += room;
    }
    pieces.push(piece);
    total += piece.length;
  }
  return pieces;
}

/** Joins entries that meet at a granule, as far as the device's limits let it. */
export function segmentsOf(
  entries: readonly SgEntry[],
  pieces: readonly PhysRun[],
  start: Iova,
  { granule, boundary, maxSegmentBytes }: SgLimits,
): readonly SgSegment[] {
  const segments: SgSegment[] = [];
  let at = start;
  let isOpen = false;
  for (const [index, { start: first, length }] of entries.entries()) {
    const offset = offsetIn(first, granule);
    const last = segments.at(-1);
    const mayJoin = isOpen && offset === 0 && at % boundary !== 0;
    if (last !== undefined && mayJoin && length <= maxSegmentBytes - last.length) {
      segments[segments.length - 1] = { address: last.address, length: bytes(last.length + length) };
    } else {
      segments.push({ address: iovaToDma(offsetBy(at, offset)), length });
    }
    const mapped = pieces[index]?.length ?? alignUp(offset + length, granule);
    at = offsetBy(at, mapped);
    // Padding behind the bytes ends the segment.
    isOpen = mapped <= offset + length;
  }
  return segments;
}
