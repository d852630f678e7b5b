// Loads and stores of user code.

import { alignDown, pageBytes } from '../address/align.js';
import { offsetBy, type UserVa } from '../address/spaces.js';
import { checkQueued } from '../contract/sharing-checks.js';
import { accessRun } from '../cpu/access.js';
import { translateUser, userMappingsIn } from '../cpu/translate.js';
import type { UserAccess } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { currentMm, type UserMapping } from '../state/user-state.js';
import { mapAnonymousPage, takeAnonymousPage } from './anonymous.js';
import { findVma } from './mm.js';
import { forgetPages } from './unmap.js';

export function userAccess(state: MachineState, op: UserAccess): StepResult {
  const now = begin(state);
  const access = op.kind === 'user-load' ? 'load' : 'store';
  const needed = access === 'load' ? 'read' : 'write';
  const vma = findVma(state, op.va);
  if (vma !== undefined && !vma.flags.includes(needed)) {
    raise(now, { id: 'CPU_PERMISSION_FAULT', va: op.va, access });
    return finish(now);
  }
  if (access === 'store') copyBeforeWrite(now, op);
  const translation = translateUser(now.state, op.va, op.size);
  if (translation.kind === 'fault') {
    raise(now, { id: 'CPU_TRANSLATION_FAULT', va: translation.va });
    return finish(now);
  }
  reportFreedBacking(now, op);
  for (const run of translation.runs) {
    checkQueued(now, run, access, 'user');
    accessRun(now, run, access);
  }
  return finish(now);
}

/** Private pages that were shared until now: the one who stores gets a copy. Linux mm/memory.c (6.12), do_wp_page. */
function copyBeforeWrite(now: Transition, { va, size }: UserAccess): void {
  for (let page = alignDown(va, pageBytes); page < va + size; page = offsetBy(page, pageBytes)) {
    const mapping = currentMm(now.state.user).pages.at(page);
    if (mapping?.copyOnWrite === true) copyPage(now, page, mapping);
  }
}

function copyPage(now: Transition, va: UserVa, old: UserMapping): void {
  const copy = takeAnonymousPage(now);
  if (copy === undefined) return;
  const from: PhysRun = { start: offsetBy(old.pa, va - old.va), length: pageBytes };
  mapAnonymousPage(now, va, copy, old.type);
  forgetPages(now, now.state.user.current, old, from);
}

function reportFreedBacking(now: Transition, { va, size }: UserAccess): void {
  const { mappings, freed, step } = now.state;
  for (const { of, insertion, pa } of userMappingsIn(now.state, va, size)) {
    const isBacked = of === undefined ? freed.at(pa) === undefined : mappings.has(of);
    if (isBacked) continue;
    const freedAt = freed.at(pa)?.step ?? step;
    const id = insertion === 'pfn' ? 'USER_MAPPING_OF_FREED_PAGE' : 'USE_AFTER_FREE_VISIBLE';
    raise(now, { id, va, of, freedAt });
  }
}
