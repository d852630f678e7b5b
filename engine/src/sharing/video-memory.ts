// Buffers of a video queue: allocated, mapped by user space, exported, released.
// Source: drivers/media/common/videobuf2/videobuf2-core.c (6.12).

import { alignUp, pageBytes } from '../address/align.js';
import { bytes } from '../address/spaces.js';
import type { VideoExport, VideoMapKernel, VideoMmap, VideoRelease, VideoRequest } from '../ops/op.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish, newSharedId, type Transition } from '../ops/transition.js';
import type { SharedId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { Direction } from '../state/map-record.js';
import type { SharedMemory, VideoBuffer, VideoQueue } from '../state/sharing-state.js';
import { findVma, replaceVma, vmaPages } from '../user/mm.js';
import { withFlags } from '../user/insert.js';
import { makeFdOrPut, newDmaBuf } from './dma-buf.js';
import { addMemory } from './holders.js';
import { kernelAddressOf, mapUser, runsOf } from './memory.js';
import { changeSharing, putQueue } from './store.js';
import { videoAllocators } from './video-allocators.js';
import { readCookie } from './video-cookie.js';
import { releasePlane } from './video-planes.js';
import { cancelQueue } from './video-queue.js';

export function videoRequest(state: MachineState, op: VideoRequest): StepResult {
  const now = begin(state);
  const { device, type, memory, allocator, attrs, isNoncoherent, planeBytes } = op;
  const id = newSharedId(now);
  const direction = directionOf(op);
  const common = { id, device, type, direction, memory, allocator, attrs, isNoncoherent, planeBytes };
  const queue: VideoQueue = { ...common, isStreaming: false, completed: [], buffers: [] };
  const buffers: VideoBuffer[] = [];
  while (buffers.length < op.count) {
    const own = memory === 'mmap' ? allocatePlane(now, queue) : undefined;
    if (memory === 'mmap' && own === undefined) break;
    const plane = own === undefined ? undefined : ({ kind: 'memory', memory: own } as const);
    buffers.push({ state: 'dequeued', isPrepared: false, isSynced: false, plane, skips: [] });
  }
  // Fewer buffers than asked for are a success.
  if (buffers.length === 0) return finish(now, returned(codes.ENOMEM));
  putQueue(now, { ...queue, buffers });
  return finish(now, { kind: 'shared', id });
}

function directionOf({ isBidirectional, type }: VideoRequest): Direction {
  if (isBidirectional) return 'bidirectional';
  return type === 'output' ? 'to-device' : 'from-device';
}

function allocatePlane(now: Transition, queue: VideoQueue): SharedId | undefined {
  const size = bytes(alignUp(queue.planeBytes, pageBytes));
  const source = videoAllocators[queue.allocator].allocate(now, queue, size);
  return source === undefined ? undefined : addMemory(now, queue.device, size, source);
}

/** Buffers that user space has mapped or exported live on without their queue. */
export function videoRelease(state: MachineState, { queue: id }: VideoRelease): StepResult {
  const now = begin(state);
  cancelQueue(now, id);
  const queue = now.state.sharing.queues.get(id);
  if (queue === undefined) return finish(now, returned(codes.EINVAL));
  for (const { plane } of queue.buffers) {
    if (plane !== undefined) releasePlane(now, queue, plane);
  }
  changeSharing(now, { queues: now.state.sharing.queues.delete(id) });
  return finish(now, returned(0));
}

/** `vb2_mmap`: the offset says which buffer, and must not be left in the VMA. */
export function videoMmap(state: MachineState, op: VideoMmap): StepResult {
  const now = begin(state);
  const queue = state.sharing.queues.get(op.queue);
  const vma = findVma(state, op.vma);
  if (queue === undefined || vma === undefined) return finish(now, returned(codes.EINVAL));
  const right = queue.type === 'output' ? 'write' : 'read';
  const { index, plane } = readCookie(vma.pageOffset * pageBytes);
  const memory = plane === 0 ? memoryOf(state, queue, index) : undefined;
  const isAllowed = vma.flags.includes('shared') && vma.flags.includes(right);
  if (!isAllowed || memory === undefined || memory.size < vmaPages(vma) * pageBytes) {
    return finish(now, returned(codes.EINVAL));
  }
  const whole = { ...vma, pageOffset: 0, offsetMeans: 'offset' } as const;
  const code = mapUser(now, memory, whole);
  if (code === 0) {
    const mapped = findVma(now.state, op.vma) ?? whole;
    replaceVma(now, { ...mapped, holds: memory.id, flags: withFlags(mapped.flags, ['dont-expand', 'dont-dump']) });
  }
  return finish(now, returned(code));
}

function memoryOf({ sharing }: MachineState, queue: VideoQueue, index: number): SharedMemory | undefined {
  const plane = queue.buffers[index]?.plane;
  return plane?.kind === 'memory' ? sharing.memories.get(plane.memory) : undefined;
}

/** VIDIOC_EXPBUF */
export function videoExport(state: MachineState, op: VideoExport): StepResult {
  const now = begin(state);
  const queue = state.sharing.queues.get(op.queue);
  const memory = queue === undefined ? undefined : memoryOf(state, queue, op.index);
  if (queue === undefined || memory === undefined) return finish(now, returned(codes.EINVAL));
  // The list every attachment copies is made here, so a backend that has none fails here.
  if (runsOf(now, memory) === undefined) return finish(now, returned(codes.EINVAL));
  const { exporter } = videoAllocators[queue.allocator];
  const buffer = newDmaBuf(now, { device: queue.device, size: memory.size, exporter, memory: memory.id });
  return finish(now, makeFdOrPut(now, buffer));
}

/** `vb2_plane_vaddr`: NULL where the memory has no kernel mapping. */
export function videoMapKernel(state: MachineState, op: VideoMapKernel): StepResult {
  const now = begin(state);
  const queue = state.sharing.queues.get(op.queue);
  const memory = queue === undefined ? undefined : memoryOf(state, queue, op.index);
  const va = memory === undefined ? undefined : kernelAddressOf(now, memory);
  if (memory === undefined || va === undefined) return finish(now, { kind: 'out-of-memory' });
  return finish(now, { kind: 'kernel-mapped', va, size: memory.size });
}
