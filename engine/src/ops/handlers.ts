import type { MachineState } from '../state/machine-state.js';
import type { StepResult } from './step-result.js';

/** One function per kind of op: a table is complete or does not compile. */
export type Handlers<Op extends { readonly kind: string }> = {
  readonly [Kind in Op['kind']]: (state: MachineState, op: Extract<Op, { readonly kind: Kind }>) => StepResult;
};
