// Who owns which bytes of memory: buffers, allocations, their names.

import { physAddr, type PhysAddr } from '../address/spaces.js';
import { change, newObjectId, type Transition } from '../ops/transition.js';
import type { Neighbor } from '../ops/event-hazard.js';
import type { ObjectId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { MemoryObject, PhysRun } from '../state/memory-object.js';

export function addObject(now: Transition, about: Omit<MemoryObject, 'id' | 'allocatedAt'>): MemoryObject {
  const object: MemoryObject = { ...about, id: newObjectId(now), allocatedAt: now.state.step };
  let { owners, freed } = now.state;
  for (const { start, length } of object.runs) {
    owners = owners.set(start, start + length, object.id);
    freed = freed.clear(start, start + length);
  }
  change(now, { owners, freed, objects: now.state.objects.set(object.id, object) });
  return object;
}

export function removeObject(now: Transition, object: MemoryObject): void {
  let { owners, freed, parts } = now.state;
  const gone = { object, step: now.state.step };
  for (const { start, length } of object.runs) {
    owners = owners.clear(start, start + length);
    parts = parts.clear(start, start + length);
    freed = freed.set(start, start + length, gone);
  }
  change(now, { owners, freed, parts, objects: now.state.objects.delete(object.id) });
}

export function objectAt(state: MachineState, pa: PhysAddr): MemoryObject | undefined {
  const id = state.owners.at(pa);
  return id === undefined ? undefined : state.objects.get(id);
}

/** Every object with bytes in `run`. */
export function ownersOf(state: MachineState, { start, length }: PhysRun): readonly ObjectId[] {
  return state.owners.slices(start, start + length).map((slice) => slice.value);
}

/** The bytes of [start, end) that belong to something else than this object, or to another part of it. */
export function findNeighbor(
  state: MachineState,
  start: number,
  end: number,
  own: { readonly object: ObjectId | undefined; readonly part: string | undefined },
): Neighbor | undefined {
  for (const slice of state.owners.slices(start, end)) {
    for (const piece of state.parts.sections(slice.start, slice.end, undefined)) {
      const isOther = slice.value !== own.object || (piece.value !== undefined && piece.value !== own.part);
      if (!isOther) continue;
      const name = piece.value ?? state.objects.get(slice.value)?.name ?? 'memory';
      return { name, bytes: { start: physAddr(piece.start), length: piece.end - piece.start } };
    }
  }
  return undefined;
}

/** What the bytes at `pa` are called. */
export function nameAt(state: MachineState, pa: PhysAddr): string {
  return state.parts.at(pa) ?? objectAt(state, pa)?.name ?? state.freed.at(pa)?.object.name ?? 'unallocated memory';
}
