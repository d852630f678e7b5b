// One frame under several types. Linux leaves a cacheable linear mapping behind most coherent
// allocations; on ARMv6 and later two types for one frame are unpredictable by architecture.

import { physAddr, type PhysAddr } from '../address/spaces.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { FrameView, MemoryType } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { isLowmem, physToKernel } from './linear-map.js';
import { isCacheable } from './memory-types.js';

/** All ways to reach the frame at `pa`, the linear map first. */
export function viewsOf(state: MachineState, pa: PhysAddr): readonly FrameView[] {
  const others = state.views.at(pa) ?? [];
  if (!isLowmem(state.platform, pa)) return others;
  const type = state.linearTypes.at(pa) ?? 'write-alloc';
  return [{ va: physToKernel(state.platform, pa), space: 'kernel', type }, ...others];
}

/** A view of the frame whose type does not go together with `type`. */
export function conflictingView(state: MachineState, pa: PhysAddr, type: MemoryType): FrameView | undefined {
  return viewsOf(state, pa).find((view) => view.type !== type);
}

/** Whether the CPU may load the line on its own: any cacheable view is enough. */
export function hasCacheableView(state: MachineState, pa: PhysAddr): boolean {
  return viewsOf(state, pa).some((view) => isCacheable(view.type));
}

/** Adds a view of `run`; `view.va` is the address of its first byte. Says so when types now differ. */
export function addView(now: Transition, run: PhysRun, view: FrameView): void {
  const existing = conflictingView(now.state, run.start, view.type);
  if (existing !== undefined) raise(now, { id: 'ATTRIBUTE_ALIAS_MAPPING', bytes: run, existing, added: view });
  let views = now.state.views;
  for (const { start, end, value } of views.sections(run.start, run.start + run.length, noViews)) {
    views = views.set(start, end, [...value, view]);
  }
  change(now, { views });
}

export function removeView(now: Transition, run: PhysRun, va: FrameView['va']): void {
  let views = now.state.views;
  for (const { start, end, value } of views.slices(run.start, run.start + run.length)) {
    const left = value.filter((view) => view.va !== va);
    views = left.length === 0 ? views.clear(start, end) : views.set(start, end, left);
  }
  change(now, { views });
}

/** Parts of a range with one answer to "is there a view of another type", ascending. */
export function viewBoundaries(state: MachineState, run: PhysRun): readonly PhysRun[] {
  const end = run.start + run.length;
  const runs: PhysRun[] = [];
  for (const outer of state.views.sections(run.start, end, noViews)) {
    for (const inner of state.linearTypes.sections(outer.start, outer.end, undefined)) {
      runs.push({ start: physAddr(inner.start), length: inner.end - inner.start });
    }
  }
  return runs;
}

const noViews: readonly FrameView[] = [];
