import { alignUp, pageBytes } from '../address/align.js';
import { kernelVa, offsetBy, type KernelVa } from '../address/spaces.js';
import { type FreeRuns, freeRun, giveBack, lowestFit, takeOut } from '../data/free-runs.js';
import { change, type Transition } from '../ops/transition.js';
import type { Platform } from '../platforms/platform.js';
import type { KernelMapping, MemoryType } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { addView, removeView } from './alias.js';

/** Linux mm/vmalloc.c (6.12): every area is followed by a page nobody may touch. */
const guardBytes = pageBytes;

/** Maps `runs` one after the other at the lowest free address, or answers `undefined` when space is out. */
export function vmap(now: Transition, runs: readonly PhysRun[], type: MemoryType): KernelVa | undefined {
  const size = runs.reduce((sum, run) => sum + run.length, 0);
  const va = takeArea(now, size);
  if (va !== undefined) mapKernel(now, va, runs, type);
  return va;
}

/** Maps `runs` one after the other from `va` on, which is free. */
export function mapKernel(now: Transition, va: KernelVa, runs: readonly PhysRun[], type: MemoryType): void {
  let at = va;
  for (const run of runs) {
    const mapping: KernelMapping = { va: at, pa: run.start, type };
    change(now, { kernelMap: now.state.kernelMap.set(at, at + run.length, mapping) });
    addView(now, run, { va: at, space: 'kernel', type });
    at = offsetBy(at, run.length);
  }
}

export function vunmap(now: Transition, va: KernelVa, size: number): void {
  unmapKernel(now, va, size);
  returnArea(now, va, size);
}

export function unmapKernel(now: Transition, va: KernelVa, size: number): void {
  for (const { start, end, value } of now.state.kernelMap.slices(va, va + size)) {
    removeView(now, { start: value.pa, length: end - start }, value.va);
  }
  change(now, { kernelMap: now.state.kernelMap.clear(va, va + size) });
}

/** Bytes of vmalloc space in use, guard pages included. */
export function vmallocUsed({ platform, vmallocFree }: MachineState): number {
  const { vmallocStart, vmallocEnd } = platform.memory;
  let used = vmallocEnd - vmallocStart;
  for (const [start, end] of vmallocFree) used -= end - start;
  return used;
}

/** Room for `size` bytes and the guard page, with nothing mapped there, or `undefined` when there is none. */
export function takeArea(now: Transition, size: number): KernelVa | undefined {
  const length = areaBytes(size);
  const start = lowestFit(now.state.vmallocFree, {
    length,
    fit: (from, to) => (from + length <= to ? from : undefined),
  });
  if (start === undefined) return undefined;
  change(now, { vmallocFree: takeOut(now.state.vmallocFree, start, start + length) });
  return kernelVa(start);
}

/** Undoes `takeArea`. */
export function returnArea(now: Transition, va: KernelVa, size: number): void {
  change(now, { vmallocFree: giveBack(now.state.vmallocFree, va, va + areaBytes(size)) });
}

function areaBytes(size: number): number {
  return alignUp(size, pageBytes) + guardBytes;
}

/** The whole of vmalloc space, or what is left of it around the memory at `used`. */
export function freshVmalloc(
  { memory }: Platform,
  used: { readonly va: KernelVa; readonly length: number } | undefined,
): FreeRuns {
  const all = freeRun(memory.vmallocStart, memory.vmallocEnd);
  return used === undefined ? all : takeOut(all, used.va, used.va + areaBytes(used.length));
}
