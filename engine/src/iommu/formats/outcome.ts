// What an edit of page tables leaves behind: the words it wrote, and everything else the machine has to hear of.

import type { Iova, PhysAddr } from '../../address/spaces.js';
import type { Level, Tables } from './table-records.js';
import type { Word } from './word.js';
import type { WordMeaning } from './word-meaning.js';

/** Linux include/uapi/asm-generic/errno-base.h and errno.h (6.12). */
export type MapError = 'EINVAL' | 'ERANGE' | 'EEXIST' | 'EADDRINUSE' | 'ENOMEM';

/** What an edit left behind besides the tables; the machine turns it into events and cache work. */
export interface EditRecord {
  readonly tables: Tables;
  /** Every word written, in order; a word written twice is here twice. */
  readonly writes: readonly TableWrite[];
  readonly invalidations: readonly Invalidation[];
  readonly warnings: readonly Warning[];
  /** Words written into memory that is no table: the driver took something else for a link (quirk Q15). */
  readonly strayWrites: readonly StrayWrite[];
  /** Words the walker goes on reading as they were, because the driver cleaned others (quirk Q14). */
  readonly uncleanedWords: readonly UncleanedWord[];
  /** Physical addresses that lost bits on their way into a word (quirk Q25). */
  readonly truncations: readonly Truncation[];
}

export interface MapOutcome extends EditRecord {
  /** Bytes mapped, also when an error stopped the call halfway. */
  readonly mapped: number;
  readonly error: MapError | undefined;
}

export interface UnmapOutcome extends EditRecord {
  /** Bytes the driver says it unmapped: 0 is a refusal, a hole may count (SYSMMU), and an entry may be larger than what was asked (OMAP). */
  readonly unmapped: number;
}

export interface TableWrite {
  readonly level: Level;
  readonly index: number;
  readonly address: PhysAddr;
  readonly old: Word;
  readonly new: Word;
  /** What the new word says. */
  readonly meaning: WordMeaning;
}

export interface StrayWrite {
  readonly address: PhysAddr;
  readonly word: Word;
}

export interface UncleanedWord {
  readonly address: PhysAddr;
  /** What the walker reads there. */
  readonly seen: Word;
}

export interface Truncation {
  readonly pa: PhysAddr;
  /** Where the word leads instead. */
  readonly kept: PhysAddr;
}

/** What a driver asked of the IOMMU's own caches. */
export type Invalidation =
  /** One entry; the only kind an `iommu_iotlb_gather` collects. */
  | { readonly kind: 'page'; readonly iova: Iova; readonly size: number }
  | { readonly kind: 'walk'; readonly iova: Iova; readonly size: number; readonly granule: number }
  /** So many 4 KiB pages, each by its address. */
  | { readonly kind: 'entry'; readonly iova: Iova; readonly pages: number }
  /** The first entry that contains the address, whatever its size. */
  | { readonly kind: 'containing'; readonly iova: Iova }
  /** What a gather collected. */
  | { readonly kind: 'range'; readonly iova: Iova; readonly size: number; readonly granule: number }
  /** Table words the IOMMU cached by their physical address. */
  | { readonly kind: 'table-words'; readonly address: PhysAddr; readonly bytes: number }
  | { readonly kind: 'all' };

/** A place where Linux prints a WARN and carries on, or stops at a BUG. */
export type Warning =
  | { readonly kind: 'address-out-of-range'; readonly iova: Iova }
  | { readonly kind: 'page-size-not-supported'; readonly iova: Iova; readonly pageSize: number }
  | { readonly kind: 'already-mapped'; readonly iova: Iova }
  | { readonly kind: 'unmap-of-hole'; readonly iova: Iova }
  | { readonly kind: 'unmap-smaller-than-entry'; readonly iova: Iova; readonly entrySize: number }
  /** The same as a BUG: Linux 3.10. */
  | { readonly kind: 'bug-unmap-smaller-than-entry'; readonly iova: Iova; readonly entrySize: number };
