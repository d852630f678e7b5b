import type { MachineOp } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { stepId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { handlers } from './handlers.js';

type Handler = (state: MachineState, op: MachineOp) => StepResult;

/** One op: the machine after it, what the call returned, and what it raised. Legal or not, it never throws. */
export function step(state: MachineState, op: MachineOp): StepResult {
  // The table has a function for exactly this kind; the compiler cannot follow one kind through two look-ups.
  const handle = handlers[op.kind] as Handler;
  return handle({ ...state, step: stepId(state.step + 1) }, op);
}
