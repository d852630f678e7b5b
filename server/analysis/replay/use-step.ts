import type { Role } from '../api/api-function.js';
import type { TraceStep } from '../exec/path.js';
import type { Term } from '../symbolic/term.js';

/** A call that leaves the contract as it is, and that a machine can do something at. */
export type UseStep = Extract<TraceStep, { kind: 'use' }>;

export function argument(step: UseStep, role: Role): Term | undefined {
  return step.arguments.find((it) => it.role === role)?.term;
}
