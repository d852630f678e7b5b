// dma_mmap_* and the end of such a mapping.

import { backendOf } from '../backends/index.js';
import { findRecord } from '../contract/records.js';
import type { GetSgtable, MmapAttrs, Munmap } from '../ops/op.js';
import { codes, type StepResult } from '../ops/step-result.js';
import { begin, finish, raise } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { isInsideBuffer } from '../user/mmap-bounds.js';
import { insertVma, removeVma } from '../user/vma.js';
import { deviceOf } from './devices.js';
import { checkAttrs } from './free-attrs.js';

export function mmapAttrs(state: MachineState, op: MmapAttrs): StepResult {
  const now = begin(state);
  const refused = { kind: 'code', code: codes.ENXIO } as const;
  if (op.cpuAddress === 0) {
    raise(now, { id: 'ALLOC_NULL_UNCHECKED', use: 'mmap' });
    return finish(now, refused);
  }
  const allocation = findRecord(state, op.device, op.address);
  if (allocation?.kind !== 'coherent') return finish(now, refused);
  checkAttrs(now, allocation, op.attrs);
  if (!isInsideBuffer(op.size, op.pageOffset, op.pages)) return finish(now, refused);
  const device = deviceOf(state, op.device);
  const pages = backendOf(device).mmapPages?.(now, device, op, allocation);
  if (pages === undefined) return finish(now, refused);
  const va = insertVma(now, { ...pages, of: allocation.id });
  raise(now, { id: 'USER_MAPPED', of: allocation.id, va, pages: op.pages, type: pages.type });
  return finish(now, { kind: 'user-mapped', va, pages: op.pages });
}

export function munmap(state: MachineState, op: Munmap): StepResult {
  const now = begin(state);
  removeVma(now, op.va, op.size);
  return finish(now);
}

/** The pages behind an allocation, physically adjacent ones joined. */
export function getSgtable(state: MachineState, op: GetSgtable): StepResult {
  const now = begin(state);
  const allocation = findRecord(state, op.device, op.address);
  if (allocation?.kind !== 'coherent') return finish(now, { kind: 'code', code: codes.ENXIO });
  checkAttrs(now, allocation, op.attrs);
  const entries = backendOf(deviceOf(state, op.device)).getSgtable?.(now, allocation, op.attrs);
  return finish(now, entries === undefined ? { kind: 'code', code: codes.ENXIO } : { kind: 'sg-table', entries });
}
