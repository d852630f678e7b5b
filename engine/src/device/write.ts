import { physAddr } from '../address/spaces.js';
import { dirtyRegions } from '../cache/evict.js';
import { wholeLines } from '../cache/lookup.js';
import { placesPassed, type Snoop, snoopOf, updateCopies } from '../cache/snoop.js';
import { evictOverWrite, isSpontaneous, speculate } from '../cache/spontaneous.js';
import { drain, pendingIn } from '../cache/write-buffer.js';
import { type BouncePart, bounceParts, changeBounce } from '../memory/bounce.js';
import { expectWrite, newWrite } from '../memory/contents.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';

/**
 * A device writes memory it was led to: below the caches, as far as it does not snoop them. What it
 * writes to a bounce buffer is meant for the driver's own bytes, which do not have it yet.
 */
export function deviceWriteRun(now: Transition, device: Device, run: PhysRun): void {
  for (const part of bounceParts(now.state, run)) {
    const snoop = snoopOf(now.state, device, part.start);
    writePart(now, device.id, part, snoop);
  }
}

function writePart(now: Transition, device: DeviceId, part: BouncePart, snoop: Snoop): void {
  const { start, length } = part;
  const end = start + length;
  const write = newWrite(now.state, { by: 'device', device }, start, end);
  // Stores that were on their way to these bytes arrive first: the outcome without a hazard.
  if (0 < pendingIn(now, start, end).length) drain(now);
  if (isSpontaneous(now)) reportDirtyLines(now, device, part, snoop);
  if (snoop === 'none') speculate(now, start, end);
  updateCopies(now, snoop, part, write);
  change(now, { dram: now.state.dram.set(start, end, write) });
  expectWrite(now, start, end, write);
  if (part.original !== undefined) {
    expectWrite(now, part.original, part.original + length, write);
    const { uncopied } = now.state.bounce;
    changeBounce(now, { uncopied: uncopied.set(part.original, part.original + length, true) });
  }
  if (snoop === 'none') evictOverWrite(now, start, end);
}

function reportDirtyLines(now: Transition, device: DeviceId, { start, length }: PhysRun, snoop: Snoop): void {
  for (const place of placesPassed(now.state, snoop)) {
    const [first, last] = wholeLines(now.state.platform, place, start, start + length);
    for (const { start: from, end: to, dirty, dirtiedAt } of dirtyRegions(now, place, first, last)) {
      if (to <= start || start + length <= from) continue;
      const line = { start: physAddr(from), length: to - from };
      raise(now, { id: 'DIRTY_OVER_DEVICE_WRITE', certainty: 'may', device, line, dirty, dirtiedAt });
    }
  }
}
