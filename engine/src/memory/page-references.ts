// Frames that somebody besides their owner holds on to: page mappings of user space, pins. As in
// Linux a frame is reused only when its last reference is gone (mm/swap.c, 6.12, `__folio_put`).

import { physAddr } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import type { UserState } from '../state/user-state.js';
import type { PhysRun } from '../state/memory-object.js';

/** One more reference to every frame of a run of whole pages. */
export function keepPages(now: Transition, run: PhysRun): void {
  countReferences(now, run, 1);
}

/** One reference less. Answers the frames that nobody needs any more; the caller gives them back. */
export function letGoOfPages(now: Transition, run: PhysRun): readonly PhysRun[] {
  countReferences(now, run, -1);
  const { pageReferences, keptFrames } = now.state.user;
  const orphans = keptFrames.slices(run.start, run.start + run.length).flatMap(({ start, end }) =>
    pageReferences
      .sections(start, end, 0)
      .filter(({ value }) => value === 0)
      .map((slice): PhysRun => ({ start: physAddr(slice.start), length: slice.end - slice.start })),
  );
  let left = keptFrames;
  for (const { start, length } of orphans) left = left.clear(start, start + length);
  changeUser(now, { keptFrames: left });
  return orphans;
}

/** Their owner is done with these frames: what is referenced stays for now, the answer is free. */
export function giveUpFrames(now: Transition, { start, length }: PhysRun): readonly PhysRun[] {
  const free: PhysRun[] = [];
  for (const { start: from, end, value } of now.state.user.pageReferences.sections(start, start + length, 0)) {
    if (value === 0) free.push({ start: physAddr(from), length: end - from });
    else changeUser(now, { keptFrames: now.state.user.keptFrames.set(from, end, true) });
  }
  return free;
}

function countReferences(now: Transition, { start, length }: PhysRun, by: 1 | -1): void {
  let { pageReferences } = now.state.user;
  for (const { start: from, end, value } of pageReferences.sections(start, start + length, 0)) {
    const count = value + by;
    pageReferences = count <= 0 ? pageReferences.clear(from, end) : pageReferences.set(from, end, count);
  }
  changeUser(now, { pageReferences });
}

function changeUser(now: Transition, part: Partial<UserState>): void {
  change(now, { user: { ...now.state.user, ...part } });
}
