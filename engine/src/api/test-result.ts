import { looksFailed, outcomeOf } from '../contract/error-tests.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { TestResult } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';

/** A driver's test of what a call returned: the answer, and whether it was the right question. */
export function testResult(state: MachineState, { result, test, value, failed }: TestResult): StepResult {
  const now = begin(state);
  const { platform } = state;
  const looks = looksFailed(test, value, dmaMappingError(platform), platform.dmaAddressBits);
  const outcome = outcomeOf(result, test, { failed, looksFailed: looks });
  if (outcome !== undefined) raise(now, { id: 'WRONG_ERROR_CHECK', result, test, outcome });
  return finish(now, { kind: 'error-flag', failed: looks });
}
