// What a process has mapped. One process is enough: the hazards of DMA memory are per frame.

import { offsetBy, userVa, type UserVa } from '../address/spaces.js';
import { addView, removeView } from '../memory/alias.js';
import { change, type Transition } from '../ops/transition.js';
import type { UserMapping } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';

/** An engine choice: user mappings grow upwards from here. */
const firstUserVa = userVa(0x10000000);

export interface NewVma extends Pick<UserMapping, 'type' | 'of' | 'insertion'> {
  readonly runs: readonly PhysRun[];
}

/** Maps the runs one after the other behind every mapping there is, and answers where. */
export function insertVma(now: Transition, { runs, type, of, insertion }: NewVma): UserVa {
  const va = nextFree(now.state);
  let at = va;
  for (const run of runs) {
    const mapping: UserMapping = { va: at, pa: run.start, type, of, insertion };
    change(now, { userMap: now.state.userMap.set(at, at + run.length, mapping) });
    addView(now, run, { va: at, space: 'user', type });
    at = offsetBy(at, run.length);
  }
  return va;
}

export function removeVma(now: Transition, va: UserVa, size: number): void {
  for (const { start, end, value } of now.state.userMap.slices(va, va + size)) {
    removeView(now, { start: offsetBy(value.pa, start - value.va), length: end - start }, value.va);
  }
  change(now, { userMap: now.state.userMap.clear(va, va + size) });
}

function nextFree(state: MachineState): UserVa {
  let next = firstUserVa;
  for (const { end } of state.userMap) next = userVa(end);
  return next;
}
