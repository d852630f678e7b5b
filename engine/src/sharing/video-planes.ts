// Memory that user space brings to a video queue: pointers and dma-bufs.
// Source: drivers/media/common/videobuf2/videobuf2-core.c (6.12), __prepare_userptr, __prepare_dmabuf.

import { alignDown, isAligned, offsetIn, pageBytes } from '../address/align.js';
import { bytes, type KernelVa, offsetBy } from '../address/spaces.js';
import { unmapSg } from '../api/unmap-sg.js';
import { vmap, vunmap } from '../memory/vmalloc.js';
import type { VideoQueueBuffer } from '../ops/op.js';
import { codes } from '../ops/step-result.js';
import { perform, raise, type Transition } from '../ops/transition.js';
import { isCoherent } from '../platforms/platform.js';
import type { MapId } from '../state/ids.js';
import type { DmaBuf, VideoPlane, VideoQueue } from '../state/sharing-state.js';
import { type Pinned, pinUserPages, unpinPages } from '../user/pin.js';
import { pagesAround } from '../user/unmap.js';
import { attach, contiguousBytes, detach, mapAttachment, unmapAttachment } from './attachment.js';
import { vmapBuffer, vunmapBuffer } from './cpu-access.js';
import { getDmaBuf } from './dma-buf.js';
import { letGoOfDmaBuf, letGoOfMemory } from './holders.js';
import { mapForQueue, videoAllocators } from './video-allocators.js';

type Source = NonNullable<VideoQueueBuffer['from']>;
type UserPlane = Extract<VideoPlane, { kind: 'userptr' }>;
type SharedPlane = Extract<VideoPlane, { kind: 'dmabuf' }>;

/** The plane a buffer has after user space queued `from`, or a negative errno. The old one, if any, is let go. */
export function acquirePlane(
  now: Transition,
  queue: VideoQueue,
  from: Source,
  old: VideoPlane | undefined,
): VideoPlane | number {
  return 'va' in from ? acquireUser(now, queue, from, old) : acquireShared(now, queue, from, old);
}

type UserSource = Extract<Source, { readonly va: unknown }>;

function acquireUser(
  now: Transition,
  queue: VideoQueue,
  { va, size }: UserSource,
  old: VideoPlane | undefined,
): VideoPlane | number {
  if (old?.kind === 'userptr' && old.va === va && old.size === size) return old;
  if (size < queue.planeBytes) return codes.EINVAL;
  if (old !== undefined) releasePlane(now, queue, old);
  const { platform } = now.state;
  const { needsAlignment, pinError } = videoAllocators[queue.allocator];
  const alignBytes = isCoherent(platform) ? 1 : platform.dmaMinAlignBytes;
  if (needsAlignment && !(isAligned(va, alignBytes) && isAligned(size, alignBytes))) {
    raise(now, { id: 'VB2_USERPTR_UNALIGNED', va, size, alignBytes });
    return codes.EINVAL;
  }
  if (size === 0) return codes.EINVAL;
  const takesPfns = platform.profile !== 'k612';
  const pinned = pinUserPages(now, { va, size, isWritten: queue.direction !== 'to-device', takesPfns });
  if (pinned === undefined) return pinError;
  const mapping = useUserPages(now, queue, pinned, size);
  if (typeof mapping === 'number') {
    unpinPages(now, pinned.held);
    return mapping;
  }
  return { kind: 'userptr', va, size, pinned: pinned.held, mapping };
}

/** Maps pinned pages for whoever uses them: the device, or the kernel where the CPU fills the buffer. */
function useUserPages(now: Transition, queue: VideoQueue, pinned: Pinned, size: number): UserPlane['mapping'] | number {
  const row = videoAllocators[queue.allocator];
  const [first] = pinned.runs;
  if (queue.allocator === 'vmalloc') {
    const area = mapForKernel(now, pinned);
    if (area === undefined || first === undefined) return row.mapError;
    return { kernelVa: offsetBy(area, offsetIn(first.start, pageBytes)) };
  }
  // Later kernels leave the caches to `prepare`.
  const attrs = now.state.platform.profile === 'k612' ? (['skip-cpu-sync'] as const) : [];
  const list = mapForQueue(now, queue, pinned.runs, attrs);
  if (list === undefined) return row.mapError;
  if (!row.needsContiguous || isLongEnough(now, queue, list, size)) return { list };
  unmapList(now, queue, list);
  return codes.EFAULT;
}

/** `vm_map_ram`; frames without pages were taken for device memory, and had to be adjacent. */
function mapForKernel(now: Transition, { runs, held }: Pinned): KernelVa | undefined {
  if (0 < held.length) return vmap(now, runs.map(pagesAround), 'write-alloc');
  return runs.length === 1 ? vmap(now, runs.map(pagesAround), 'device') : undefined;
}

function isLongEnough(now: Transition, { device }: VideoQueue, list: MapId, needed: number): boolean {
  const contiguous = contiguousBytes(now.state, list);
  if (needed <= contiguous) return true;
  raise(now, { id: 'VB2_NOT_CONTIGUOUS', device, contiguous, needed });
  return false;
}

type SharedSource = Exclude<Source, UserSource>;

function acquireShared(
  now: Transition,
  queue: VideoQueue,
  { fd, size: asked }: SharedSource,
  old: VideoPlane | undefined,
): VideoPlane | number {
  const buffer = getDmaBuf(now, fd);
  if (typeof buffer === 'number') return codes.EINVAL;
  const size = asked === 0 ? buffer.size : asked;
  const isSame = old?.kind === 'dmabuf' && old.buffer === buffer.id && old.size === size;
  if (isSame || size < queue.planeBytes) {
    letGoOfDmaBuf(now, buffer.id);
    return isSame ? old : codes.EINVAL;
  }
  if (old !== undefined) releasePlane(now, queue, old);
  const use = buffer.size < size ? codes.EFAULT : importBuffer(now, queue, buffer, size);
  if (typeof use !== 'number') return { kind: 'dmabuf', buffer: buffer.id, size: bytes(size), use };
  letGoOfDmaBuf(now, buffer.id);
  return use;
}

/** Attached and mapped at once, so that user space hears of a failure before the transfer. */
function importBuffer(now: Transition, queue: VideoQueue, buffer: DmaBuf, size: number): SharedPlane['use'] | number {
  if (queue.allocator === 'vmalloc') {
    const kernelVa = vmapBuffer(now, buffer, 'free');
    return kernelVa === undefined ? codes.EFAULT : { kernelVa };
  }
  const { device, direction } = queue;
  const attachment = attach(now, buffer, device, false);
  if (typeof attachment === 'object') return attachment.code;
  const mapped = mapAttachment(now, attachment, direction, 'free');
  if (mapped.kind !== 'sg-mapped') {
    detach(now, attachment);
    return codes.EINVAL;
  }
  const { list } = mapped;
  const { needsContiguous } = videoAllocators[queue.allocator];
  if (!needsContiguous || isLongEnough(now, queue, list, size)) return { attachment, list };
  unmapAttachment(now, attachment, list, direction, 'free');
  detach(now, attachment);
  return codes.EFAULT;
}

/** The buffer gives up its memory. */
export function releasePlane(now: Transition, queue: VideoQueue, plane: VideoPlane): void {
  switch (plane.kind) {
    case 'memory':
      letGoOfMemory(now, plane.memory);
      return;
    case 'userptr':
      if ('list' in plane.mapping) unmapList(now, queue, plane.mapping.list);
      else vunmap(now, alignDown(plane.mapping.kernelVa, pageBytes), pagesBytes(plane));
      unpinPages(now, plane.pinned);
      return;
    case 'dmabuf': {
      const { use, buffer: id } = plane;
      const buffer = now.state.sharing.dmaBufs.get(id);
      if ('attachment' in use) {
        unmapAttachment(now, use.attachment, use.list, queue.direction, 'free');
        detach(now, use.attachment);
      } else if (buffer !== undefined) {
        vunmapBuffer(now, buffer, 'free');
      }
      letGoOfDmaBuf(now, id);
    }
  }
}

/** What a plane's pages take up in the kernel's address space. */
function pagesBytes({ mapping, size }: UserPlane): number {
  const offset = 'kernelVa' in mapping ? offsetIn(mapping.kernelVa, pageBytes) : 0;
  return offset + size;
}

/** `finish` has synced before, so nothing is left to do for the caches. */
function unmapList(now: Transition, { device, direction }: VideoQueue, list: MapId): void {
  const record = now.state.mappings.get(list);
  if (record?.kind !== 'sg') return;
  const attrs = ['skip-cpu-sync'] as const;
  perform(now, unmapSg, { kind: 'unmap-sg', device, list, nents: record.entries.length, direction, attrs });
}
