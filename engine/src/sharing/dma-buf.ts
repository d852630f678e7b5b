// dma-buf objects: made by an exporter, passed on as file descriptors, gone with the last reference.
// Source: drivers/dma-buf/dma-buf.c (6.12).

import type { ByteLength } from '../address/spaces.js';
import type { CloseFd, DmaBufExport, DmaBufFd, DmaBufGet, DmaBufReference } from '../ops/op.js';
import { codes, returned, type OpResult, type StepResult } from '../ops/step-result.js';
import { begin, change, finish, newSharedId, raise, type Transition } from '../ops/transition.js';
import type { DeviceId, SharedId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { DmaBuf, Exporter, MemorySource } from '../state/sharing-state.js';
import { checkContext, checkLock } from './dma-buf-lock.js';
import { borrowMemory, letGoOfDmaBuf, releaseUnused } from './holders.js';
import { changeSharing, putDmaBuf } from './store.js';

/** The first descriptor that is neither input nor output nor error output. */
const firstFd = 3;

export function dmaBufExport(state: MachineState, op: DmaBufExport): StepResult {
  const now = begin(state);
  checkContext(now);
  const { device, exporter, memory } = op;
  if (!isExportable(exporter)) {
    raise(now, { id: 'KERNEL_WARN', site: 'dma-buf exported without what it needs' });
    return finish(now, returned(codes.EINVAL));
  }
  if ('allocation' in memory) {
    const record = state.mappings.get(memory.allocation);
    if (record?.kind !== 'coherent') return finish(now, returned(codes.EINVAL));
    const source = { kind: 'coherent', allocation: record.id, attrs: record.attrs } as const;
    return finish(now, exported(now, device, record.size, exporter, source));
  }
  const object = state.objects.get(memory.object);
  if (object === undefined) return finish(now, returned(codes.EINVAL));
  return finish(now, exported(now, device, object.size, exporter, { kind: 'object', object: object.id }));
}

function exported(
  now: Transition,
  device: DeviceId,
  size: ByteLength,
  exporter: Exporter,
  source: MemorySource,
): OpResult {
  const memory = borrowMemory(now, device, size, source);
  return { kind: 'shared', id: newDmaBuf(now, { device, size, exporter, memory }) };
}

/** What dma_buf_export warns about. */
function isExportable({ methods, hasPrivateData, cachesMapping }: Exporter): boolean {
  const needed = ['map', 'unmap', 'release'] as const;
  if (!hasPrivateData || !needed.every((method) => methods.includes(method))) return false;
  const [pins, unpins] = [methods.includes('pin'), methods.includes('unpin')];
  return pins === unpins && !(cachesMapping && pins);
}

/** A dma-buf with one reference, the exporter's, over memory it holds from now on. */
export function newDmaBuf(now: Transition, about: Pick<DmaBuf, 'device' | 'size' | 'exporter' | 'memory'>): SharedId {
  const id = newSharedId(now);
  putDmaBuf(now, {
    ...about,
    id,
    references: 1,
    isLocked: false,
    vmapCount: 0,
    vmapVa: undefined,
    brackets: [],
    fdFailedAt: undefined,
  });
  return id;
}

export function dmaBufFd(state: MachineState, { buffer }: DmaBufFd): StepResult {
  const now = begin(state);
  return finish(now, makeFd(now, buffer));
}

/** The descriptor takes the caller's reference over; without one the caller keeps it. */
export function makeFd(now: Transition, id: SharedId): OpResult {
  const buffer = now.state.sharing.dmaBufs.get(id);
  if (buffer === undefined) return returned(codes.EINVAL);
  checkLock(now, buffer, 'free');
  if (now.state.injectedFailure === 'fd') {
    change(now, { injectedFailure: 'none' });
    putDmaBuf(now, { ...buffer, fdFailedAt: now.state.step });
    return returned(codes.EMFILE);
  }
  const { files } = now.state.sharing;
  let fd = firstFd;
  while (files.has(fd)) fd += 1;
  putDmaBuf(now, { ...buffer, references: Math.max(0, buffer.references - 1) });
  changeSharing(now, { files: files.set(fd, id) });
  return { kind: 'file', fd };
}

/** A careful driver: without a descriptor the reference goes back. */
export function makeFdOrPut(now: Transition, buffer: SharedId): OpResult {
  const made = makeFd(now, buffer);
  if (made.kind !== 'file') letGoOfDmaBuf(now, buffer);
  return made;
}

export function closeFd(state: MachineState, { fd }: CloseFd): StepResult {
  const now = begin(state);
  const { files } = state.sharing;
  const buffer = files.get(fd);
  if (buffer === undefined) return finish(now, returned(codes.EBADF));
  changeSharing(now, { files: files.delete(fd) });
  releaseUnused(now, buffer);
  return finish(now);
}

export function dmaBufGet(state: MachineState, { fd }: DmaBufGet): StepResult {
  const now = begin(state);
  checkContext(now);
  const found = getDmaBuf(now, fd);
  return finish(now, typeof found === 'number' ? returned(found) : { kind: 'shared', id: found.id });
}

/** `dma_buf_get`: the dma-buf with one more reference, or a negative errno. */
export function getDmaBuf(now: Transition, fd: number): DmaBuf | number {
  const { files, dmaBufs } = now.state.sharing;
  const id = files.get(fd);
  const buffer = id === undefined ? undefined : dmaBufs.get(id);
  // Standard input and output are files, and no dma-bufs.
  if (buffer === undefined) return fd < firstFd ? codes.EINVAL : codes.EBADF;
  const held = { ...buffer, references: buffer.references + 1 };
  putDmaBuf(now, held);
  return held;
}

export function dmaBufReference(state: MachineState, op: DmaBufReference): StepResult {
  const now = begin(state);
  const buffer = state.sharing.dmaBufs.get(op.buffer);
  if (buffer === undefined) return finish(now);
  if (op.kind === 'dma-buf-reference') {
    putDmaBuf(now, { ...buffer, references: buffer.references + 1 });
  } else {
    checkLock(now, buffer, 'free');
    letGoOfDmaBuf(now, op.buffer);
  }
  return finish(now);
}
