// What may not happen here or now, and what ran out: engine.md §12.4.

import type { DeviceId } from '../state/ids.js';

export type ContextEvent =
  | {
      readonly id: 'SLEEP_IN_ATOMIC';
      readonly call: 'alloc' | 'map';
      /** The kernel's own doing (quirk Q5), not the driver's. */
      readonly isQuirk: boolean;
    }
  | { readonly id: 'FREE_IRQS_DISABLED'; readonly device: DeviceId }
  | {
      readonly id: 'ATOMIC_POOL_EXHAUSTED' | 'CMA_EXHAUSTED' | 'VMALLOC_EXHAUSTED' | 'IOVA_EXHAUSTED';
      readonly device: DeviceId;
      readonly bytes: number;
    };
