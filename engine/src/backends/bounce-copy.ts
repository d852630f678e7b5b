// The copies between a driver's buffer and what the device works on, by the CPU.

import { physAddr } from '../address/spaces.js';
import { copyByCpu, type CopyEnd } from '../cpu/copy.js';
import { changeBounce } from '../memory/bounce.js';
import { expectCopy } from '../memory/contents.js';
import { raise, type Transition } from '../ops/transition.js';
import type { BounceBuffer } from '../state/bounce-state.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';

/** How the kernel has mapped the copies: SWIOTLB uses ordinary memory. */
const ordinary: MemoryType = 'write-alloc';

/** Driver to copy: [offset, offset + length) of the buffer. */
export function copyIn(now: Transition, buffer: BounceBuffer, offset: number, length: number, type = ordinary): void {
  const [original, copy] = endsOf(now.state, buffer, offset, type);
  copyByCpu(now, original, copy, length);
  expectCopy(now, original.start, copy.start, length);
  report(now, buffer, 'into the copy', offset, length);
}

/** Copy to driver. */
export function copyOut(now: Transition, buffer: BounceBuffer, offset: number, length: number, type = ordinary): void {
  const [original, copy] = endsOf(now.state, buffer, offset, type);
  copyByCpu(now, copy, original, length);
  changeBounce(now, { uncopied: now.state.bounce.uncopied.clear(original.start, original.start + length) });
  report(now, buffer, 'back', offset, length);
}

function endsOf(
  state: MachineState,
  { original, copy }: BounceBuffer,
  offset: number,
  type: MemoryType,
): readonly [CopyEnd, CopyEnd] {
  const start = physAddr(original + offset);
  const linear = state.linearTypes.at(start) ?? ordinary;
  return [
    { start, type: linear === 'unmapped' ? ordinary : linear },
    { start: physAddr(copy.start + offset), type },
  ];
}

function report(
  now: Transition,
  { device, original, copy }: BounceBuffer,
  direction: 'into the copy' | 'back',
  offset: number,
  length: number,
): void {
  const bytes = { start: physAddr(original + offset), length };
  raise(now, { id: 'BOUNCE_COPY', device, direction, bytes, copy: physAddr(copy.start + offset) });
}
