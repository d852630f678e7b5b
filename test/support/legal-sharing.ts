// Legal drivers that share memory: one exports it and another device imports it, or user space maps a video queue.

import fc from 'fast-check';
import {
  alignUp,
  bytes,
  type ByteLength,
  deviceId,
  type DeviceId,
  type KernelVa,
  type MapId,
  type ObjectId,
  type OpResult,
  pageBytes,
  type UserVa,
} from '#engine';
import { dmaPlaceOf } from '../../engine/src/sharing/dma-place.js';
import type { Exporter, VideoAllocator } from '../../engine/src/state/sharing-state.js';
import type { SharedId } from '../../engine/src/state/ids.js';
import {
  anyDevice,
  anyDirection,
  anyRounds,
  anySize,
  type Asking,
  type Driver,
  type Look,
  piecesOf,
  transfer,
  type Transfer,
} from './legal-transfer.js';

interface ExportPlan extends Transfer {
  readonly kind: 'export';
  readonly importer: DeviceId;
  readonly memory: 'coherent' | 'pages';
  readonly rounds: number;
}

interface VideoPlan {
  readonly kind: 'video';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly type: 'capture' | 'output';
  readonly allocator: Exclude<VideoAllocator, 'vmalloc'>;
  readonly buffers: number;
  readonly rounds: number;
}

export type SharingPlans = ExportPlan | VideoPlan;

export const sharingPlans: readonly fc.Arbitrary<SharingPlans>[] = [
  fc.record<ExportPlan>({
    kind: fc.constant('export'),
    device: anyDevice,
    importer: fc.constantFrom(deviceId('nic'), deviceId('display')),
    size: anySize.map((size) => bytes(alignUp(size, pageBytes))),
    direction: anyDirection,
    memory: fc.constantFrom('coherent', 'pages'),
    rounds: anyRounds,
  }),
  fc.record<VideoPlan>({
    kind: fc.constant('video'),
    device: anyDevice,
    size: anySize,
    type: fc.constantFrom('capture', 'output'),
    allocator: fc.constantFrom('dma-contig', 'dma-sg'),
    buffers: fc.integer({ min: 1, max: 2 }),
    rounds: anyRounds,
  }),
];

/** What an exporter has to share, and how it frees it. */
interface Exported {
  readonly va: KernelVa;
  readonly memory: { readonly allocation: MapId } | { readonly object: ObjectId };
  readonly release: () => Driver;
}

export function* exportMemory(plan: ExportPlan): Driver {
  const made = plan.memory === 'coherent' ? yield* makeCoherent(plan) : yield* makePages(plan);
  if (made === undefined) return;
  const { device, size, direction } = plan;
  if (direction !== 'from-device') yield { kind: 'cpu-store', va: made.va, size };
  const exporter = exporterOf(plan.memory);
  const exported = yield { kind: 'dma-buf-export', device, memory: made.memory, exporter };
  if (exported.kind === 'shared') {
    const file = yield { kind: 'dma-buf-fd', buffer: exported.id };
    if (file.kind === 'file') {
      yield* importMemory(plan, file.fd, made.va);
      yield { kind: 'close-fd', fd: file.fd };
    } else {
      yield { kind: 'dma-buf-put', buffer: exported.id };
    }
  }
  if (direction !== 'to-device') yield { kind: 'cpu-load', va: made.va, size };
  yield* made.release();
}

function* makeCoherent({ device, size }: ExportPlan): Asking<Exported | undefined> {
  const made = yield { kind: 'alloc-attrs', device, size, gfp: 'kernel', attrs: [] };
  if (made.kind !== 'allocated') return undefined;
  const { cpuAddress, address, allocation } = made;
  const release = function* (): Driver {
    yield { kind: 'free-attrs', device, size, cpuAddress, address, attrs: [] };
  };
  return { va: cpuAddress, memory: { allocation }, release };
}

function* makePages({ size }: ExportPlan): Asking<Exported | undefined> {
  const made = yield { kind: 'allocate-buffer', region: 'pages', size, name: 'shared pages' };
  if (made.kind !== 'buffer' || made.va === undefined) return undefined;
  const { va, object } = made;
  const release = function* (): Driver {
    yield { kind: 'free-buffer', object };
  };
  return { va, memory: { object }, release };
}

/** Coherent memory needs no maintenance; for pages the exporter syncs whatever is mapped. */
function exporterOf(memory: ExportPlan['memory']): Exporter {
  return {
    owner: 'driver',
    methods: ['map', 'unmap', 'release', 'mmap', 'vmap', 'vunmap', 'begin-cpu-access', 'end-cpu-access'],
    hasPrivateData: true,
    cachesMapping: false,
    keepsMapping: false,
    mapAttrs: memory === 'coherent' ? ['skip-cpu-sync'] : [],
    syncs: memory === 'coherent' ? 'nothing' : 'attachments',
  };
}

function* importMemory(plan: ExportPlan, fd: number, va: KernelVa): Driver {
  const got = yield { kind: 'dma-buf-get', fd };
  if (got.kind !== 'shared') return;
  const { importer: device, direction } = plan;
  const attached = yield { kind: 'dma-buf-attach', buffer: got.id, device, isDynamic: false };
  if (attached.kind === 'shared') {
    const { id: attachment } = attached;
    const mapped = yield { kind: 'dma-buf-map', attachment, direction, locked: false };
    if (mapped.kind === 'sg-mapped') {
      const pieces = piecesOf(mapped);
      yield* transfer({ device, direction }, pieces);
      for (let round = 0; round < plan.rounds; round += 1) {
        yield* useBetweenBrackets(plan, got.id, va);
        yield* transfer({ device, direction }, pieces);
      }
      yield { kind: 'dma-buf-unmap', attachment, list: mapped.list, direction, locked: false };
    }
    yield { kind: 'dma-buf-detach', attachment };
  }
  yield { kind: 'dma-buf-put', buffer: got.id };
}

function* useBetweenBrackets({ direction, size }: ExportPlan, buffer: SharedId, va: KernelVa): Driver {
  yield { kind: 'dma-buf-begin-cpu-access', buffer, direction };
  if (direction !== 'to-device') yield { kind: 'cpu-load', va, size };
  if (direction !== 'from-device') yield { kind: 'cpu-store', va, size };
  yield { kind: 'dma-buf-end-cpu-access', buffer, direction };
}

/** An application that cycles the buffers of a queue, and the driver behind it. */
export function* cycleVideo(plan: VideoPlan, look: Look): Driver {
  const { device, type, allocator, size } = plan;
  const request = { device, type, allocator, count: plan.buffers, planeBytes: size } as const;
  const made = yield {
    kind: 'video-request',
    ...request,
    memory: 'mmap',
    isBidirectional: false,
    isNoncoherent: false,
    attrs: [],
  };
  if (made.kind !== 'shared') return;
  const { id: queue } = made;
  const shown: (UserVa | undefined)[] = [];
  for (let index = 0; index < plan.buffers; index += 1) shown.push(yield* mapBuffer(plan, queue, index));
  yield { kind: 'video-stream-on', queue };
  for (let round = 0; round <= plan.rounds; round += 1) {
    for (const [index, va] of shown.entries()) {
      const isSeen = va !== undefined && isSeenByUser(plan, look);
      if (isSeen && type === 'output') yield { kind: 'user-store', va, size };
      yield* useAsDevice(plan, queue, index, look);
      if (isSeen && type === 'capture') yield { kind: 'user-load', va, size };
    }
  }
  yield { kind: 'video-stream-off', queue };
  for (const va of shown) if (va !== undefined) yield { kind: 'munmap', va, size: bytes(alignUp(size, pageBytes)) };
  yield { kind: 'video-release', queue };
}

/** User space's cached view of scattered pages has lines of its own in an aliasing cache, which nobody maintains. */
function isSeenByUser({ allocator }: VideoPlan, look: Look): boolean {
  const { l1 } = look().platform;
  return allocator === 'dma-contig' || (l1 !== 'vivt' && l1 !== 'vipt-aliasing');
}

/** Linux `V4L2_BUF` offsets: buffer n at n times 32 KiB. */
const cookiePages = 8;

function* mapBuffer({ size }: VideoPlan, queue: SharedId, index: number): Asking<UserVa | undefined> {
  const vma = yield {
    kind: 'user-mmap',
    pages: Math.ceil(size / pageBytes),
    pageOffset: index * cookiePages,
    offsetMeans: 'cookie',
    access: ['read', 'write'],
    isShared: true,
  };
  if (vma.kind !== 'user-mapped') return undefined;
  const mapped = yield { kind: 'video-mmap', queue, vma: vma.va };
  const isMapped = isZero(mapped);
  yield { kind: 'user-mmap-end', vma: vma.va, result: isMapped ? 'mapped' : 'refused' };
  return isMapped ? vma.va : undefined;
}

function isZero(result: OpResult): boolean {
  return result.kind === 'code' && result.code === 0;
}

function* useAsDevice({ device, type, size }: VideoPlan, queue: SharedId, index: number, look: Look): Driver {
  const queued = yield { kind: 'video-queue', queue, index, from: undefined, skips: [] };
  if (!isZero(queued)) return;
  const place = dmaPlaceOf(look(), queue, index);
  const direction = type === 'output' ? 'to-device' : 'from-device';
  if (place !== undefined) yield* transfer({ device, direction }, [{ address: place.address, size }]);
  yield { kind: 'video-done', queue, index, state: 'done' };
  yield { kind: 'video-dequeue', queue };
}
