import type { MachineOp } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import type { MachineState } from '../state/machine-state.js';
import { step } from './step.js';

/** One step of a replay; `state` is the machine after it, so stepping back is an index less. */
export interface Frame extends StepResult {
  readonly op: MachineOp;
}

/** An op, or what makes it from the frames so far: addresses are known only once the machine gave them out. */
export type OpSource = MachineOp | ((frames: readonly Frame[]) => MachineOp);

/** Plays ops one after the other and keeps every state; the first frame is the first op's. */
export function play(start: MachineState, ops: Iterable<OpSource>): readonly Frame[] {
  const frames: Frame[] = [];
  let state = start;
  for (const source of ops) {
    const op = typeof source === 'function' ? source(frames) : source;
    const result = step(state, op);
    frames.push({ op, ...result });
    state = result.state;
  }
  return frames;
}
