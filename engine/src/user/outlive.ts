import { raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';

/** Memory goes back to the kernel: says which processes still see it. */
export function reportOutliving(now: Transition, runs: readonly PhysRun[]): void {
  if (!runs.some((run) => isSeenByUser(now.state, run))) return;
  for (const { pages } of now.state.user.mms.values()) {
    for (const { start: at, end, value } of pages) {
      const start = value.pa + (at - value.va);
      const isSeen = runs.some((run) => run.start < start + (end - at) && start < run.start + run.length);
      if (!isSeen) continue;
      const { va, of, insertion } = value;
      raise(now, { id: 'VMA_OUTLIVES_BUFFER', va, of, insertion });
    }
  }
}

function isSeenByUser({ views }: MachineState, { start, length }: PhysRun): boolean {
  return views.slices(start, start + length).some(({ value }) => value.some(({ space }) => space === 'user'));
}
