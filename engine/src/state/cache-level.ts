import type { IntervalMap } from '../data/interval-map.js';
import type { PersistentMap } from '../data/persistent-map.js';
import type { StepId } from './ids.js';
import type { WriteRef } from './write-ref.js';

/**
 * One level of data cache, by physical address, as ranges instead of line records: a 4 MiB store
 * is one stretch. Lines are what the operations round to (`cache/lookup.ts`).
 */
export interface CacheLevel {
  /** Bytes the cache holds. Invariant: whole lines. */
  readonly copies: IntervalMap<WriteRef>;
  /** Bytes newer than the level below, and the step that made them so. Invariant: inside `copies`. */
  readonly dirty: IntervalMap<StepId>;
  /** What a speculative load may have taken while nobody asked. Invariant: outside `copies`. */
  readonly speculated: IntervalMap<WriteRef>;
}

/**
 * How far a virtual address is from the physical one behind it, as far as the innermost cache can
 * tell (`memory/alias-index.ts`). Two views of a byte with one index share a line; with two indexes
 * the cache holds two independent copies.
 */
export type AliasIndex = number;

/** The innermost cache. An index without an entry holds nothing, so a whole flush is an empty map. */
export type InnerCache = PersistentMap<AliasIndex, CacheLevel>;
