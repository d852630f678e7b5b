// Pages into a VMA: by number, which keeps nothing alive, or as pages, which are counted.
// Source: mm/memory.c (6.12), remap_pfn_range, vm_insert_page.

import { pageBytes } from '../address/align.js';
import { offsetBy, type UserVa } from '../address/spaces.js';
import { addView } from '../memory/alias.js';
import { objectAt } from '../memory/objects.js';
import { keepPages } from '../memory/page-references.js';
import { codes } from '../ops/step-result.js';
import type { Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun, Region } from '../state/memory-object.js';
import { currentMm, type UserMapping, type Vma, type VmaFlag } from '../state/user-state.js';
import { changeMm, replaceVma } from './mm.js';

export interface NewPages extends Pick<UserMapping, 'type' | 'of' | 'insertion'> {
  readonly runs: readonly PhysRun[];
}

/** Memory whose page descriptors are somebody else's: the slab allocator's, anonymous memory's. */
const refusedRegions: readonly Region[] = ['kmalloc', 'page-list', 'user'];

const flagsOf: Readonly<Record<UserMapping['insertion'], readonly VmaFlag[]>> = {
  pfn: ['io', 'pfnmap', 'dont-expand', 'dont-dump'],
  page: ['mixedmap'],
};

/** Shows `runs` one after the other from `at` on. Answers 0 or a negative errno. */
export function insertPages(now: Transition, vma: Vma, pages: NewPages, at: UserVa = vma.start): number {
  const isPrivate = isCopiedOnWrite(vma);
  const length = pages.runs.reduce((sum, run) => sum + run.length, 0);
  if (pages.insertion === 'pfn') {
    // A private mapping keeps the number of its first frame in the VMA's offset, so there can be only one.
    if (isPrivate && (at !== vma.start || at + length !== vma.end)) return codes.EINVAL;
  } else if (pages.runs.some((run) => isRefused(now.state, run))) {
    return codes.EINVAL;
  }
  let va = at;
  for (const run of pages.runs) {
    mapRun(now, va, run, { ...pages, copyOnWrite: isPrivate });
    va = offsetBy(va, run.length);
  }
  const flags = withFlags(vma.flags, flagsOf[pages.insertion]);
  const [first] = pages.runs;
  const keepsFrameNumber = isPrivate && pages.insertion === 'pfn' && first !== undefined;
  const pageOffset = keepsFrameNumber ? first.start / pageBytes : vma.pageOffset;
  replaceVma(now, { ...vma, flags, pageOffset });
  return 0;
}

export function withFlags(flags: readonly VmaFlag[], more: readonly VmaFlag[]): readonly VmaFlag[] {
  return [...flags, ...more.filter((flag) => !flags.includes(flag))];
}

/** Linux `is_cow_mapping`. */
export function isCopiedOnWrite({ flags }: Vma): boolean {
  return !flags.includes('shared') && flags.includes('may-write');
}

/** The entries of the page table, without any question. */
export function mapRun(
  now: Transition,
  va: UserVa,
  run: PhysRun,
  page: Pick<UserMapping, 'type' | 'of' | 'insertion' | 'copyOnWrite'>,
): void {
  const { type, of, insertion, copyOnWrite } = page;
  const mapping: UserMapping = { va, pa: run.start, type, of, insertion, copyOnWrite };
  const { current } = now.state.user;
  changeMm(now, current, { pages: currentMm(now.state.user).pages.set(va, va + run.length, mapping) });
  addView(now, run, { va, space: 'user', type });
  if (insertion === 'page') keepPages(now, run);
}

function isRefused(state: MachineState, run: PhysRun): boolean {
  const object = objectAt(state, run.start);
  return object !== undefined && refusedRegions.includes(object.region);
}
