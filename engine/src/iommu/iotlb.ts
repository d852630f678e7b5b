import { alignDown } from '../address/align.js';
import type { Iova, PhysAddr } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { Invalidation, Permissions, VisitedWord } from './formats/format.js';

/**
 * Translations an IOMMU remembers for one domain. Filled by device accesses, emptied by what the
 * driver invalidates; nothing else removes an entry, so a forgotten invalidation shows.
 *
 * Capacity and replacement are not modeled: a real IOTLB may forget sooner, never later.
 */
export interface Iotlb {
  /** By first IOVA plus log2 of the size: sizes are at least a page, so the sum is unique. */
  readonly entries: PersistentMap<number, IotlbEntry>;
}

export interface IotlbEntry {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  readonly size: number;
  readonly permissions: Permissions;
  /** The words the walk read when the entry was filled. */
  readonly visited: readonly VisitedWord[];
  /** The machine step of that walk; a frame freed later is a frame the entry has outlived. */
  readonly filledAt: number;
}

export const emptyIotlb: Iotlb = { entries: emptyMap() };

export function fillIotlb(iotlb: Iotlb, entry: IotlbEntry): Iotlb {
  return { entries: iotlb.entries.set(keyOf(entry.iova, entry.size), entry) };
}

/** The entry that translates `iova`. The smallest page size wins where two do. */
export function findInIotlb(iotlb: Iotlb, pageSizes: readonly number[], iova: Iova): IotlbEntry | undefined {
  for (const size of pageSizes) {
    const entry = iotlb.entries.get(keyOf(alignDown(iova, size), size));
    if (entry !== undefined) return entry;
  }
  return undefined;
}

export function invalidateIotlb(iotlb: Iotlb, invalidations: readonly Invalidation[]): Iotlb {
  return invalidations.reduce(applyInvalidation, iotlb);
}

function applyInvalidation(iotlb: Iotlb, invalidation: Invalidation): Iotlb {
  switch (invalidation.kind) {
    case 'all':
      return emptyIotlb;
    case 'entry':
      return dropRange(iotlb, invalidation.iova, invalidation.pages * smallestPage);
    case 'page':
    case 'walk':
      return dropRange(iotlb, invalidation.iova, invalidation.size);
  }
}

const smallestPage = 0x1000;
/** No format here has larger entries; an entry that reaches into a range starts at most this far below it. */
const largestEntry = 0x1000000;

function dropRange(iotlb: Iotlb, start: Iova, length: number): Iotlb {
  const end = offsetBy(start, length);
  let entries = iotlb.entries;
  for (const [key, entry] of iotlb.entries.entriesFrom(alignDown(start, largestEntry))) {
    if (end <= entry.iova) break;
    if (start < entry.iova + entry.size) entries = entries.delete(key);
  }
  return { entries };
}

function keyOf(iova: Iova, size: number): number {
  return iova + Math.log2(size);
}
