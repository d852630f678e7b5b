// How calls say that they failed, and how drivers look.

import type { MisuseEvent } from '../ops/event-protocol.js';
import type { ErrorTest, TestedResult } from '../ops/op.js';

/** The tests that tell failure from success, whatever the value. */
const rightTests: Readonly<Record<TestedResult, readonly ErrorTest[]>> = {
  handle: ['dma_mapping_error'],
  // 0 is the only failure; no count is negative.
  count: ['zero'],
  pointer: ['zero', 'NULL'],
  // The pointer says whether the allocation failed; its handle says nothing.
  'allocation handle': [],
};

export type TestOutcome = Extract<MisuseEvent, { id: 'WRONG_ERROR_CHECK' }>['outcome'];

/** What a wrong test makes of this result, or `undefined` for a right test. */
export function outcomeOf(
  result: TestedResult,
  test: ErrorTest,
  { failed, looksFailed }: { readonly failed: boolean; readonly looksFailed: boolean },
): TestOutcome | undefined {
  if (rightTests[result].includes(test)) return undefined;
  if (failed === looksFailed) return 'right by luck';
  return failed ? 'failure not noticed' : 'success taken for failure';
}

/** Linux MAX_ERRNO: the last 4095 numbers of the address space are error pointers. */
const maxErrno = 4095;

/** What a test answers for a value of `bits` bits. `errorValue` is DMA_MAPPING_ERROR. */
export function looksFailed(test: ErrorTest, value: number, errorValue: number, bits: number): boolean {
  switch (test) {
    case 'dma_mapping_error':
      return value === errorValue;
    case 'zero':
    case 'NULL':
      return value === 0;
    case 'negative':
      return value < 0;
    case 'IS_ERR':
      return 2 ** bits - maxErrno <= value;
  }
}
