// Stores to non-cacheable memory on their way. The CPU sees its own; a device does not until they drain.

import type { Slice } from '../data/interval-map.js';
import { readDram } from '../memory/contents.js';
import { change, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { PostedStore } from '../state/posted-store.js';
import type { WriteRef } from '../state/write-ref.js';
import { inner, readBelow, setAll, writeBelow } from './lookup.js';

/** A stand-in for the few entries real buffers have: when it is full, the oldest store leaves. */
const capacity = 16;

export function post(now: Transition, start: number, end: number, write: WriteRef): void {
  const { writeBuffer, step, platform } = now.state;
  if (capacity <= writeBuffer.length) drainFirst(now, writeBuffer.length - capacity + 1);
  const store: PostedStore = { start, end, write, step, orderedBy: 'nothing', isReported: false };
  change(now, { writeBuffer: [...now.state.writeBuffer, store] });
  if (platform.policy === 'eager') drain(now);
}

/** Everything reaches memory. Answers how many stores were waiting. */
export function drain(now: Transition): number {
  const count = now.state.writeBuffer.length;
  drainFirst(now, count);
  return count;
}

/** What was stored so far stays in front of what follows: for devices with `dma_wmb`, for CPUs with `smp_wmb`. */
export function order(now: Transition, by: 'smp-wmb' | 'dma-wmb'): void {
  const { writeBuffer } = now.state;
  if (writeBuffer.length === 0) return;
  const ordered = writeBuffer.map((store) => (store.orderedBy === 'dma-wmb' ? store : { ...store, orderedBy: by }));
  change(now, { writeBuffer: ordered });
}

/** Stores behind a `dma_wmb` were ordered before what made a device look, so it sees them. */
export function letOrderedStoresPass(now: Transition, start: number, end: number): void {
  const passing = pendingIn(now, start, end).filter((store) => store.orderedBy === 'dma-wmb');
  if (passing.length === 0) return;
  change(now, { writeBuffer: now.state.writeBuffer.filter((store) => !passing.includes(store)) });
  writePastCaches(now, passing.map(sliceOf));
}

/** What the CPU reads from non-cacheable memory: posted stores over what is there, newest last. */
export function readPastCaches(now: Transition, start: number, end: number): readonly Slice<WriteRef>[] {
  return forward(now, readUncached(now.state, start, end));
}

export function writePastCaches(now: Transition, slices: readonly Slice<WriteRef>[]): void {
  if (now.state.platform.assumptions.uncachedBypassesOuter) change(now, { dram: setAll(now.state.dram, slices) });
  else writeBelow(now, slices);
}

/** Posted stores over `memory`. */
export function forward(now: Transition, memory: readonly Slice<WriteRef>[]): readonly Slice<WriteRef>[] {
  let slices = memory;
  for (const store of now.state.writeBuffer) slices = slices.flatMap((slice) => overlay(slice, sliceOf(store)));
  return slices;
}

export function pendingIn(now: Transition, start: number, end: number): readonly PostedStore[] {
  return now.state.writeBuffer.filter((store) => store.start < end && start < store.end);
}

/** Somebody overtook these stores, and that was said. */
export function markReported(now: Transition, stores: readonly PostedStore[]): void {
  const marked = now.state.writeBuffer.map((store) =>
    stores.includes(store) ? { ...store, isReported: true } : store,
  );
  change(now, { writeBuffer: marked });
}

function readUncached(state: MachineState, start: number, end: number): readonly Slice<WriteRef>[] {
  const bypasses = state.platform.assumptions.uncachedBypassesOuter;
  return bypasses ? readDram(state, start, end) : readBelow(state, inner(0), start, end);
}

function drainFirst(now: Transition, count: number): void {
  if (count === 0) return;
  const { writeBuffer } = now.state;
  change(now, { writeBuffer: writeBuffer.slice(count) });
  writePastCaches(now, writeBuffer.slice(0, count).map(sliceOf));
}

function sliceOf({ start, end, write }: PostedStore): Slice<WriteRef> {
  return { start, end, value: write };
}

function overlay(slice: Slice<WriteRef>, store: Slice<WriteRef>): readonly Slice<WriteRef>[] {
  const start = Math.max(slice.start, store.start);
  const end = Math.min(slice.end, store.end);
  if (end <= start) return [slice];
  return [
    { ...slice, end: start },
    { start, end, value: store.value },
    { ...slice, start: end },
  ].filter((part) => part.start < part.end);
}
