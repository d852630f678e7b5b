// What may not happen here or now, and what ran out.

import type { UserVa } from '../address/spaces.js';
import type { DeviceId, SharedId } from '../state/ids.js';

export type ContextEvent =
  | {
      readonly id: 'SLEEP_IN_ATOMIC';
      readonly call: SleepingCall;
      /** The kernel's own doing (quirks Q5 and, for unmap, Q24), not the driver's. */
      readonly isQuirk: boolean;
    }
  | { readonly id: 'FREE_IRQS_DISABLED'; readonly device: DeviceId }
  /** A dma-buf function was called without its reservation lock, or with it where it takes the lock itself. */
  | { readonly id: 'RESV_LOCK_REQUIRED' | 'RESV_LOCK_HELD'; readonly buffer: SharedId }
  /** Pages are put into a VMA outside the handler that mmap(2) called. */
  | { readonly id: 'MMAP_LOCK_REQUIRED'; readonly va: UserVa }
  | ({ readonly id: ExhaustedId; readonly device: DeviceId } & Shortage);

/** `VMALLOC_EXHAUSTED` is also said of Linux 2.6.39's consistent region, the address space it remaps into. */
export type ExhaustedId =
  | 'ATOMIC_POOL_EXHAUSTED'
  | 'CMA_EXHAUSTED'
  | 'VMALLOC_EXHAUSTED'
  | 'IOVA_EXHAUSTED'
  | 'SWIOTLB_FULL';

/** What may sleep; `contract/sleeping.ts` says when. */
export type SleepingCall =
  | 'alloc'
  | 'map'
  | 'unmap'
  | 'vmap'
  | 'dma-buf'
  | 'pool-create'
  | 'pool-alloc'
  | 'pool-destroy';

/** A resource that ran out, in bytes. */
export interface Shortage {
  /** What was asked for. */
  readonly bytes: number;
  readonly free: number;
  readonly largestHole: number;
  /** Those who have most of it, most first; a few of them. */
  readonly holders: readonly Holder[];
}

export interface Holder {
  readonly name: string;
  readonly bytes: number;
}
