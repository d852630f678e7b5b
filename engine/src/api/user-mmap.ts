// What happens around a driver's mmap handler, and what it can ask.

import { offsetBy } from '../address/spaces.js';
import { pageBytes } from '../address/align.js';
import { backendOf } from '../backends/index.js';
import { dataPage, dmaPgprot } from '../memory/pgprot.js';
import type { CanMmap, DmaPgprot, InsertPage, ResetPageOffset, SetVmaFlags, UserMmap, UserMmapEnd } from '../ops/op.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { insertPages, withFlags } from '../user/insert.js';
import { changeUser, createVma, findVma, replaceVma, vmaPages } from '../user/mm.js';
import { unmapRange } from '../user/unmap.js';
import { deviceOf } from './devices.js';

export function userMmap(state: MachineState, op: UserMmap): StepResult {
  const now = begin(state);
  const vma = createVma(now, { ...op, isAnonymous: false });
  changeUser(now, { handling: vma.start });
  return finish(now, { kind: 'user-mapped', va: vma.start, pages: op.pages });
}

export function userMmapEnd(state: MachineState, { vma: va, result }: UserMmapEnd): StepResult {
  const now = begin(state);
  changeUser(now, { handling: undefined });
  const vma = findVma(state, va);
  if (vma !== undefined && result === 'refused') unmapRange(now, state.user.current, vma.start, vma.end);
  return finish(now);
}

export function resetPageOffset(state: MachineState, op: ResetPageOffset): StepResult {
  const now = begin(state);
  const vma = findVma(state, op.vma);
  if (vma !== undefined) replaceVma(now, { ...vma, pageOffset: 0 });
  return finish(now);
}

export function setVmaFlags(state: MachineState, op: SetVmaFlags): StepResult {
  const now = begin(state);
  const vma = findVma(state, op.vma);
  if (vma !== undefined) replaceVma(now, { ...vma, flags: withFlags(vma.flags, op.flags) });
  return finish(now);
}

/** `vmf_insert_page` in a fault handler, which needs no mmap handler around it. */
export function insertPage(state: MachineState, { vma: va, index, page, type }: InsertPage): StepResult {
  const now = begin(state);
  const vma = findVma(state, va);
  if (vma === undefined || vmaPages(vma) <= index) return finish(now, returned(codes.EFAULT));
  const runs = [{ start: page, length: pageBytes }];
  const of = state.mappedBytes.at(page)?.find((id) => state.mappings.get(id)?.kind !== 'streaming');
  const at = offsetBy(vma.start, index * pageBytes);
  return finish(now, returned(insertPages(now, vma, { runs, type, of, insertion: 'page' }, at)));
}

/** `dma_can_mmap` */
export function canMmap(state: MachineState, op: CanMmap): StepResult {
  const failed = backendOf(deviceOf(state, op.device)).mmapPages === undefined;
  return finish(begin(state), { kind: 'error-flag', failed });
}

/** `dma_pgprot` of an ordinary user page. */
export function askDmaPgprot(state: MachineState, { device, attrs }: DmaPgprot): StepResult {
  const prot = dmaPgprot(state.platform, deviceOf(state, device), dataPage('user', 'write-alloc'), attrs);
  return finish(begin(state), { kind: 'memory-type', type: prot.type });
}
