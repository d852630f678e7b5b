import { reportUnknownAttrs } from '../contract/attributes.js';
import { flushForNewAddresses } from '../cpu/flush.js';
import type { MachineOp } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, change, finish, perform } from '../ops/transition.js';
import { stepId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { handlers } from './handlers.js';
import { countErrors } from './kernel-log.js';

type Handler = (state: MachineState, op: MachineOp) => StepResult;

/** One op: the machine after it, what the call returned, and what it raised. Legal or not, it never throws. */
export function step(state: MachineState, op: MachineOp): StepResult {
  // The table has a function for exactly this kind; the compiler cannot follow one kind through two look-ups.
  const handle = handlers[op.kind] as Handler;
  const now = begin(state);
  change(now, { step: stepId(state.step + 1) });
  reportUnknownAttrs(now, op);
  const result = perform(now, handle, op);
  if (now.state.vmallocFree !== state.vmallocFree) flushForNewAddresses(now);
  return countErrors(state, finish(now, result));
}
