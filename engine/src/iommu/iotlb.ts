import { alignDown } from '../address/align.js';
import type { Iova } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { Invalidation, TranslationEntry, VisitedWord } from './formats/format.js';

/**
 * Translations an IOMMU remembers for one domain. Filled by device accesses, emptied by what the
 * driver invalidates; nothing else removes an entry, so a forgotten invalidation shows.
 *
 * Capacity and replacement are not modeled: a real IOTLB may forget sooner, never later.
 */
export interface Iotlb {
  /** By first IOVA plus log2 of the size: sizes are at least a page, so the sum is unique. */
  readonly entries: PersistentMap<number, IotlbEntry>;
  /** Sizes of entries there have been, ascending. */
  readonly sizes: readonly number[];
}

export interface IotlbEntry extends TranslationEntry {
  /** The words the walk read when the entry was filled. */
  readonly visited: readonly VisitedWord[];
  /** The machine step of that walk; a frame freed later is a frame the entry has outlived. */
  readonly filledAt: number;
}

export const emptyIotlb: Iotlb = { entries: emptyMap(), sizes: [] };

export function fillIotlb({ entries, sizes }: Iotlb, entry: IotlbEntry): Iotlb {
  return {
    entries: entries.set(keyOf(entry.iova, entry.size), entry),
    sizes: sizes.includes(entry.size) ? sizes : [...sizes, entry.size].sort((left, right) => left - right),
  };
}

/** The entries that translate `iova`, smallest first. More than one is a conflict in the hardware. */
export function findInIotlb({ entries, sizes }: Iotlb, iova: Iova): readonly IotlbEntry[] {
  return sizes.flatMap((size) => entries.get(keyOf(alignDown(iova, size), size)) ?? []);
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
    case 'range':
      return dropRange(iotlb, invalidation.iova, invalidation.size);
    case 'containing':
      return dropFirst(iotlb, invalidation.iova);
    case 'table-words':
      // Tables are always read as they are, so there is nothing to forget.
      return iotlb;
  }
}

const smallestPage = 0x1000;

function dropRange(iotlb: Iotlb, start: Iova, length: number): Iotlb {
  let { entries } = iotlb;
  for (const { iova, size } of findInIotlb(iotlb, start)) entries = entries.delete(keyOf(iova, size));
  const end = offsetBy(start, length);
  for (const [key, entry] of entries.entriesFrom(start)) {
    if (end <= entry.iova) break;
    entries = entries.delete(key);
  }
  return { ...iotlb, entries };
}

/** The hardware looks in the order of its slots, which are filled one after the other. */
function dropFirst(iotlb: Iotlb, iova: Iova): Iotlb {
  const [first, ...others] = findInIotlb(iotlb, iova);
  if (first === undefined) return iotlb;
  const oldest = others.reduce((best, it) => (it.filledAt < best.filledAt ? it : best), first);
  return { ...iotlb, entries: iotlb.entries.delete(keyOf(oldest.iova, oldest.size)) };
}

function keyOf(iova: Iova, size: number): number {
  return iova + Math.log2(size);
}
