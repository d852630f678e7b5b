// User memory for a device: pages are found by user address and held. Source: mm/gup.c (6.12),
// pin_user_pages_fast with FOLL_LONGTERM; drivers/media/v4l2-core/videobuf2-dma-contig.c (3.10),
// vb2_dc_get_user_pages, which took the frames of PFN mappings too.

import { offsetBy, type UserVa } from '../address/spaces.js';
import { keepPages } from '../memory/page-references.js';
import type { Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { currentMm } from '../state/user-state.js';
import { findVma } from './mm.js';
import { pagesAround, releasePages } from './unmap.js';

export interface PinRequest {
  readonly va: UserVa;
  readonly size: number;
  readonly isWritten: boolean;
  /** Whether frames without a counted page will do. */
  readonly takesPfns: boolean;
}

export interface Pinned {
  /** The bytes asked for, adjacent runs joined. */
  readonly runs: readonly PhysRun[];
  /** The whole pages that are held until `unpinPages`. */
  readonly held: readonly PhysRun[];
}

/** `undefined` where Linux answers −EFAULT: a hole, no right, or frames that cannot be held. */
export function pinUserPages(now: Transition, request: PinRequest): Pinned | undefined {
  const { va, size, takesPfns } = request;
  if (!isAllowed(now.state, request)) return undefined;
  const runs: PhysRun[] = [];
  const held: PhysRun[] = [];
  let reached: number = va;
  for (const { start, end, value } of currentMm(now.state.user).pages.slices(va, va + size)) {
    const isPfn = value.insertion === 'pfn';
    if (reached < start || (isPfn && !takesPfns)) return undefined;
    const run: PhysRun = { start: offsetBy(value.pa, start - value.va), length: end - start };
    runs.push(run);
    if (!isPfn) held.push(pagesAround(run));
    reached = end;
  }
  if (reached < va + size) return undefined;
  for (const run of held) keepPages(now, run);
  return { runs: joinAdjacent(runs), held };
}

export function unpinPages(now: Transition, held: readonly PhysRun[]): void {
  for (const run of held) releasePages(now, run);
}

/** Linux lib/scatterlist.c (6.12), sg_alloc_table_from_pages: neighbors become one entry. */
export function joinAdjacent(runs: readonly PhysRun[]): readonly PhysRun[] {
  const joined: PhysRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last !== undefined && last.start + last.length === run.start) {
      joined[joined.length - 1] = { start: last.start, length: last.length + run.length };
    } else {
      joined.push(run);
    }
  }
  return joined;
}

function isAllowed(state: MachineState, { va, size, isWritten, takesPfns }: PinRequest): boolean {
  const needed = isWritten ? 'write' : 'read';
  for (let at = va; at < va + size; ) {
    const vma = findVma(state, at);
    if (vma === undefined || !vma.flags.includes(needed)) return false;
    if (!takesPfns && (vma.flags.includes('io') || vma.flags.includes('pfnmap'))) return false;
    at = vma.end;
  }
  return true;
}
