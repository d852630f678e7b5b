import { dirtyRegions } from '../cache/evict.js';
import { changeLevel, levelsOf, wholeLines } from '../cache/lookup.js';
import { rememberSpeculation } from '../cache/speculate.js';
import { drain, pendingIn } from '../cache/write-buffer.js';
import { physAddr } from '../address/spaces.js';
import { expectWrite } from '../memory/contents.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { isCoherent } from '../platforms/platform.js';
import type { DeviceId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';
import type { WriteRef } from '../state/write-ref.js';

/** A device writes memory it was led to, below the caches unless it snoops them. */
export function deviceWriteRun(now: Transition, device: DeviceId, { start, length }: PhysRun, write: WriteRef): void {
  const end = start + length;
  if (isCoherent(now.state.platform)) {
    updateCopies(now, start, end, write);
  } else {
    // Stores that were on their way to these bytes arrive first: the outcome without a hazard.
    if (0 < pendingIn(now, start, end).length) drain(now);
    reportDirtyLines(now, device, start, end);
    rememberSpeculation(now, start, end);
  }
  change(now, { dram: now.state.dram.set(start, end, write) });
  expectWrite(now, start, end, write);
}

/** A snooped write merges into the lines the CPU holds. */
function updateCopies(now: Transition, start: number, end: number, write: WriteRef): void {
  const { copies, dirty, speculated } = now.state.l1;
  let merged = copies;
  for (const slice of copies.slices(start, end)) merged = merged.set(slice.start, slice.end, write);
  changeLevel(now, 'l1', { copies: merged, dirty: dirty.clear(start, end), speculated });
}

function reportDirtyLines(now: Transition, device: DeviceId, start: number, end: number): void {
  for (const level of levelsOf(now.state.platform)) {
    const [first, last] = wholeLines(now.state.platform, level, start, end);
    for (const { start: from, end: to, dirty, dirtiedAt } of dirtyRegions(now, level, first, last)) {
      const line = { start: physAddr(from), length: to - from };
      raise(now, { id: 'DIRTY_OVER_DEVICE_WRITE', certainty: 'may', device, line, dirty, dirtiedAt });
    }
  }
}
