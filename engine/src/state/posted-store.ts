import type { StepId } from './ids.js';
import type { WriteRef } from './write-ref.js';

/** A store to non-cacheable memory that a device may not see yet. */
export interface PostedStore {
  readonly start: number;
  readonly end: number;
  readonly write: WriteRef;
  readonly step: StepId;
  /** `dma_wmb` came after it: later stores to memory stay behind, but it has not drained. */
  readonly isOrdered: boolean;
  /** A doorbell overtook it and that was said. */
  readonly isReported: boolean;
}
