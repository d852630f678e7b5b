import { pageBytes, pageCount } from '../address/align.js';
import { kernelVa, offsetBy, type KernelVa } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import type { KernelMapping, MemoryType } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { addView, removeView } from './alias.js';

/** Linux mm/vmalloc.c (6.12): every area is followed by a page nobody may touch. */
const guardBytes = pageBytes;

/** Maps `runs` one after the other at the lowest free address, or answers `undefined` when space is out. */
export function vmap(now: Transition, runs: readonly PhysRun[], type: MemoryType): KernelVa | undefined {
  const size = runs.reduce((sum, run) => sum + run.length, 0);
  const va = findRoom(now.state, pageCount(size) * pageBytes + guardBytes);
  if (va === undefined) return undefined;
  let at = va;
  for (const run of runs) {
    const mapping: KernelMapping = { va: at, pa: run.start, type };
    change(now, { kernelMap: now.state.kernelMap.set(at, at + run.length, mapping) });
    addView(now, run, { va: at, space: 'kernel', type });
    at = offsetBy(at, run.length);
  }
  return va;
}

export function vunmap(now: Transition, va: KernelVa, size: number): void {
  for (const { start, end, value } of now.state.kernelMap.slices(va, va + size)) {
    removeView(now, { start: value.pa, length: end - start }, value.va);
  }
  change(now, { kernelMap: now.state.kernelMap.clear(va, va + size) });
}

/** Bytes of vmalloc space in use, guard pages included. */
export function vmallocUsed(state: MachineState): number {
  let used = 0;
  let last: number | undefined;
  for (const { start, end } of state.kernelMap) {
    used += end - start;
    if (last !== start) used += guardBytes;
    last = end;
  }
  return used;
}

function findRoom(state: MachineState, size: number): KernelVa | undefined {
  const { vmallocStart, vmallocEnd } = state.platform.memory;
  let candidate: number = vmallocStart;
  for (const { start, end } of state.kernelMap) {
    if (candidate + size <= start) break;
    candidate = end + guardBytes;
  }
  return candidate + size <= vmallocEnd ? kernelVa(candidate) : undefined;
}
