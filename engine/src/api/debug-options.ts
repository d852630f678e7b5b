import type { SetDebugOptions } from '../ops/op.js';
import { nothing, type StepResult } from '../ops/step-result.js';
import type { MachineState } from '../state/machine-state.js';

export function setDebugOptions(state: MachineState, op: SetDebugOptions): StepResult {
  const { debug, pool } = state;
  const { options } = debug;
  const next = {
    allErrors: op.allErrors ?? options.allErrors,
    numErrors: op.numErrors ?? options.numErrors,
    driverFilter: op.driverFilter ?? options.driverFilter,
    preallocatedEntries: op.preallocatedEntries ?? options.preallocatedEntries,
  };
  const entriesTotal = op.preallocatedEntries ?? debug.entriesTotal;
  const isPoisoned = op.poolPoison ?? pool.isPoisoned;
  const changed = { debug: { ...debug, options: next, entriesTotal }, pool: { ...pool, isPoisoned } };
  return { state: { ...state, ...changed }, result: nothing, events: [] };
}
