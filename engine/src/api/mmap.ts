// dma_mmap_*: DMA memory into a VMA, which is checked in the same order as in Linux.

import type { UserVa } from '../address/spaces.js';
import { type MmapPages as BackendPages, sliceRuns } from '../backends/backend.js';
import { backendOf } from '../backends/index.js';
import { pageBytes } from '../address/align.js';
import { findRecord } from '../contract/records.js';
import type { GetSgtable, MmapAttrs, MmapPages, MmapVma } from '../ops/op.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord } from '../state/map-record.js';
import type { Vma } from '../state/user-state.js';
import { insertPages } from '../user/insert.js';
import { changeUser, createVma, findVma, vmaPages } from '../user/mm.js';
import { isInsideBuffer } from '../user/mmap-bounds.js';
import { unmapRange } from '../user/unmap.js';
import { deviceOf } from './devices.js';
import { checkAttrs } from './free-attrs.js';

/** The whole of an mmap(2) that a driver serves with `dma_mmap_attrs`. */
export function mmapAttrs(state: MachineState, op: MmapAttrs): StepResult {
  const now = begin(state);
  const { pages, pageOffset } = op;
  const vma = createVma(now, {
    pages,
    pageOffset,
    offsetMeans: 'offset',
    isAnonymous: false,
    access: ['read', 'write'],
    isShared: true,
  });
  changeUser(now, { handling: vma.start });
  const code = mmapCoherent(now, op, vma);
  changeUser(now, { handling: state.user.handling });
  if (code === 0) return finish(now, { kind: 'user-mapped', va: vma.start, pages });
  unmapRange(now, now.state.user.current, vma.start, vma.end);
  return finish(now, returned(code));
}

export function mmapVma(state: MachineState, op: MmapVma): StepResult {
  return intoVma(state, op.vma, (now, vma) => mmapCoherent(now, op, vma));
}

/** `dma_mmap_pages`, `dma_mmap_noncontiguous`: cached memory with the protection the VMA has. */
export function mmapPages(state: MachineState, op: MmapPages): StepResult {
  return intoVma(state, op.vma, (now, vma) => mmapCached(now, op, vma));
}

function intoVma(state: MachineState, va: UserVa, map: (now: Transition, vma: Vma) => number): StepResult {
  const now = begin(state);
  const vma = findVma(state, va);
  return finish(now, returned(vma === undefined ? codes.ENXIO : map(now, vma)));
}

type CoherentMmap = Pick<MmapAttrs, 'device' | 'cpuAddress' | 'address' | 'size' | 'attrs'>;

/** `dma_mmap_attrs`. Answers 0 or a negative errno. */
export function mmapCoherent(now: Transition, call: CoherentMmap, vma: Vma): number {
  reportLock(now, vma);
  if (call.cpuAddress === 0) {
    raise(now, { id: 'ALLOC_NULL_UNCHECKED', use: 'mmap' });
    return codes.ENXIO;
  }
  const allocation = findRecord(now.state, call.device, call.address);
  if (allocation?.kind !== 'coherent') return codes.ENXIO;
  checkAttrs(now, allocation, call.attrs);
  reportCookie(now, vma);
  const { pageOffset } = vma;
  const pages = vmaPages(vma);
  if (!isInsideBuffer(call.size, pageOffset, pages)) return codes.ENXIO;
  const { device: id, cpuAddress, address, size, attrs } = call;
  const op: MmapAttrs = { kind: 'mmap-attrs', device: id, cpuAddress, address, size, attrs, pageOffset, pages };
  const device = deviceOf(now.state, id);
  const found = backendOf(device).mmapPages?.(now, device, op, allocation);
  return found === undefined ? codes.ENXIO : insert(now, vma, found, allocation);
}

/** Linux kernel/dma/mapping.c (6.12), `dma_mmap_pages` and `dma_mmap_noncontiguous`. */
export function mmapCached(
  now: Transition,
  { kind, device: id, allocation, size }: Omit<MmapPages, 'vma'>,
  vma: Vma,
): number {
  reportLock(now, vma);
  const record = now.state.mappings.get(allocation);
  if (record === undefined) return codes.ENXIO;
  reportCookie(now, vma);
  const pages = vmaPages(vma);
  if (!isInsideBuffer(size, vma.pageOffset, pages)) return codes.ENXIO;
  const isPageList =
    kind === 'mmap-noncontiguous' && backendOf(deviceOf(now.state, id)).allocNoncontiguous !== undefined;
  const runs = sliceRuns(record.runs, vma.pageOffset * pageBytes, pages * pageBytes);
  return insert(now, vma, { runs, type: 'write-alloc', insertion: isPageList ? 'page' : 'pfn' }, record);
}

function insert(now: Transition, vma: Vma, pages: BackendPages, { id }: MapRecord): number {
  const code = insertPages(now, vma, { ...pages, of: id });
  if (code !== 0) return code;
  raise(now, { id: 'USER_MAPPED', of: id, va: vma.start, pages: vmaPages(vma), type: pages.type });
  return 0;
}

/** A VMA may only be filled while the handler that mmap(2) called runs. */
export function reportLock(now: Transition, { start }: Vma): void {
  if (now.state.user.handling !== start) raise(now, { id: 'MMAP_LOCK_REQUIRED', va: start });
}

/** A buffer's number in the offset is taken for an offset into the buffer. */
function reportCookie(now: Transition, { start, offsetMeans, pageOffset }: Vma): void {
  if (offsetMeans === 'cookie' && pageOffset !== 0) {
    raise(now, { id: 'MMAP_OFFSET_NOT_RESET', va: start, pageOffset });
  }
}

/** The pages behind an allocation, physically adjacent ones joined. */
export function getSgtable(state: MachineState, op: GetSgtable): StepResult {
  const now = begin(state);
  const allocation = findRecord(state, op.device, op.address);
  if (allocation?.kind !== 'coherent') return finish(now, returned(codes.ENXIO));
  checkAttrs(now, allocation, op.attrs);
  if (allocation.allocator === 'device-pool') raise(now, { id: 'SGTABLE_WITHOUT_PAGES', allocation });
  const entries = backendOf(deviceOf(state, op.device)).getSgtable?.(now, allocation, op.attrs);
  return finish(now, entries === undefined ? returned(codes.ENXIO) : { kind: 'sg-table', entries });
}
