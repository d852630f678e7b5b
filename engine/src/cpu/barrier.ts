import { drain, order } from '../cache/write-buffer.js';
import type { Barrier } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';

export function barrier(state: MachineState, op: Barrier): StepResult {
  const now = begin(state);
  raise(now, { id: 'BARRIER', barrier: op.barrier, drained: apply(now, op.barrier) });
  return finish(now);
}

/** Linux arch/arm/include/asm/barrier.h (6.12). Answers how many stores reached memory. */
function apply(now: Transition, which: Barrier['barrier']): number {
  switch (which) {
    case 'mb':
    case 'wmb':
      return drain(now);
    case 'dma-wmb':
      order(now);
      return 0;
    // Loads are not reordered here, and the smp_ family means other CPUs only.
    case 'rmb':
    case 'dma-rmb':
    case 'smp-mb':
    case 'smp-wmb':
    case 'smp-rmb':
      return 0;
  }
}
