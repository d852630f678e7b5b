// The life of a video buffer: dequeued, queued, active, done, dequeued.
// Source: drivers/media/common/videobuf2/videobuf2-core.c (6.12).

import type { VideoDequeue, VideoDone, VideoQueueBuffer, VideoStream } from '../ops/op.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { SharedId } from '../state/ids.js';
import type { VideoBuffer, VideoQueue, VideoState } from '../state/sharing-state.js';
import { putQueue } from './store.js';
import { acquirePlane } from './video-planes.js';
import { allowsHints, skippedByQueue, syncPlane, takeBackPlane } from './video-sync.js';

/** VIDIOC_PREPARE_BUF and VIDIOC_QBUF; the second does the first where that was not done. */
export function videoQueueBuffer(state: MachineState, op: VideoQueueBuffer): StepResult {
  const now = begin(state);
  const queue = state.sharing.queues.get(op.queue);
  const buffer = queue?.buffers[op.index];
  if (queue === undefined || buffer === undefined) return finish(now, returned(codes.EINVAL));
  const isPreparing = op.kind === 'video-prepare';
  if (buffer.state !== 'dequeued' || (isPreparing && buffer.isPrepared)) {
    const call = isPreparing ? 'prepare' : 'queue';
    raise(now, { id: 'VB2_STATE', queue: queue.id, index: op.index, state: buffer.state, call });
    return finish(now, returned(codes.EINVAL));
  }
  const code = buffer.isPrepared ? 0 : prepare(now, queue, op);
  if (code === 0 && !isPreparing) enqueue(now, queue.id, op.index);
  return finish(now, returned(code));
}

function prepare(now: Transition, queue: VideoQueue, { index, from, skips }: VideoQueueBuffer): number {
  const buffer = queue.buffers[index];
  if (buffer === undefined || !bringsMemory(queue, from)) return codes.EINVAL;
  const plane = from === undefined ? buffer.plane : acquirePlane(now, queue, from, buffer.plane);
  if (plane === undefined || typeof plane === 'number') {
    changeBuffer(now, queue.id, index, { plane: undefined });
    return plane ?? codes.EINVAL;
  }
  const skipped = [...skippedByQueue(queue), ...(allowsHints(queue) ? skips : [])];
  if (!skipped.includes('prepare')) syncPlane(now, queue, plane, 'device');
  changeBuffer(now, queue.id, index, { plane, isPrepared: true, isSynced: true, skips: skipped });
  return 0;
}

/** Whether the call says where the memory is as the queue's memory type asks. */
function bringsMemory({ memory }: VideoQueue, from: VideoQueueBuffer['from']): boolean {
  if (from === undefined) return memory === 'mmap';
  return memory === ('va' in from ? 'userptr' : 'dmabuf');
}

function enqueue(now: Transition, id: SharedId, index: number): void {
  const isStreaming = now.state.sharing.queues.get(id)?.isStreaming === true;
  changeBuffer(now, id, index, { state: isStreaming ? 'active' : 'queued' });
}

export function changeBuffer(now: Transition, id: SharedId, index: number, part: Partial<VideoBuffer>): void {
  const queue = now.state.sharing.queues.get(id);
  const buffer = queue?.buffers[index];
  if (queue === undefined || buffer === undefined) return;
  putQueue(now, { ...queue, buffers: queue.buffers.with(index, { ...buffer, ...part }) });
}

export function videoDone(state: MachineState, { queue: id, index, state: outcome }: VideoDone): StepResult {
  const now = begin(state);
  const buffer = state.sharing.queues.get(id)?.buffers[index];
  if (buffer === undefined) return finish(now);
  if (buffer.state !== 'active') {
    raise(now, { id: 'VB2_STATE', queue: id, index, state: buffer.state, call: 'done' });
    raise(now, { id: 'KERNEL_WARN', site: 'video buffer completed that the driver does not have' });
    return finish(now);
  }
  complete(now, id, index, outcome);
  return finish(now);
}

/** `vb2_buffer_done`: a buffer that goes back into the queue stays prepared. */
function complete(now: Transition, id: SharedId, index: number, outcome: VideoState): void {
  if (outcome !== 'queued') finishBuffer(now, id, index);
  changeBuffer(now, id, index, { state: outcome });
  const queue = now.state.sharing.queues.get(id);
  if (queue !== undefined && outcome !== 'queued') putQueue(now, { ...queue, completed: [...queue.completed, index] });
}

/** The `finish` of a buffer that was prepared. */
function finishBuffer(now: Transition, id: SharedId, index: number): void {
  const queue = now.state.sharing.queues.get(id);
  const buffer = queue?.buffers[index];
  if (queue === undefined || buffer?.plane === undefined || !buffer.isSynced) return;
  if (!buffer.skips.includes('finish')) syncPlane(now, queue, buffer.plane, 'cpu');
  else if (queue.direction === 'to-device') takeBackPlane(now, buffer.plane);
  changeBuffer(now, id, index, { isSynced: false });
}

export function videoDequeue(state: MachineState, { queue: id }: VideoDequeue): StepResult {
  const now = begin(state);
  const queue = state.sharing.queues.get(id);
  if (queue === undefined || !queue.isStreaming) return finish(now, returned(codes.EINVAL));
  const [index, ...completed] = queue.completed;
  if (index === undefined) return finish(now, returned(codes.EAGAIN));
  putQueue(now, { ...queue, completed });
  changeBuffer(now, id, index, { state: 'dequeued', isPrepared: false });
  return finish(now, returned(0));
}

export function videoStream(state: MachineState, { kind, queue: id }: VideoStream): StepResult {
  const now = begin(state);
  const queue = state.sharing.queues.get(id);
  if (queue === undefined) return finish(now, returned(codes.EINVAL));
  if (kind === 'video-stream-off') {
    cancelQueue(now, id);
  } else {
    const buffers = queue.buffers.map((it): VideoBuffer => (it.state === 'queued' ? { ...it, state: 'active' } : it));
    putQueue(now, { ...queue, isStreaming: true, buffers });
  }
  return finish(now, returned(0));
}

/** Everything goes back to user space as it is. Linux `__vb2_queue_cancel`. */
export function cancelQueue(now: Transition, id: SharedId): void {
  const queue = now.state.sharing.queues.get(id);
  if (queue === undefined) return;
  for (const index of queue.buffers.keys()) {
    finishBuffer(now, id, index);
    changeBuffer(now, id, index, { state: 'dequeued', isPrepared: false });
  }
  const newest = now.state.sharing.queues.get(id);
  if (newest !== undefined) putQueue(now, { ...newest, isStreaming: false, completed: [] });
}
