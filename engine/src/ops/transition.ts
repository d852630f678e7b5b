import type { MachineState } from '../state/machine-state.js';
import { mapId, objectId, type MapId, type ObjectId } from '../state/ids.js';
import type { MachineEvent } from './event.js';
import { nothing, type OpResult, type StepResult } from './step-result.js';

/**
 * One step in the making: the newest state and the events so far. It lives inside `step` and is the
 * only thing the engine changes in place; the states it passes through are values.
 */
export interface Transition {
  state: MachineState;
  readonly events: MachineEvent[];
}

export function begin(state: MachineState): Transition {
  return { state, events: [] };
}

export function finish({ state, events }: Transition, result: OpResult = nothing): StepResult {
  return { state, result, events };
}

export function change(now: Transition, part: Partial<MachineState>): void {
  now.state = { ...now.state, ...part };
}

export function raise(now: Transition, event: MachineEvent): void {
  now.events.push(event);
}

export function newMapId(now: Transition): MapId {
  return mapId(nextId(now));
}

export function newObjectId(now: Transition): ObjectId {
  return objectId(nextId(now));
}

function nextId(now: Transition): number {
  const id = now.state.nextId;
  change(now, { nextId: id + 1 });
  return id;
}
