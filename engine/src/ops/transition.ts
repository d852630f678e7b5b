import { copyState } from '../state/copy-state.js';
import type { MachineState } from '../state/machine-state.js';
import {
  mapId,
  mmId,
  objectId,
  poolId,
  sharedId,
  type MapId,
  type MmId,
  type ObjectId,
  type PoolId,
  type SharedId,
} from '../state/ids.js';
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
  now.state = Object.assign(copyState(now.state), part);
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

export function newSharedId(now: Transition): SharedId {
  return sharedId(nextId(now));
}

export function newMmId(now: Transition): MmId {
  return mmId(nextId(now));
}

/** Does another op as part of this step, as one kernel function calls another. */
export function perform<Op>(now: Transition, handler: (state: MachineState, op: Op) => StepResult, op: Op): OpResult {
  const { state, result, events } = handler(now.state, op);
  now.state = state;
  now.events.push(...events);
  return result;
}

export function newPoolId(now: Transition): PoolId {
  return poolId(nextId(now));
}

function nextId(now: Transition): number {
  const id = now.state.nextId;
  change(now, { nextId: id + 1 });
  return id;
}
