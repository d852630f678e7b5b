import { forgetFlag } from '../cache/read-ordering.js';
import { drain, order } from '../cache/write-buffer.js';
import type { Barrier } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { Platform } from '../platforms/platform.js';
import type { MachineState } from '../state/machine-state.js';
import { hasBarriers } from './ordering.js';

export function barrier(state: MachineState, { barrier: which }: Barrier): StepResult {
  const now = begin(state);
  const drained = hasBarriers(state.platform) ? apply(now, which) : 0;
  const outerSync = (which === 'mb' || which === 'wmb') && syncsOuterCache(state.platform);
  raise(now, { id: 'BARRIER', barrier: which, drained, outerSync });
  return finish(now);
}

/** Linux arch/arm/mm/flush.c (6.12), arm_heavy_mb; cache-l2x0.c leaves the sync out where devices see the caches anyway. */
export function syncsOuterCache({ outerCache }: Platform): boolean {
  return 'lineBytes' in outerCache && outerCache.kind !== 'pl310-io-coherent';
}

/** Linux arch/arm/include/asm/barrier.h (6.12). Answers how many stores reached memory. */
function apply(now: Transition, which: Barrier['barrier']): number {
  switch (which) {
    case 'mb':
      forgetFlag(now);
      return drain(now);
    case 'wmb':
      return drain(now);
    case 'rmb':
    case 'dma-rmb':
      forgetFlag(now);
      return 0;
    case 'dma-wmb':
      order(now, 'dma-wmb');
      return 0;
    // The smp_ family is about other CPUs: devices are outside its domain.
    case 'smp-mb':
    case 'smp-wmb':
      if (now.state.platform.smp) order(now, 'smp-wmb');
      return 0;
    case 'smp-rmb':
      return 0;
  }
}
