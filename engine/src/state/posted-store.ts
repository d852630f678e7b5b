import type { StepId } from './ids.js';
import type { WriteRef } from './write-ref.js';

/** A store to non-cacheable memory that a device may not see yet. */
export interface PostedStore {
  readonly start: number;
  readonly end: number;
  readonly write: WriteRef;
  readonly step: StepId;
  /**
   * The strongest barrier after it that kept later stores to memory behind without draining it:
   * for devices `dma-wmb`, for other CPUs only `smp-wmb`.
   */
  readonly orderedBy: 'nothing' | 'smp-wmb' | 'dma-wmb';
  /** A doorbell overtook it and that was said. */
  readonly isReported: boolean;
}
