// Memory that belongs to a process: freed with its last reference.

import { pageBytes } from '../address/align.js';
import { bytes, offsetBy, type UserVa } from '../address/spaces.js';
import { zeroMemory } from '../cache/operations.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { addObject } from '../memory/objects.js';
import { giveUpFrames } from '../memory/page-references.js';
import type { AllocateUser } from '../ops/op.js';
import { type StepResult } from '../ops/step-result.js';
import { begin, finish, type Transition } from '../ops/transition.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { mapRun } from './insert.js';
import { createVma } from './mm.js';

export function allocateUser(state: MachineState, { pages, layout }: AllocateUser): StepResult {
  const now = begin(state);
  // Linux mm/util.c (6.12), __vm_enough_memory: nobody may ask for more than all of RAM.
  if (state.platform.memory.ramBytes < pages * pageBytes) return finish(now, { kind: 'out-of-memory' });
  const runs = takePages(now, pages);
  if (runs.length < pages) {
    for (const { start } of runs) returnFrames(now, start, 1);
    return finish(now, { kind: 'out-of-memory' });
  }
  const { start } = createVma(now, {
    pages,
    pageOffset: 0,
    offsetMeans: 'offset',
    isAnonymous: true,
    access: ['read', 'write'],
    isShared: false,
  });
  // Pages come in ascending order; the other way round no neighbor is the next one.
  const ordered = layout === 'scattered' ? runs.toReversed() : runs;
  for (const [index, run] of ordered.entries()) {
    mapAnonymousPage(now, offsetBy(start, index * pageBytes), run, 'write-alloc');
  }
  return finish(now, { kind: 'user-mapped', va: start, pages });
}

function takePages(now: Transition, pages: number): readonly PhysRun[] {
  const runs: PhysRun[] = [];
  while (runs.length < pages) {
    const run = takeAnonymousPage(now);
    if (run === undefined) break;
    runs.push(run);
  }
  return runs;
}

/** A zeroed page, from highmem where there is any. */
export function takeAnonymousPage(now: Transition): PhysRun | undefined {
  const start = takeFrames(now, 'highmem', 1) ?? takeFrames(now, 'normal', 1);
  if (start === undefined) return undefined;
  zeroMemory(now, start, start + pageBytes);
  return { start, length: pageBytes };
}

/** From here on the page lives as long as anybody refers to it. */
export function mapAnonymousPage(now: Transition, va: UserVa, run: PhysRun, type: MemoryType): void {
  addObject(now, { name: 'user page', region: 'user', size: bytes(pageBytes), va: undefined, runs: [run] });
  mapRun(now, va, run, { type, of: undefined, insertion: 'page', copyOnWrite: false });
  giveUpFrames(now, run);
}
