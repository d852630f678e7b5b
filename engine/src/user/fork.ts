import { offsetBy } from '../address/spaces.js';
import { keepPages } from '../memory/page-references.js';
import { newMmId, type Transition } from '../ops/transition.js';
import type { MmId } from '../state/ids.js';
import { currentMm } from '../state/user-state.js';
import { isCopiedOnWrite } from './insert.js';
import { changeMm } from './mm.js';

/**
 * A child with the VMAs of the current process; their open functions run, so what they hold is held
 * once more. Private writable pages are shared until one side stores. Linux kernel/fork.c, dup_mmap,
 * and mm/memory.c, copy_page_range (6.12).
 */
export function forkMm(now: Transition): MmId {
  const child = newMmId(now);
  const { vmas, pages } = currentMm(now.state.user);
  let [childVmas, sharedPages, childPages] = [vmas, pages, pages];
  for (const vma of vmas.values()) {
    if (vma.flags.includes('dont-copy')) {
      childVmas = childVmas.delete(vma.start);
      childPages = childPages.clear(vma.start, vma.end);
      continue;
    }
    for (const { start, end, value } of pages.slices(vma.start, vma.end)) {
      const page = { ...value, copyOnWrite: value.copyOnWrite || isCopiedOnWrite(vma) };
      sharedPages = sharedPages.set(start, end, page);
      childPages = childPages.set(start, end, page);
      const run = { start: offsetBy(value.pa, start - value.va), length: end - start };
      if (value.insertion === 'page') keepPages(now, run);
    }
  }
  changeMm(now, now.state.user.current, { pages: sharedPages });
  changeMm(now, child, { vmas: childVmas, pages: childPages });
  return child;
}
