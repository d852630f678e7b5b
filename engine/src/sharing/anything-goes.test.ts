// Sharing ops in any order, with ids that exist and ids that do not: the machine answers and never throws.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes, dmaAddr, kernelVa, physAddr, userVa } from '../address/spaces.js';
import { boot } from '../machine/boot.js';
import { play } from '../machine/play.js';
import type { DmaBufOp, GemOp, MachineOp, NoncontiguousOp, UserOp, VideoOp } from '../ops/op.js';
import { findPlatform } from '../platforms/index.js';
import { deviceId, mapId, mmId, objectId, sharedId } from '../state/ids.js';
import type { Direction } from '../state/map-record.js';
import { contiguousVideo, gemDma, scatteredVideo } from './exporters.js';

const device = fc.constantFrom('dev0', 'dev1').map(deviceId);
const shared = fc.integer({ min: 1, max: 24 }).map(sharedId);
const mapping = fc.integer({ min: 1, max: 24 }).map(mapId);
const object = fc.integer({ min: 1, max: 24 }).map(objectId);
const mm = fc.integer({ min: 1, max: 6 }).map(mmId);
const direction = fc.constantFrom<Direction>('to-device', 'from-device', 'bidirectional');
const size = fc.constantFrom(0, 64, 4096, 8192).map(bytes);
const pages = fc.constantFrom(0, 1, 2, 3);
const fd = fc.integer({ min: 0, max: 5 });
const index = fc.integer({ min: 0, max: 2 });
const va = fc.integer({ min: 0x10000, max: 0x10008 }).map((page) => userVa(page * 4096));
const locked = fc.boolean();
const attrs = fc.constantFrom<readonly ('no-kernel-mapping' | 'write-combine')[]>(
  [],
  ['no-kernel-mapping'],
  ['write-combine'],
);

/** One arbitrary per kind: a new kind does not compile until it is here. */
type Arbitraries<Op extends { readonly kind: string }> = {
  readonly [Kind in Op['kind']]: fc.Arbitrary<FieldsOf<Op, Kind>>;
};

/** Of the op with that kind, which may be one of several it has. */
type FieldsOf<Op, Kind> = Op extends { readonly kind: infer Own }
  ? Kind extends Own
    ? Omit<Op, 'kind'>
    : never
  : never;

const user: Arbitraries<UserOp> = {
  'fork-mm': fc.constant({}),
  'switch-mm': fc.record({ mm }),
  'exit-mm': fc.record({ mm }),
  'allocate-user': fc.record({ pages, layout: fc.constantFrom('scattered', 'contiguous') }),
  'user-mmap': fc.record({
    pages,
    pageOffset: fc.constantFrom(0, 1, 8),
    offsetMeans: fc.constantFrom('offset', 'cookie'),
    access: fc.constantFrom<readonly ('read' | 'write')[]>(['read'], ['write'], ['read', 'write'], []),
    isShared: fc.boolean(),
  }),
  'user-mmap-end': fc.record({ vma: va, result: fc.constantFrom('mapped', 'refused') }),
  'reset-page-offset': fc.record({ vma: va }),
  'set-vma-flags': fc.record({ vma: va, flags: fc.constant(['dont-copy' as const]) }),
  'mmap-vma': fc.record({
    device,
    cpuAddress: fc.constant(kernelVa(0)),
    address: fc.constant(dmaAddr(0x5f000000)),
    size,
    attrs,
    vma: va,
  }),
  'mmap-pages': fc.record({ device, allocation: mapping, size, vma: va }),
  'mmap-noncontiguous': fc.record({ device, allocation: mapping, size, vma: va }),
  'insert-page': fc.record({
    vma: va,
    index,
    page: fc.constant(physAddr(0x44000000)),
    type: fc.constantFrom('write-alloc', 'bufferable'),
  }),
  'can-mmap': fc.record({ device }),
  'dma-pgprot': fc.record({ device, attrs }),
};

const noncontiguous: Arbitraries<NoncontiguousOp> = {
  'alloc-noncontiguous': fc.record({ device, size, direction, gfp: fc.constantFrom('kernel', 'atomic'), attrs }),
  'free-noncontiguous': fc.record({ device, size, list: mapping, direction }),
  'vmap-noncontiguous': fc.record({ device, size, list: mapping }),
  'vunmap-noncontiguous': fc.record({ device, va: fc.constant(kernelVa(0xe0800000)), size }),
};

const dmaBuf: Arbitraries<DmaBufOp> = {
  'dma-buf-export': fc.record({
    device,
    memory: fc.oneof(fc.record({ allocation: mapping }), fc.record({ object })),
    exporter: fc.constantFrom(contiguousVideo, scatteredVideo, gemDma, {
      ...gemDma,
      cachesMapping: false,
      methods: [...gemDma.methods, 'pin', 'unpin'],
    } as const),
  }),
  'dma-buf-fd': fc.record({ buffer: shared }),
  'close-fd': fc.record({ fd }),
  'dma-buf-get': fc.record({ fd }),
  'dma-buf-reference': fc.record({ buffer: shared }),
  'dma-buf-put': fc.record({ buffer: shared }),
  'dma-buf-attach': fc.record({ buffer: shared, device, isDynamic: fc.boolean() }),
  'dma-buf-detach': fc.record({ attachment: shared }),
  'dma-buf-pin': fc.record({ attachment: shared }),
  'dma-buf-unpin': fc.record({ attachment: shared }),
  'dma-buf-map': fc.record({ attachment: shared, direction, locked }),
  'dma-buf-unmap': fc.record({ attachment: shared, list: mapping, direction, locked }),
  'dma-buf-begin-cpu-access': fc.record({ buffer: shared, direction }),
  'dma-buf-end-cpu-access': fc.record({ buffer: shared, direction }),
  'dma-buf-sync-ioctl': fc.record({ fd, flags: fc.integer({ min: -1, max: 9 }) }),
  'dma-buf-mmap': fc.record({ buffer: shared, vma: va, pageOffset: pages }),
  'dma-buf-vmap': fc.record({ buffer: shared, locked }),
  'dma-buf-vunmap': fc.record({ buffer: shared, locked }),
  'dma-buf-move': fc.record({ buffer: shared }),
  'resv-lock': fc.record({ buffer: shared }),
  'resv-unlock': fc.record({ buffer: shared }),
  'use-shared-table': fc.record({
    attachment: shared,
    list: mapping,
    how: fc.constantFrom('pages', 'map again', 'free'),
  }),
};

const source = fc.option(fc.oneof(fc.record({ va, size }), fc.record({ fd, size })), { nil: undefined });
const queueBuffer = fc.record({ queue: shared, index, from: source, skips: fc.constant([]) });

const video: Arbitraries<VideoOp> = {
  'video-request': fc.record({
    device,
    type: fc.constantFrom('capture', 'output'),
    isBidirectional: fc.boolean(),
    memory: fc.constantFrom('mmap', 'userptr', 'dmabuf'),
    allocator: fc.constantFrom('dma-contig', 'dma-sg', 'vmalloc'),
    attrs,
    isNoncoherent: fc.boolean(),
    count: fc.integer({ min: 0, max: 2 }),
    planeBytes: size,
  }),
  'video-release': fc.record({ queue: shared }),
  'video-prepare': queueBuffer,
  'video-queue': queueBuffer,
  'video-done': fc.record({ queue: shared, index, state: fc.constantFrom('done', 'error', 'queued') }),
  'video-dequeue': fc.record({ queue: shared }),
  'video-stream-on': fc.record({ queue: shared }),
  'video-stream-off': fc.record({ queue: shared }),
  'video-mmap': fc.record({ queue: shared, vma: va }),
  'video-export': fc.record({ queue: shared, index }),
  'video-map-kernel': fc.record({ queue: shared, index }),
};

const gem: Arbitraries<GemOp> = {
  'gem-create': fc.record({ device, size, isNoncoherent: fc.boolean() }),
  'gem-put': fc.record({ gem: shared }),
  'gem-mmap': fc.record({ gem: shared, vma: va }),
  'gem-export': fc.record({ gem: shared }),
  'gem-import': fc.record({ device, fd }),
};

const anyOp = fc.oneof(
  ...Object.entries({ ...user, ...noncontiguous, ...dmaBuf, ...video, ...gem }).map(([kind, fields]) =>
    (fields as fc.Arbitrary<object>).map((it) => ({ ...it, kind }) as MachineOp),
  ),
);

/** Something to share from the start, so that more of what follows means something. */
const beginning: readonly MachineOp[] = [
  { kind: 'allocate-buffer', region: 'vmalloc', size: bytes(8192), name: 'b' },
  { kind: 'gem-create', device: deviceId('dev0'), size: bytes(8192), isNoncoherent: false },
  { kind: 'gem-export', gem: sharedId(5) },
];

describe.each(['armv7-noncoh', 'armv7-iommu', 'armv5-vivt', 'generic-iommu', 'x86-coherent'])('%s', (name) => {
  const platform = findPlatform(name);
  if (platform === undefined) throw new Error(`no platform ${name}`);

  test('nothing throws, and counts never go below zero', () => {
    fc.assert(
      fc.property(fc.array(anyOp, { maxLength: 40 }), (ops) => {
        for (const { state } of play(boot(platform), [...beginning, ...ops])) {
          for (const { references } of state.sharing.dmaBufs.values()) expect(references).toBeGreaterThanOrEqual(0);
          for (const { references } of state.sharing.memories.values()) expect(references).toBeGreaterThanOrEqual(0);
          for (const { value } of state.user.pageReferences) expect(value).toBeGreaterThan(0);
        }
      }),
      { numRuns: 150 },
    );
  });
});
