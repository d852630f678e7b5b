import type { IntervalMap } from '../data/interval-map.js';
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
