import { boot, type MachineEvent, type MachineState, type OpResult, type Platform, step, type StepId } from '#engine';
import type { PlannedOp } from './planned-op.js';
import type { Plan } from './planner.js';

/** What a plan did on one machine: states, results and events by the position of their op. */
export interface Replay {
  readonly platform: Platform;
  readonly plan: Plan;
  readonly played: readonly PlayedOp[];
}

export interface PlayedOp {
  readonly op: PlannedOp;
  readonly state: MachineState;
  /** `undefined` for an op that could not be made. */
  readonly result: OpResult | undefined;
  readonly events: readonly MachineEvent[];
}

/** One platform that plays any number of plans. */
export interface Machine {
  readonly platform: Platform;
  play(plan: Plan): Replay;
}

/** Plans of one file mostly begin alike, so the states of what was played are kept as a tree by the keys of the ops. */
interface Played {
  readonly state: MachineState;
  readonly result: OpResult | undefined;
  readonly events: readonly MachineEvent[];
  readonly next: Map<string, Played>;
}

/** States share structure; this is some tens of megabytes at most. */
const mostKept = 20_000;

export function createMachine(platform: Platform): Machine {
  let root = freshRoot(platform);
  let kept = 0;
  return {
    platform,
    play(plan) {
      if (kept > mostKept) {
        root = freshRoot(platform);
        kept = 0;
      }
      let at = root;
      const played: PlayedOp[] = [];
      for (const op of plan.ops) {
        let next = at.next.get(op.key);
        if (next === undefined) {
          next = playOne(at.state, op, played);
          at.next.set(op.key, next);
          kept += 1;
        }
        played.push({ op, state: next.state, result: next.result, events: next.events });
        at = next;
      }
      return { platform, plan, played };
    },
  };
}

const freshRoot = (platform: Platform): Played => ({
  state: boot(platform),
  result: undefined,
  events: [],
  next: new Map(),
});

function playOne(state: MachineState, op: PlannedOp, played: readonly PlayedOp[]): Played {
  const made = op.make((position) => played[position]?.result);
  if (made === undefined) return { state, result: undefined, events: [], next: new Map() };
  return { ...step(state, made), next: new Map() };
}

/** The op a machine step was. */
export function opAtStep(replay: Replay, id: StepId): PlannedOp | undefined {
  return replay.played.find(({ state, result }) => result !== undefined && state.step === id)?.op;
}

/** Who wrote memory before a path begins nobody knows, so what the machine says about bytes never written says nothing. */
export function isArtifact({ id }: MachineEvent): boolean {
  return id === 'UNINITIALISED_TO_DEVICE' || id === 'UNDEFINED_READ';
}
