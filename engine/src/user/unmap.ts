// The end of user mappings: munmap(2), a refused mmap(2), the end of a process.

import { alignDown, alignUp, pageBytes } from '../address/align.js';
import { offsetBy, type UserVa } from '../address/spaces.js';
import { flushAt } from '../cache/maintenance.js';
import { flushForNewAddresses } from '../cpu/flush.js';
import { aliasIndex } from '../memory/alias-index.js';
import { removeView } from '../memory/alias.js';
import { returnFrames } from '../memory/frames.js';
import { isCacheable } from '../memory/memory-types.js';
import { objectAt, removeObject } from '../memory/objects.js';
import { letGoOfPages } from '../memory/page-references.js';
import type { Transition } from '../ops/transition.js';
import type { MmId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';
import type { UserMapping, Vma } from '../state/user-state.js';
import { changeMm, mmOf } from './mm.js';

/** Takes [start, end) out of an address space. VMAs that stick out keep the rest. */
export function unmapRange(now: Transition, mm: MmId, start: UserVa, end: UserVa): void {
  for (const { start: from, end: to, value } of mmOf(now.state, mm).pages.slices(start, end)) {
    forgetPages(now, mm, value, { start: offsetBy(value.pa, from - value.va), length: to - from });
  }
  const { vmas, pages } = mmOf(now.state, mm);
  let left = vmas;
  for (const vma of vmas.values()) {
    if (vma.end <= start || end <= vma.start) continue;
    left = left.delete(vma.start);
    if (vma.start < start) left = left.set(vma.start, { ...vma, end: start });
    if (end < vma.end) left = left.set(end, behind(vma, end));
  }
  changeMm(now, mm, { vmas: left, pages: pages.clear(start, end) });
}

/** The frames of an entry lose the view, and maybe their last reference. */
export function forgetPages(now: Transition, mm: MmId, mapping: UserMapping, run: PhysRun): void {
  const { va, pa, insertion } = mapping;
  const { mms } = now.state.user;
  // After a fork two processes see the frame at one address, which is one view.
  const isSharedView = [...mms].some(([id, other]) => id !== mm && other.pages.at(va)?.pa === pa);
  flushLines(now, mapping, run);
  if (!isSharedView) removeView(now, run, va);
  if (insertion === 'page') releasePages(now, run);
}

/**
 * Lines that only this address found. A virtually tagged cache is flushed by range, any other
 * aliasing one as a whole. Linux arch/arm/mm/flush.c (6.12), flush_cache_range.
 */
function flushLines(now: Transition, { va, pa, type }: UserMapping, run: PhysRun): void {
  const { platform } = now.state;
  if (platform.l1 !== 'vivt') flushForNewAddresses(now);
  else if (isCacheable(type)) flushAt(now, aliasIndex(platform, va, pa), run);
}

/** One reference less to each page; anonymous memory without any is freed. */
export function releasePages(now: Transition, run: PhysRun): void {
  for (const { start, length } of letGoOfPages(now, run)) {
    for (let page = start; page < start + length; page = offsetBy(page, pageBytes)) {
      const object = objectAt(now.state, page);
      if (object?.region === 'user') removeObject(now, object);
      returnFrames(now, page, 1);
    }
  }
}

/** The pages that hold any byte of a run. */
export function pagesAround({ start, length }: PhysRun): PhysRun {
  const first = alignDown(start, pageBytes);
  return { start: first, length: alignUp(start + length, pageBytes) - first };
}

function behind(vma: Vma, start: UserVa): Vma {
  return { ...vma, start, pageOffset: vma.pageOffset + (start - vma.start) / pageBytes };
}
