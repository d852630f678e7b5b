// Stores to non-cacheable memory on their way. The CPU sees its own; a device does not until they drain.

import type { Slice } from '../data/interval-map.js';
import { change, type Transition } from '../ops/transition.js';
import type { PostedStore } from '../state/posted-store.js';
import type { WriteRef } from '../state/write-ref.js';

/** A stand-in for the few entries real buffers have: when it is full, the oldest store leaves. */
const capacity = 16;

export function post(now: Transition, start: number, end: number, write: WriteRef): void {
  const { writeBuffer, step } = now.state;
  if (capacity <= writeBuffer.length) drainFirst(now, writeBuffer.length - capacity + 1);
  const store: PostedStore = { start, end, write, step, isOrdered: false, isReported: false };
  change(now, { writeBuffer: [...now.state.writeBuffer, store] });
}

/** Everything reaches memory. Answers how many stores were waiting. */
export function drain(now: Transition): number {
  const count = now.state.writeBuffer.length;
  drainFirst(now, count);
  return count;
}

/** `dma_wmb`: what was stored so far stays in front of what follows. */
export function order(now: Transition): void {
  const { writeBuffer } = now.state;
  if (writeBuffer.length === 0) return;
  change(now, { writeBuffer: writeBuffer.map((store) => ({ ...store, isOrdered: true })) });
}

/** What the CPU itself reads: posted stores over `memory`, newest last. */
export function forward(now: Transition, memory: readonly Slice<WriteRef>[]): readonly Slice<WriteRef>[] {
  let slices = memory;
  for (const store of now.state.writeBuffer) slices = slices.flatMap((slice) => overlay(slice, store));
  return slices;
}

export function pendingIn(now: Transition, start: number, end: number): readonly PostedStore[] {
  return now.state.writeBuffer.filter((store) => store.start < end && start < store.end);
}

function drainFirst(now: Transition, count: number): void {
  if (count === 0) return;
  let { dram } = now.state;
  for (const { start, end, write } of now.state.writeBuffer.slice(0, count)) dram = dram.set(start, end, write);
  change(now, { dram, writeBuffer: now.state.writeBuffer.slice(count) });
}

function overlay(slice: Slice<WriteRef>, store: PostedStore): readonly Slice<WriteRef>[] {
  const start = Math.max(slice.start, store.start);
  const end = Math.min(slice.end, store.end);
  if (end <= start) return [slice];
  return [
    { ...slice, end: start },
    { start, end, value: store.write },
    { ...slice, start: end },
  ].filter((part) => part.start < part.end);
}
