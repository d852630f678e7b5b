// Buffers that several drivers use.

import { allocNoncontiguous, freeNoncontiguous, vmapNoncontiguous, vunmapNoncontiguous } from '../api/noncontiguous.js';
import type { Handlers } from '../ops/handlers.js';
import type { DmaBufOp, SharingOp, VideoOp } from '../ops/op.js';
import { dmaBufAttach, dmaBufDetach, dmaBufMap, dmaBufUnmap } from '../sharing/attachment.js';
import { dmaBufCpuAccess, dmaBufMmap, dmaBufSyncIoctl, dmaBufVmap, dmaBufVunmap } from '../sharing/cpu-access.js';
import { resvLock } from '../sharing/dma-buf-lock.js';
import { closeFd, dmaBufExport, dmaBufFd, dmaBufGet, dmaBufReference } from '../sharing/dma-buf.js';
import { gemCreate, gemExport, gemImport, gemMmap, gemPut } from '../sharing/gem.js';
import { dmaBufMove, dmaBufPin, useSharedTable } from '../sharing/move.js';
import { videoExport, videoMapKernel, videoMmap, videoRelease, videoRequest } from '../sharing/video-memory.js';
import { videoDequeue, videoDone, videoQueueBuffer, videoStream } from '../sharing/video-queue.js';

const dmaBuf: Handlers<DmaBufOp> = {
  'dma-buf-export': dmaBufExport,
  'dma-buf-fd': dmaBufFd,
  'close-fd': closeFd,
  'dma-buf-get': dmaBufGet,
  'dma-buf-reference': dmaBufReference,
  'dma-buf-put': dmaBufReference,
  'dma-buf-attach': dmaBufAttach,
  'dma-buf-detach': dmaBufDetach,
  'dma-buf-pin': dmaBufPin,
  'dma-buf-unpin': dmaBufPin,
  'dma-buf-map': dmaBufMap,
  'dma-buf-unmap': dmaBufUnmap,
  'dma-buf-begin-cpu-access': dmaBufCpuAccess,
  'dma-buf-end-cpu-access': dmaBufCpuAccess,
  'dma-buf-sync-ioctl': dmaBufSyncIoctl,
  'dma-buf-mmap': dmaBufMmap,
  'dma-buf-vmap': dmaBufVmap,
  'dma-buf-vunmap': dmaBufVunmap,
  'dma-buf-move': dmaBufMove,
  'resv-lock': resvLock,
  'resv-unlock': resvLock,
  'use-shared-table': useSharedTable,
};

const video: Handlers<VideoOp> = {
  'video-request': videoRequest,
  'video-release': videoRelease,
  'video-prepare': videoQueueBuffer,
  'video-queue': videoQueueBuffer,
  'video-done': videoDone,
  'video-dequeue': videoDequeue,
  'video-stream-on': videoStream,
  'video-stream-off': videoStream,
  'video-mmap': videoMmap,
  'video-export': videoExport,
  'video-map-kernel': videoMapKernel,
};

export const sharingHandlers: Handlers<SharingOp> = {
  ...dmaBuf,
  ...video,
  'alloc-noncontiguous': allocNoncontiguous,
  'free-noncontiguous': freeNoncontiguous,
  'vmap-noncontiguous': vmapNoncontiguous,
  'vunmap-noncontiguous': vunmapNoncontiguous,
  'gem-create': gemCreate,
  'gem-put': gemPut,
  'gem-mmap': gemMmap,
  'gem-export': gemExport,
  'gem-import': gemImport,
};
