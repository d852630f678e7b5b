import type { Slice } from '../data/interval-map.js';
import { change, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { initialContents, type WriteRef } from '../state/write-ref.js';

/** What the memory controller holds in [start, end). */
export function readDram(state: MachineState, start: number, end: number): readonly Slice<WriteRef>[] {
  return state.dram.sections(start, end, initialContents);
}

/** What a perfect machine would hold there; where it differs from what an agent gets, a byte is stale. */
export function readOracle(state: MachineState, start: number, end: number): readonly Slice<WriteRef>[] {
  return state.oracle.sections(start, end, initialContents);
}

/** The parts of `got` where the oracle expects another write. */
export function staleParts(
  state: MachineState,
  got: Slice<WriteRef>,
): readonly { readonly start: number; readonly end: number; readonly expected: WriteRef }[] {
  return readOracle(state, got.start, got.end)
    .filter((slice) => slice.value !== got.value)
    .map(({ start, end, value }) => ({ start, end, expected: value }));
}

/** The oracle takes a write, and whatever was lost there before no longer matters. */
export function expectWrite(now: Transition, start: number, end: number, write: WriteRef): void {
  const { oracle, ceded, discarded, overwritten } = now.state;
  change(now, {
    oracle: oracle.set(start, end, write),
    ceded: ceded.clear(start, end),
    discarded: discarded.clear(start, end),
    overwritten: overwritten.clear(start, end),
  });
}

/** The kernel zeroes memory and flushes it to the point of coherency. */
export function zeroMemory(now: Transition, start: number, end: number): void {
  const write: WriteRef = { by: 'kernel', step: now.state.step };
  expectWrite(now, start, end, write);
  change(now, { dram: now.state.dram.set(start, end, write) });
}
