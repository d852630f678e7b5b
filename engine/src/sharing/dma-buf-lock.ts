// Who may call what with the reservation lock held. Source: drivers/dma-buf/dma-buf.c (6.12),
// "locking convention".

import { reportSleep } from '../contract/sleeping.js';
import type { ResvLock } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { DmaBuf } from '../state/sharing-state.js';
import { putDmaBuf } from './store.js';

/** Every dma-buf function but `get_dma_buf` may sleep. */
export function checkContext(now: Transition): void {
  reportSleep(now, 'dma-buf');
}

/** A function of the kind that needs the lock, or of the kind that takes it. */
export function checkLock(now: Transition, { id, isLocked }: DmaBuf, needs: 'held' | 'free'): void {
  checkContext(now);
  if (needs === 'held' && !isLocked) raise(now, { id: 'RESV_LOCK_REQUIRED', buffer: id });
  if (needs === 'free' && isLocked) raise(now, { id: 'RESV_LOCK_HELD', buffer: id });
}

export function resvLock(state: MachineState, { kind, buffer: id }: ResvLock): StepResult {
  const now = begin(state);
  const buffer = state.sharing.dmaBufs.get(id);
  if (buffer === undefined) return finish(now);
  const isLocked = kind === 'resv-lock';
  if (isLocked) checkLock(now, buffer, 'free');
  putDmaBuf(now, { ...buffer, isLocked });
  return finish(now);
}
