// Who still holds a piece of shared memory or a dma-buf. File descriptors, VMAs and dma-bufs are
// looked up rather than counted, so that no count can be wrong.

import type { ByteLength, UserVa } from '../address/spaces.js';
import { newSharedId, raise, type Transition } from '../ops/transition.js';
import type { DeviceId, MmId, SharedId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { DmaBuf, MemorySource } from '../state/sharing-state.js';
import { mmOf } from '../user/mm.js';
import { unmapRange } from '../user/unmap.js';
import { freeMemory } from './memory.js';
import { attachmentsOf, changeSharing, putDmaBuf, putMemory } from './store.js';

/** New memory with one reference: its maker's. */
export function addMemory(now: Transition, device: DeviceId, size: ByteLength, source: MemorySource): SharedId {
  const id = newSharedId(now);
  putMemory(now, { id, device, size, source, isBorrowed: false, kernelVa: undefined, references: 1 });
  return id;
}

/** What a driver exports and goes on to own. */
export function borrowMemory(now: Transition, device: DeviceId, size: ByteLength, source: MemorySource): SharedId {
  const id = newSharedId(now);
  putMemory(now, { id, device, size, source, isBorrowed: true, kernelVa: undefined, references: 0 });
  return id;
}

/** The maker's reference goes. */
export function letGoOfMemory(now: Transition, id: SharedId): void {
  const memory = now.state.sharing.memories.get(id);
  if (memory === undefined) return;
  putMemory(now, { ...memory, references: memory.references - 1 });
  releaseUnused(now, id);
}

/** `dma_buf_put` */
export function letGoOfDmaBuf(now: Transition, id: SharedId): void {
  const buffer = now.state.sharing.dmaBufs.get(id);
  if (buffer === undefined) return;
  putDmaBuf(now, { ...buffer, references: Math.max(0, buffer.references - 1) });
  releaseUnused(now, id);
}

/** Takes a range out of an address space; what only its VMAs held is released. */
export function unmapUser(now: Transition, mm: MmId, start: UserVa, end: UserVa): void {
  const held = mmOf(now.state, mm)
    .vmas.values()
    .flatMap(({ holds }) => holds ?? []);
  unmapRange(now, mm, start, end);
  for (const id of new Set(held)) releaseUnused(now, id);
}

/** Releases memory or a dma-buf that nobody holds. */
export function releaseUnused(now: Transition, id: SharedId): void {
  const { memories, dmaBufs } = now.state.sharing;
  const memory = memories.get(id);
  if (memory !== undefined && memory.references === 0 && !isHeld(now.state, id)) {
    freeMemory(now, memory);
    changeSharing(now, { memories: now.state.sharing.memories.delete(id) });
  }
  const buffer = dmaBufs.get(id);
  if (buffer !== undefined && buffer.references === 0 && !isHeld(now.state, id)) releaseDmaBuf(now, buffer);
}

function isHeld({ sharing, user }: MachineState, id: SharedId): boolean {
  return (
    sharing.files.values().includes(id) ||
    sharing.dmaBufs.values().some(({ memory }) => memory === id) ||
    user.mms.values().some(({ vmas }) => vmas.values().some(({ holds }) => holds === id))
  );
}

/** Linux drivers/dma-buf/dma-buf.c (6.12), dma_buf_release. */
function releaseDmaBuf(now: Transition, { id, brackets, vmapCount, memory }: DmaBuf): void {
  if (0 < vmapCount) raise(now, { id: 'KERNEL_BUG', site: 'dma-buf released while the kernel maps it' });
  if (0 < brackets.length) raise(now, { id: 'BRACKET_UNBALANCED', buffer: id, because: 'released inside' });
  const attached = attachmentsOf(now.state, id);
  if (0 < attached.length) {
    raise(now, { id: 'DMABUF_RELEASED_ATTACHED', buffer: id, devices: attached.map(({ device }) => device) });
  }
  changeSharing(now, { dmaBufs: now.state.sharing.dmaBufs.delete(id) });
  releaseUnused(now, memory);
}
