// The three allocators of videobuf2 as a table: where memory of the queue's own comes from, how it is
// exported, and what they answer when memory that user space brings does not fit.
// Source: drivers/media/common/videobuf2/videobuf2-dma-contig.c, -dma-sg.c, -vmalloc.c (6.12).

import { bytes, type ByteLength } from '../address/spaces.js';
import { allocAttrs } from '../api/alloc-attrs.js';
import { mapSg } from '../api/map-sg.js';
import { allocateBuffer, freeBuffer } from '../api/memory.js';
import { allocNoncontiguous } from '../api/noncontiguous.js';
import { wholePages } from '../backends/backend.js';
import { handOver } from '../contract/ownership.js';
import { zeroMemory } from '../cache/operations.js';
import { codes } from '../ops/step-result.js';
import { perform, type Transition } from '../ops/transition.js';
import type { MapId } from '../state/ids.js';
import type { DmaAttr } from '../state/map-record.js';
import type { MemoryObject, PhysRun } from '../state/memory-object.js';
import type { Exporter, MemorySource, VideoAllocator, VideoQueue } from '../state/sharing-state.js';
import { contiguousVideo, scatteredVideo, vmallocVideo } from './exporters.js';

interface VideoAllocatorRow {
  /** Memory for a buffer of `mmap` type. */
  allocate(now: Transition, queue: VideoQueue, size: ByteLength): MemorySource | undefined;
  readonly exporter: Exporter;
  /** User pointers have to be aligned to cache lines. */
  readonly needsAlignment: boolean;
  /** Foreign memory has to be one stretch for the device. */
  readonly needsContiguous: boolean;
  /** What queueing answers when user pages cannot be held, and when they cannot be mapped. */
  readonly pinError: number;
  readonly mapError: number;
}

export const videoAllocators: Readonly<Record<VideoAllocator, VideoAllocatorRow>> = {
  'dma-contig': {
    allocate: (now, queue, size) =>
      queue.isNoncoherent ? allocateCached(now, queue, size) : allocateCoherent(now, queue, size),
    exporter: contiguousVideo,
    needsAlignment: true,
    needsContiguous: true,
    pinError: codes.EFAULT,
    mapError: codes.EIO,
  },
  'dma-sg': {
    allocate: allocateScattered,
    exporter: scatteredVideo,
    needsAlignment: false,
    needsContiguous: false,
    // Whatever is wrong with a user pointer.
    pinError: codes.ENOMEM,
    mapError: codes.ENOMEM,
  },
  vmalloc: {
    allocate: (now, _queue, size) => {
      const object = allocateZeroed(now, 'vmalloc', size);
      return object === undefined ? undefined : { kind: 'object', object: object.id };
    },
    exporter: vmallocVideo,
    needsAlignment: false,
    needsContiguous: false,
    pinError: codes.EFAULT,
    mapError: codes.ENOMEM,
  },
};

function allocateCoherent(now: Transition, queue: VideoQueue, size: ByteLength): MemorySource | undefined {
  const { device, attrs } = queue;
  const made = perform(now, allocAttrs, { kind: 'alloc-attrs', device, size, gfp: 'kernel', attrs });
  return made.kind === 'allocated' ? { kind: 'coherent', allocation: made.allocation, attrs } : undefined;
}

function allocateCached(now: Transition, queue: VideoQueue, size: ByteLength): MemorySource | undefined {
  const { device, direction, attrs } = queue;
  const op = { kind: 'alloc-noncontiguous', device, size, direction, gfp: 'kernel', attrs } as const;
  const made = perform(now, allocNoncontiguous, op);
  return made.kind === 'sg-mapped' ? { kind: 'noncontiguous', list: made.list } : undefined;
}

/** Pages, mapped once for as long as the buffer lives; caches are maintained when a buffer is queued. */
function allocateScattered(now: Transition, queue: VideoQueue, size: ByteLength): MemorySource | undefined {
  const object = allocateZeroed(now, 'pages', size);
  if (object === undefined) return undefined;
  const list = mapForQueue(now, queue, wholePages(object.runs), ['skip-cpu-sync']);
  if (list !== undefined) return { kind: 'pages', object: object.id, list };
  perform(now, freeBuffer, { kind: 'free-buffer', object: object.id });
  return undefined;
}

/** User space will see it, so it must not show what was there before. */
function allocateZeroed(now: Transition, region: 'pages' | 'vmalloc', size: ByteLength): MemoryObject | undefined {
  const made = perform(now, allocateBuffer, { kind: 'allocate-buffer', region, size, name: 'video buffer' });
  const object = made.kind === 'buffer' ? now.state.objects.get(made.object) : undefined;
  for (const { start, length } of object?.runs ?? []) zeroMemory(now, start, start + length);
  return object;
}

/** Maps for the queue's device. Until a buffer is queued the CPU may use it. */
export function mapForQueue(
  now: Transition,
  { device, direction }: VideoQueue,
  runs: readonly PhysRun[],
  attrs: readonly DmaAttr[],
): MapId | undefined {
  const entries = runs.map(({ start, length }) => ({ page: start, offset: 0, length: bytes(length) }));
  const mapped = perform(now, mapSg, { kind: 'map-sg', device, entries, direction, attrs });
  if (mapped.kind !== 'sg-mapped') return undefined;
  const record = now.state.mappings.get(mapped.list);
  // From here on `prepare` and `finish` do what the attribute left out.
  if (record?.kind === 'sg') handOver(now, { ...record, attrs: [] }, 'cpu', 0, record.size);
  return mapped.list;
}
