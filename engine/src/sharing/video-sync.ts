// `prepare` and `finish`: the caches of a buffer that changes hands.
// Source: drivers/media/common/videobuf2/videobuf2-core.c (6.12), init_buffer_cache_hints.

import type { KernelVa } from '../address/spaces.js';
import { handOver } from '../contract/ownership.js';
import type { Transition } from '../ops/transition.js';
import type { MapId } from '../state/ids.js';
import type { Owner } from '../state/map-record.js';
import type { VideoBuffer, VideoPlane, VideoQueue } from '../state/sharing-state.js';
import { syncList } from './cpu-access.js';
import { maintainKernelRange } from './vmalloc-lines.js';

/** The steps a queue leaves out whatever user space says. A dma-buf's caches are its exporter's duty. */
export function skippedByQueue({ memory, direction }: VideoQueue): VideoBuffer['skips'] {
  if (memory === 'dmabuf') return ['prepare', 'finish'];
  return direction === 'to-device' ? ['finish'] : [];
}

/** Whether user space may leave steps out: only for memory of the queue's own that is not coherent. */
export function allowsHints({ memory, isNoncoherent }: VideoQueue): boolean {
  return memory === 'mmap' && isNoncoherent;
}

export function syncPlane(now: Transition, queue: VideoQueue, plane: VideoPlane, to: Owner): void {
  const { list, kernelVa, size } = syncedParts(now, plane);
  if (list === undefined) return;
  if (kernelVa !== undefined) maintainKernelRange(now, to, kernelVa, size);
  syncList(now, list, to, queue.direction);
}

/** What the device only read needs no maintenance to belong to the CPU again. */
export function takeBackPlane(now: Transition, plane: VideoPlane): void {
  const { list } = syncedParts(now, plane);
  const record = list === undefined ? undefined : now.state.mappings.get(list);
  if (record?.kind === 'sg') handOver(now, record, 'cpu', 0, record.size);
}

interface SyncedParts {
  /** `undefined` where there is nothing to sync. */
  readonly list: MapId | undefined;
  /** A kernel mapping of non-contiguous memory, which has lines of its own in an aliasing cache. */
  readonly kernelVa: KernelVa | undefined;
  readonly size: number;
}

function syncedParts({ state }: Transition, plane: VideoPlane): SyncedParts {
  const nothing = { list: undefined, kernelVa: undefined, size: 0 };
  if (plane.kind === 'userptr') {
    return 'list' in plane.mapping ? { ...nothing, list: plane.mapping.list } : nothing;
  }
  const memory = plane.kind === 'memory' ? state.sharing.memories.get(plane.memory) : undefined;
  if (memory === undefined) return nothing;
  const { source, kernelVa, size } = memory;
  if (source.kind === 'noncontiguous') return { list: source.list, kernelVa, size };
  return source.kind === 'pages' ? { ...nothing, list: source.list } : nothing;
}
