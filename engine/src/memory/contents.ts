import { hashNumber, hashText, pairOf } from '../data/hash.js';
import type { Slice } from '../data/interval-map.js';
import { change, type Transition } from '../ops/transition.js';
import type { DeviceId } from '../state/ids.js';
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

/** Whoever writes memory. */
export type Writer =
  | { readonly by: 'cpu' }
  | { readonly by: 'kernel' }
  | { readonly by: 'device'; readonly device: DeviceId };

/** A write of [start, end) about to happen. Writing the same place again is another write. */
export function newWrite(state: MachineState, writer: Writer, start: number, end: number): WriteRef {
  let identity = pairOf(hashText(writer.by === 'device' ? `device ${writer.device}` : writer.by), hashNumber(start));
  for (const before of readOracle(state, start, end)) {
    identity = pairOf(pairOf(identity, before.value.identity), hashNumber(before.end));
  }
  return { ...writer, step: state.step, identity };
}

/** The oracle takes a write, and whatever was lost there before no longer matters. */
export function expectWrite(now: Transition, start: number, end: number, write: WriteRef): void {
  const { oracle, ceded, discarded, overwritten, bounce } = now.state;
  change(now, {
    oracle: oracle.set(start, end, write),
    ceded: ceded.clear(start, end),
    discarded: discarded.clear(start, end),
    overwritten: overwritten.clear(start, end),
    bounce: { ...bounce, uncopied: bounce.uncopied.clear(start, end) },
  });
}

/** A copy at `to` is from here on meant to hold what the original at `from` should hold. */
export function expectCopy(now: Transition, from: number, to: number, length: number): void {
  let { oracle } = now.state;
  for (const { start, end, value } of readOracle(now.state, from, from + length)) {
    oracle = oracle.set(start - from + to, end - from + to, value);
  }
  change(now, { oracle });
}
