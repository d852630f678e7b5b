// What bounce buffers stand for: a device access to byte i of a copy is meant for byte i of the driver's buffer.

import { offsetBy, physAddr, type PhysAddr } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import type { BounceBuffer, BounceState } from '../state/bounce-state.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';

/** Part of a device access, and the bytes it is meant for where it reaches a copy. */
export interface BouncePart extends PhysRun {
  readonly original: PhysAddr | undefined;
}

/** Cuts [start, start + length) where copies begin and end. */
export function bounceParts(state: MachineState, { start, length }: PhysRun): readonly BouncePart[] {
  const parts: BouncePart[] = [];
  const end = start + length;
  let reached: number = start;
  for (const { value } of state.bounce.buffers.slices(start, end)) {
    const from = Math.max(value.copy.start, reached);
    const to = Math.min(value.copy.start + value.copy.length, end);
    if (to <= from) continue;
    if (reached < from) parts.push({ start: physAddr(reached), length: from - reached, original: undefined });
    const original = offsetBy(value.original, from - value.copy.start);
    parts.push({ start: physAddr(from), length: to - from, original });
    reached = to;
  }
  if (reached < end) parts.push({ start: physAddr(reached), length: end - reached, original: undefined });
  return parts;
}

/** The live copy that holds a physical address, padding included. */
export function bounceBufferAt(state: MachineState, pa: PhysAddr): BounceBuffer | undefined {
  return state.bounce.buffers.at(pa);
}

export function addBounceBuffer(now: Transition, buffer: BounceBuffer): void {
  const { start, length } = buffer.held;
  changeBounce(now, { buffers: now.state.bounce.buffers.set(start, start + length, buffer) });
}

export function removeBounceBuffer(now: Transition, { held }: BounceBuffer): void {
  changeBounce(now, { buffers: now.state.bounce.buffers.clear(held.start, held.start + held.length) });
}

export function changeBounce(now: Transition, part: Partial<BounceState>): void {
  change(now, { bounce: { ...now.state.bounce, ...part } });
}
