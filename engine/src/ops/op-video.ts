// videobuf2 queues, as V4L2's ioctls drive them.

import type { ByteLength, UserVa } from '../address/spaces.js';
import type { DeviceId, SharedId } from '../state/ids.js';
import type { DmaAttr } from '../state/map-record.js';
import type { VideoAllocator, VideoBuffer, VideoMemory, VideoQueue } from '../state/sharing-state.js';

export type VideoOp =
  | VideoRequest
  | VideoRelease
  | VideoQueueBuffer
  | VideoDone
  | VideoDequeue
  | VideoStream
  | VideoMmap
  | VideoExport
  | VideoMapKernel;

/** VIDIOC_REQBUFS on a queue of `device`. */
export interface VideoRequest {
  readonly kind: 'video-request';
  readonly device: DeviceId;
  readonly type: VideoQueue['type'];
  readonly isBidirectional: boolean;
  readonly memory: VideoMemory;
  readonly allocator: VideoAllocator;
  /** The queue's `dma_attrs`. */
  readonly attrs: readonly DmaAttr[];
  readonly isNoncoherent: boolean;
  readonly count: number;
  readonly planeBytes: ByteLength;
}

/** VIDIOC_REQBUFS with no buffers: the queue lets go of all it has. */
export interface VideoRelease {
  readonly kind: 'video-release';
  readonly queue: SharedId;
}

/** VIDIOC_PREPARE_BUF and VIDIOC_QBUF. */
export interface VideoQueueBuffer {
  readonly kind: 'video-prepare' | 'video-queue';
  readonly queue: SharedId;
  readonly index: number;
  /** Memory user space brings; `undefined` for buffers of the queue's own. */
  readonly from:
    | { readonly va: UserVa; readonly size: ByteLength }
    /** Size 0: as large as the dma-buf. */
    | { readonly fd: number; readonly size: ByteLength }
    | undefined;
  /** V4L2_BUF_FLAG_NO_CACHE_CLEAN, V4L2_BUF_FLAG_NO_CACHE_INVALIDATE. */
  readonly skips: VideoBuffer['skips'];
}

/** The driver completes a buffer with `vb2_buffer_done`. */
export interface VideoDone {
  readonly kind: 'video-done';
  readonly queue: SharedId;
  readonly index: number;
  readonly state: 'done' | 'error' | 'queued';
}

/** VIDIOC_DQBUF: the oldest completed buffer. */
export interface VideoDequeue {
  readonly kind: 'video-dequeue';
  readonly queue: SharedId;
}

export interface VideoStream {
  readonly kind: 'video-stream-on' | 'video-stream-off';
  readonly queue: SharedId;
}

/** The queue's `mmap` handler; the VMA's offset says which buffer. */
export interface VideoMmap {
  readonly kind: 'video-mmap';
  readonly queue: SharedId;
  readonly vma: UserVa;
}

/** VIDIOC_EXPBUF */
export interface VideoExport {
  readonly kind: 'video-export';
  readonly queue: SharedId;
  readonly index: number;
}

/** `vb2_plane_vaddr` */
export interface VideoMapKernel {
  readonly kind: 'video-map-kernel';
  readonly queue: SharedId;
  readonly index: number;
}
