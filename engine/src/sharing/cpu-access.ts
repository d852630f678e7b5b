// The CPU's turn with a dma-buf: brackets around accesses, mappings for kernel and user space.
// Source: drivers/dma-buf/dma-buf.c (6.12).

import { syncSg } from '../api/sync.js';
import { mapsOf } from '../contract/sharing-checks.js';
import type { DmaBufCpuAccess, DmaBufMmap, DmaBufSyncIoctl, DmaBufVmap, DmaBufVunmap } from '../ops/op.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish, perform, raise, type Transition } from '../ops/transition.js';
import type { MapId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { Direction, Owner } from '../state/map-record.js';
import type { DmaBuf } from '../state/sharing-state.js';
import { pageBytes } from '../address/align.js';
import { findVma, replaceVma, vmaPages } from '../user/mm.js';
import { checkLock } from './dma-buf-lock.js';
import { kernelAddressOf, mapUser } from './memory.js';
import { attachmentsOf, putDmaBuf } from './store.js';

export function dmaBufCpuAccess(state: MachineState, op: DmaBufCpuAccess): StepResult {
  const now = begin(state);
  const buffer = state.sharing.dmaBufs.get(op.buffer);
  if (buffer === undefined) return finish(now, returned(codes.EINVAL));
  if (op.kind === 'dma-buf-begin-cpu-access') openBracket(now, buffer, op.direction);
  else closeBracket(now, buffer, op.direction);
  return finish(now, returned(0));
}

function openBracket(now: Transition, buffer: DmaBuf, direction: Direction): void {
  checkLock(now, buffer, 'free');
  if (buffer.exporter.methods.includes('begin-cpu-access')) syncBuffer(now, buffer, 'cpu', direction);
  putDmaBuf(now, { ...buffer, brackets: [...buffer.brackets, direction] });
}

function closeBracket(now: Transition, buffer: DmaBuf, direction: Direction): void {
  checkLock(now, buffer, 'free');
  if (buffer.exporter.methods.includes('end-cpu-access')) syncBuffer(now, buffer, 'device', direction);
  const same = buffer.brackets.lastIndexOf(direction);
  const opened = buffer.brackets.at(same);
  if (opened === undefined) {
    raise(now, { id: 'BRACKET_UNBALANCED', buffer: buffer.id, because: 'end without begin' });
    return;
  }
  if (opened !== direction) raise(now, { id: 'BRACKET_DIRECTION', buffer: buffer.id, opened, used: direction });
  putDmaBuf(now, { ...buffer, brackets: buffer.brackets.toSpliced(same, 1) });
}

/** What the exporter's method does. */
function syncBuffer(now: Transition, buffer: DmaBuf, to: Owner, direction: Direction): void {
  const { syncs } = buffer.exporter;
  if (syncs === 'own mapping') {
    const source = now.state.sharing.memories.get(buffer.memory)?.source;
    const record = source?.kind === 'pages' ? now.state.mappings.get(source.list) : undefined;
    if (record?.kind === 'sg') syncList(now, record.id, to, record.direction);
  } else if (syncs === 'attachments') {
    const lists = attachmentsOf(now.state, buffer.id).flatMap(mapsOf);
    for (const list of new Set(lists.map((map) => map.list))) syncList(now, list, to, direction);
  }
}

/** `dma_sync_sgtable_for_cpu` and `_for_device`. */
export function syncList(now: Transition, list: MapId, to: Owner, direction: Direction): void {
  const record = now.state.mappings.get(list);
  if (record?.kind !== 'sg') return;
  const kind = to === 'cpu' ? 'sync-sg-for-cpu' : 'sync-sg-for-device';
  perform(now, syncSg, { kind, device: record.device, list, nents: record.entries.length, direction });
}

/** Linux include/uapi/linux/dma-buf.h (6.12), DMA_BUF_SYNC_*. */
const syncEnd = 4;
const syncDirections: ReadonlyMap<number, Direction> = new Map([
  [1, 'from-device'],
  [2, 'to-device'],
  [3, 'bidirectional'],
]);

export function dmaBufSyncIoctl(state: MachineState, { fd, flags }: DmaBufSyncIoctl): StepResult {
  const now = begin(state);
  const id = state.sharing.files.get(fd);
  const buffer = id === undefined ? undefined : state.sharing.dmaBufs.get(id);
  if (buffer === undefined) return finish(now, returned(codes.EBADF));
  const isEnd = (flags & syncEnd) !== 0;
  const direction = syncDirections.get(isEnd ? flags - syncEnd : flags);
  if (direction === undefined) return finish(now, returned(codes.EINVAL));
  if (isEnd) closeBracket(now, buffer, direction);
  else openBracket(now, buffer, direction);
  return finish(now, returned(0));
}

export function dmaBufMmap(state: MachineState, op: DmaBufMmap): StepResult {
  const now = begin(state);
  const buffer = state.sharing.dmaBufs.get(op.buffer);
  const memory = buffer === undefined ? undefined : state.sharing.memories.get(buffer.memory);
  const vma = findVma(state, op.vma);
  const refused = returned(codes.EINVAL);
  if (buffer === undefined || memory === undefined || vma === undefined) return finish(now, refused);
  if (!buffer.exporter.methods.includes('mmap')) return finish(now, refused);
  if (Math.floor(buffer.size / pageBytes) < op.pageOffset + vmaPages(vma)) return finish(now, refused);
  checkLock(now, buffer, 'free');
  // The VMA belongs to the dma-buf's file now, whichever file mmap(2) was called on.
  const adjusted = { ...vma, holds: buffer.id, pageOffset: op.pageOffset, offsetMeans: 'offset' } as const;
  const code = mapUser(now, memory, adjusted);
  if (code === 0) replaceVma(now, { ...(findVma(now.state, op.vma) ?? adjusted), holds: buffer.id });
  return finish(now, returned(code));
}

/** Counted: all callers share one mapping. */
export function dmaBufVmap(state: MachineState, { buffer: id, locked }: DmaBufVmap): StepResult {
  const now = begin(state);
  const buffer = state.sharing.dmaBufs.get(id);
  if (buffer === undefined) return finish(now, returned(codes.EINVAL));
  const va = vmapBuffer(now, buffer, locked ? 'held' : 'free');
  if (va === undefined) return finish(now, returned(codes.EINVAL));
  return finish(now, { kind: 'kernel-mapped', va, size: buffer.size });
}

export function vmapBuffer(now: Transition, buffer: DmaBuf, lock: 'held' | 'free'): DmaBuf['vmapVa'] {
  checkLock(now, buffer, lock);
  if (!buffer.exporter.methods.includes('vmap')) return undefined;
  const memory = now.state.sharing.memories.get(buffer.memory);
  const va = buffer.vmapVa ?? (memory === undefined ? undefined : kernelAddressOf(now, memory));
  if (va !== undefined) putDmaBuf(now, { ...buffer, vmapCount: buffer.vmapCount + 1, vmapVa: va });
  return va;
}

export function dmaBufVunmap(state: MachineState, { buffer: id, locked }: DmaBufVunmap): StepResult {
  const now = begin(state);
  const buffer = state.sharing.dmaBufs.get(id);
  if (buffer !== undefined) vunmapBuffer(now, buffer, locked ? 'held' : 'free');
  return finish(now);
}

export function vunmapBuffer(now: Transition, buffer: DmaBuf, lock: 'held' | 'free'): void {
  checkLock(now, buffer, lock);
  const vmapCount = buffer.vmapCount - 1;
  if (vmapCount < 0) {
    raise(now, { id: 'KERNEL_BUG', site: 'dma-buf unmapped from the kernel more often than mapped' });
    return;
  }
  putDmaBuf(now, { ...buffer, vmapCount, vmapVa: vmapCount === 0 ? undefined : buffer.vmapVa });
}
