import type { Unbind } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { deviceOf } from './devices.js';

/**
 * The driver leaves; whatever is still mapped is lost. The kernel says so only on buses that
 * registered for it, PCI among them and the platform bus not.
 */
export function unbind(state: MachineState, op: Unbind): StepResult {
  const now = begin(state);
  const kernelMessage = deviceOf(state, op.device).bus === 'pci' ? 'D23' : 'none';
  for (const record of state.mappings.values()) {
    if (record.device !== op.device) continue;
    const isAllocation = record.kind === 'coherent' || record.kind === 'noncoherent';
    raise(now, { id: isAllocation ? 'LEAK_ALLOCATION' : 'LEAK_MAPPING', record, kernelMessage });
  }
  return finish(now);
}
