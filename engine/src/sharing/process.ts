// Processes: their start, their turn on the CPU, and what ends with them.

import { flushForNewMm } from '../cpu/flush.js';
import type { ExitMm, ForkMm, Munmap, SwitchMm } from '../ops/op.js';
import { alignUp, pageBytes } from '../address/align.js';
import { offsetBy, userVa } from '../address/spaces.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { forkMm } from '../user/fork.js';
import { changeUser, mmOf } from '../user/mm.js';
import { unmapUser } from './holders.js';

export function fork(state: MachineState, _op: ForkMm): StepResult {
  const now = begin(state);
  flushForNewMm(now);
  return finish(now, { kind: 'mm', mm: forkMm(now) });
}

export function switchMm(state: MachineState, { mm }: SwitchMm): StepResult {
  const now = begin(state);
  if (mm !== state.user.current) flushForNewMm(now);
  changeUser(now, { current: mm });
  return finish(now);
}

/** munmap(2) takes whole pages. */
export function munmap(state: MachineState, { va, size }: Munmap): StepResult {
  const now = begin(state);
  unmapUser(now, state.user.current, va, offsetBy(va, alignUp(size, pageBytes)));
  return finish(now);
}

export function exitMm(state: MachineState, { mm }: ExitMm): StepResult {
  const now = begin(state);
  const last = mmOf(state, mm).vmas.values().at(-1);
  if (last !== undefined) unmapUser(now, mm, userVa(0), last.end);
  changeUser(now, { mms: now.state.user.mms.delete(mm) });
  return finish(now);
}
