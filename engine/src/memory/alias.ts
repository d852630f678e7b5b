// One frame under several types. Linux leaves a cacheable linear mapping behind most coherent
// allocations; on ARMv6 and later two types for one frame are unpredictable by architecture.

import { offsetBy, physAddr, type PhysAddr } from '../address/spaces.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { Platform } from '../platforms/platform.js';
import type { AliasIndex } from '../state/cache-level.js';
import type { FrameView, MemoryType } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { aliasedAddress, aliasIndex } from './alias-index.js';
import { isLowmem, physToKernel } from './linear-map.js';
import { isCacheable } from './memory-types.js';

/** All ways to reach the frame at `pa`, the linear map first. */
export function viewsOf(state: MachineState, pa: PhysAddr): readonly FrameView[] {
  const others = state.views.at(pa) ?? [];
  if (!isLowmem(state.platform, pa)) return others;
  const type = state.linearTypes.at(pa) ?? 'write-alloc';
  if (type === 'unmapped') return others;
  return [{ va: physToKernel(state.platform, pa), pa, space: 'kernel', type }, ...others];
}

/** A view of the frame whose type does not go together with `type`. */
export function conflictingView(state: MachineState, pa: PhysAddr, type: MemoryType): FrameView | undefined {
  return viewsOf(state, pa).find((view) => view.type !== type);
}

/** Where the CPU may load the line of `pa` on its own: any cacheable view is enough. */
export function cacheableIndexes(state: MachineState, pa: PhysAddr): ReadonlySet<AliasIndex> {
  const cacheable = viewsOf(state, pa).filter((view) => isCacheable(view.type));
  return new Set(cacheable.map((view) => indexOfView(state.platform, view)));
}

/** Adds a view of `run`; `added.va` is the address of its first byte. Says so when types or colors now differ. */
export function addView(now: Transition, run: PhysRun, added: Omit<FrameView, 'pa'>): void {
  const view: FrameView = { ...added, pa: run.start };
  const existing = conflictingView(now.state, run.start, view.type);
  if (existing !== undefined) raise(now, { id: 'ATTRIBUTE_ALIAS_MAPPING', bytes: run, existing, added: view });
  reportColors(now, run, view);
  let views = now.state.views;
  for (const { start, end, value } of views.sections(run.start, run.start + run.length, noViews)) {
    views = views.set(start, end, [...value, view]);
  }
  change(now, { views });
}

/**
 * Two cacheable addresses of a page that the cache tells apart. The kernel's own second mappings do
 * not count: it flushes them itself, or nobody uses the linear one meanwhile.
 */
function reportColors(now: Transition, run: PhysRun, view: FrameView): void {
  const { platform } = now.state;
  if (view.space === 'kernel' || !isCacheable(view.type)) return;
  const index = indexOfView(platform, view);
  const other = viewsOf(now.state, run.start).find((it) => {
    return isCacheable(it.type) && indexOfView(platform, it) !== index;
  });
  if (other === undefined) return;
  const existing = aliasedAddress(platform, offsetBy(other.va, run.start - other.pa));
  raise(now, { id: 'VIPT_COLOUR_ALIAS', bytes: run, existing, added: aliasedAddress(platform, view.va) });
}

/** Which copies of the innermost cache a view meets. */
export function indexOfView(platform: Platform, { va, pa }: FrameView): AliasIndex {
  return aliasIndex(platform, va, pa);
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
