// Which calls may sleep, and so may not be made from an interrupt, under a lock, or with interrupts disabled.

import type { SleepingCall } from '../ops/event-context.js';
import type { Gfp } from '../ops/op.js';
import { raise, type Transition } from '../ops/transition.js';
import { maySleep } from '../state/context.js';

/**
 * `blocking`: only if the allocation flags let it. `kernel`: nobody would expect it; the kernel's own
 * mistake. Sources: mm/dmapool.c, drivers/dma-buf/dma-buf.c, kernel/dma/mapping.c,
 * arch/arm/mm/dma-mapping.c and drivers/iommu/omap-iommu.c (6.12).
 */
const sleeps: Readonly<Record<SleepingCall, 'always' | 'blocking' | 'kernel'>> = {
  alloc: 'blocking',
  'pool-alloc': 'blocking',
  // Both take a mutex; destroying also frees what must not be freed with interrupts disabled.
  'pool-create': 'always',
  'pool-destroy': 'always',
  vmap: 'always',
  'dma-buf': 'always',
  map: 'kernel',
  unmap: 'kernel',
};

/** Holds a call against the context it is made in. */
export function reportSleep(now: Transition, call: SleepingCall, gfp: Gfp = 'kernel'): void {
  const when = sleeps[call];
  if (maySleep(now.state.context) || (when === 'blocking' && gfp === 'atomic')) return;
  raise(now, { id: 'SLEEP_IN_ATOMIC', call, isQuirk: when === 'kernel' });
}
