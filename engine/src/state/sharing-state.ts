// What drivers share with each other and with user space: drivers/dma-buf, drivers/media/common/videobuf2 (6.12).

import type { ByteLength, KernelVa, UserVa } from '../address/spaces.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { DeviceId, MapId, ObjectId, SharedId, StepId } from './ids.js';
import type { Direction, DmaAttr } from './map-record.js';
import type { PhysRun } from './memory-object.js';

export interface SharingState {
  readonly memories: PersistentMap<SharedId, SharedMemory>;
  readonly dmaBufs: PersistentMap<SharedId, DmaBuf>;
  readonly attachments: PersistentMap<SharedId, Attachment>;
  /** Open file descriptors of dma-bufs. */
  readonly files: PersistentMap<number, SharedId>;
  readonly queues: PersistentMap<SharedId, VideoQueue>;
  readonly gems: PersistentMap<SharedId, GemObject>;
}

export const nothingShared: SharingState = {
  memories: emptyMap(),
  dmaBufs: emptyMap(),
  attachments: emptyMap(),
  files: emptyMap(),
  queues: emptyMap(),
  gems: emptyMap(),
};

/**
 * Memory that a queue or a GEM object, its dma-bufs and its VMAs hold together. It is released when
 * the last of them lets go.
 */
export interface SharedMemory {
  readonly id: SharedId;
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly source: MemorySource;
  /** Its driver frees it, whoever still holds it. */
  readonly isBorrowed: boolean;
  /** Where the kernel mapped it on demand. */
  readonly kernelVa: KernelVa | undefined;
  /** Holders that are neither VMA nor dma-buf: a queue, handles of a GEM object, a driver. */
  readonly references: number;
}

/** How shared memory was allocated, and so how it is mapped, synced and released. */
export type MemorySource =
  | { readonly kind: 'coherent'; readonly allocation: MapId; readonly attrs: readonly DmaAttr[] }
  | { readonly kind: 'noncontiguous'; readonly list: MapId }
  | { readonly kind: 'noncoherent'; readonly allocation: MapId }
  /** Pages mapped for their device as long as they live. */
  | { readonly kind: 'pages'; readonly object: ObjectId; readonly list: MapId }
  /** Ordinary memory, vmalloc'ed for instance. */
  | { readonly kind: 'object'; readonly object: ObjectId };

export type ExporterMethod =
  | 'map'
  | 'unmap'
  | 'release'
  | 'attach'
  | 'pin'
  | 'unpin'
  | 'begin-cpu-access'
  | 'end-cpu-access'
  | 'mmap'
  | 'vmap'
  | 'vunmap';

/** An exporter's `struct dma_buf_ops` as data. */
export interface Exporter {
  /** Which driver or helper the functions are of. */
  readonly owner: 'driver' | 'videobuf2' | 'gem-dma';
  readonly methods: readonly ExporterMethod[];
  readonly hasPrivateData: boolean;
  /** Linux `cache_sgt_mapping`: the first mapping lives until detach, kept by the dma-buf core. */
  readonly cachesMapping: boolean;
  /** The exporter itself keeps one mapping per attachment, and replaces it when the direction changes. */
  readonly keepsMapping: boolean;
  /** With what its `map` method maps. */
  readonly mapAttrs: readonly DmaAttr[];
  /** What `begin` and `end` sync, where the methods exist. */
  readonly syncs: 'own mapping' | 'attachments' | 'nothing';
}

export interface DmaBuf {
  readonly id: SharedId;
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly exporter: Exporter;
  readonly memory: SharedId;
  /** References the kernel holds; file descriptors and VMAs hold their own. */
  readonly references: number;
  readonly isLocked: boolean;
  readonly vmapCount: number;
  readonly vmapVa: KernelVa | undefined;
  /** Directions of `begin_cpu_access` calls without their `end`, oldest first. */
  readonly brackets: readonly Direction[];
  /** When no file descriptor could be made for it. */
  readonly fdFailedAt: StepId | undefined;
}

export interface AttachmentMap {
  readonly list: MapId;
  readonly direction: Direction;
  /** When the exporter said that the memory moves. */
  readonly movedAt: StepId | undefined;
}

export interface Attachment {
  readonly id: SharedId;
  readonly buffer: SharedId;
  readonly device: DeviceId;
  /** The importer has a `move_notify` function. */
  readonly isDynamic: boolean;
  readonly pins: number;
  /** The mapping somebody keeps between uses, used or not. */
  readonly kept: AttachmentMap | undefined;
  /** What the importer has mapped and not unmapped yet. */
  readonly maps: readonly AttachmentMap[];
}

export type VideoAllocator = 'dma-contig' | 'dma-sg' | 'vmalloc';
export type VideoMemory = 'mmap' | 'userptr' | 'dmabuf';

/** One `struct vb2_queue`; buffers have a single plane. */
export interface VideoQueue {
  readonly id: SharedId;
  readonly device: DeviceId;
  readonly type: 'capture' | 'output';
  readonly direction: Direction;
  readonly memory: VideoMemory;
  readonly allocator: VideoAllocator;
  readonly attrs: readonly DmaAttr[];
  /** Non-coherent memory for `mmap` buffers. */
  readonly isNoncoherent: boolean;
  /** The least a plane must hold. */
  readonly planeBytes: ByteLength;
  readonly isStreaming: boolean;
  readonly buffers: readonly VideoBuffer[];
  /** Completed and not dequeued yet, oldest first. */
  readonly completed: readonly number[];
}

export type VideoState = 'dequeued' | 'queued' | 'active' | 'done' | 'error';

export interface VideoBuffer {
  readonly state: VideoState;
  readonly isPrepared: boolean;
  /** `prepare` ran and `finish` has not yet. */
  readonly isSynced: boolean;
  readonly plane: VideoPlane | undefined;
  /** Cache maintenance user space asked to leave out. */
  readonly skips: readonly ('prepare' | 'finish')[];
}

/** What is behind a buffer; it stays until other memory is queued or the buffer is released. */
export type VideoPlane =
  | { readonly kind: 'memory'; readonly memory: SharedId }
  | {
      readonly kind: 'userptr';
      readonly va: UserVa;
      readonly size: ByteLength;
      /** Pinned pages, where they were pinned. */
      readonly pinned: readonly PhysRun[];
      readonly mapping: { readonly list: MapId } | { readonly kernelVa: KernelVa };
    }
  | {
      readonly kind: 'dmabuf';
      readonly buffer: SharedId;
      readonly size: ByteLength;
      readonly use: { readonly attachment: SharedId; readonly list: MapId } | { readonly kernelVa: KernelVa };
    };

export interface GemObject {
  readonly id: SharedId;
  readonly device: DeviceId;
  readonly size: ByteLength;
  /** Handles. */
  readonly references: number;
  readonly backing:
    | { readonly kind: 'own'; readonly memory: SharedId }
    | { readonly kind: 'imported'; readonly buffer: SharedId; readonly attachment: SharedId; readonly list: MapId };
}

/** The record of what is behind a video buffer, where a device uses it. */
export function mappingOfPlane(sharing: SharingState, plane: VideoPlane): MapId | undefined {
  switch (plane.kind) {
    case 'memory':
      return mappingOfMemory(sharing, plane.memory);
    case 'userptr':
      return 'list' in plane.mapping ? plane.mapping.list : undefined;
    case 'dmabuf':
      return 'list' in plane.use ? plane.use.list : undefined;
  }
}

/** The record of shared memory that has been mapped for its own device. */
export function mappingOfMemory({ memories }: SharingState, id: SharedId): MapId | undefined {
  const source = memories.get(id)?.source;
  if (source === undefined || source.kind === 'object') return undefined;
  return 'list' in source ? source.list : source.allocation;
}
