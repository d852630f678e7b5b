// What is said of a resource that ran out: how much is left, and who has the rest.

import { offsetBy } from '../address/spaces.js';
import { roomBetween } from '../memory/areas.js';
import type { Holder, Shortage } from '../ops/event-context.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';

/** More would not fit a sentence. */
const maxHolders = 3;

/** Of an area of memory set aside; an area that is missing has nothing. */
export function shortageOfArea(state: MachineState, name: string, bytes: number): Shortage {
  const area = state.areas.get(name);
  if (area === undefined) return { bytes, free: 0, largestHole: 0, holders: [] };
  const { start, end, taken } = area;
  const runs = taken.slices(start, end).map((slice): PhysRun => {
    return { start: slice.start as PhysRun['start'], length: slice.end - slice.start };
  });
  return { bytes, ...roomBetween(taken, start, end), holders: holdersAt(state, runs) };
}

/** Of address space for kernel mappings. */
export function shortageOfVmalloc(state: MachineState, bytes: number): Shortage {
  const holes = [...state.vmallocFree].map(([start, end]) => end - start);
  const { vmallocStart, vmallocEnd } = state.platform.memory;
  const mapped = state.kernelMap.slices(vmallocStart, vmallocEnd);
  return {
    bytes,
    free: holes.reduce((sum, hole) => sum + hole, 0),
    largestHole: Math.max(0, ...holes),
    holders: holdersAt(
      state,
      mapped.map(({ start, end, value }) => ({ start: offsetBy(value.pa, start - value.va), length: end - start })),
    ),
  };
}

/** Who has bytes of these runs, by name, most first. */
export function holdersAt(state: MachineState, runs: readonly PhysRun[]): readonly Holder[] {
  const byName = new Map<string, number>();
  for (const { start, length } of runs) {
    for (const slice of state.owners.slices(start, start + length)) {
      const name = state.objects.get(slice.value)?.name ?? 'memory';
      byName.set(name, (byName.get(name) ?? 0) + slice.end - slice.start);
    }
  }
  return [...byName]
    .map(([name, bytes]): Holder => ({ name, bytes }))
    .sort((one, other) => other.bytes - one.bytes || (one.name < other.name ? -1 : 1))
    .slice(0, maxHolders);
}
