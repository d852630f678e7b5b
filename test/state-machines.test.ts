// What an object in some state may be asked, and what it says to everything else.
import { describe, expect, test } from 'vitest';
import { type EventId, severityOf } from '#engine';
import { playGolden } from './support/machine-script.js';

interface Row {
  readonly state: string;
  readonly op: string;
  /** A script without its platform; its last line is the op that is looked at. */
  readonly lines: string;
  /** Without what is for information only; none means that the op is legal. */
  readonly events: readonly EventId[];
}

function check(object: string, rows: readonly Row[], platform = 'armv7-noncoh'): void {
  describe(object, () => {
    test.each(rows)('$state, $op', ({ lines, events }) => {
      const script = lines.split(';').map((line) => line.trim());
      const { frames } = playGolden([`platform ${platform}`, ...script]);
      const raised = frames.at(-1)?.events.filter((event) => severityOf(event) !== 'info') ?? [];
      expect(raised.map((event) => event.id)).toEqual(events);
    });
  });
}

const coherent = 'a = alloc dev0 4096';
check('a coherent allocation', [
  { state: 'none', op: 'alloc', lines: coherent, events: [] },
  { state: 'none', op: 'failing alloc', lines: `fail alloc; ${coherent}`, events: [] },
  {
    state: 'none',
    op: 'free',
    lines: `${coherent}; free dev0 a cpu=0xdf100000 handle=0x5f100000`,
    events: ['FREE_NOT_ALLOCATED'],
  },
  { state: 'failed', op: 'NULL test', lines: `fail alloc; ${coherent}; test a NULL`, events: [] },
  { state: 'failed', op: 'free(NULL)', lines: `${coherent}; free dev0 a cpu=0`, events: [] },
  { state: 'failed', op: 'use', lines: `fail alloc; ${coherent}; cpu-load 0 4`, events: ['ALLOC_NULL_UNCHECKED'] },
  { state: 'live', op: 'load', lines: `${coherent}; cpu-load a`, events: [] },
  { state: 'live', op: 'store', lines: `${coherent}; cpu-store a`, events: [] },
  { state: 'live', op: 'device access', lines: `${coherent}; device-write dev0 a`, events: [] },
  { state: 'live', op: 'mmap', lines: `${coherent}; mmap dev0 a 0 1`, events: [] },
  { state: 'live', op: 'get_sgtable', lines: `${coherent}; get-sgtable dev0 a`, events: [] },
  { state: 'live', op: 'free', lines: `${coherent}; free dev0 a`, events: [] },
  {
    state: 'live',
    op: 'map_single',
    lines: `${coherent}; map-single dev0 a from-device`,
    events: ['COHERENT_STREAMED', 'OVERLAPPING_MAPPINGS'],
  },
  { state: 'freed', op: 'free', lines: `${coherent}; free dev0 a; free dev0 a`, events: ['FREE_NOT_ALLOCATED'] },
  {
    state: 'freed',
    op: 'device access',
    lines: `${coherent}; free dev0 a; device-read dev0 a`,
    events: ['DEVICE_ACCESS_CPU_OWNED', 'DMA_TO_FREED_PAGE'],
  },
]);

const cookie = 'a = alloc dev0 4096 no-kernel-mapping';
check('an allocation without kernel mapping', [
  { state: 'live', op: 'device access', lines: `${cookie}; device-write dev0 a`, events: [] },
  { state: 'live', op: 'mmap', lines: `${cookie}; mmap dev0 a 0 1 no-kernel-mapping`, events: [] },
  { state: 'live', op: 'get_sgtable', lines: `${cookie}; get-sgtable dev0 a no-kernel-mapping`, events: [] },
  { state: 'live', op: 'free', lines: `${cookie}; free dev0 a no-kernel-mapping`, events: [] },
  { state: 'live', op: 'load', lines: `${cookie}; cpu-load a 4`, events: ['COOKIE_DEREF'] },
]);

const pages = 'a = alloc-pages dev0 4096 bidirectional';
const givenPages = `${pages}; sync-for-device dev0 a bidirectional`;
check('a non-coherent allocation', [
  { state: 'CPU', op: 'store', lines: `${pages}; cpu-store a`, events: [] },
  { state: 'CPU', op: 'sync for device', lines: givenPages, events: [] },
  { state: 'CPU', op: 'free', lines: `${pages}; free-pages dev0 a bidirectional`, events: [] },
  { state: 'CPU', op: 'device access', lines: `${pages}; device-write dev0 a`, events: ['DEVICE_ACCESS_CPU_OWNED'] },
  { state: 'device', op: 'device access', lines: `${givenPages}; device-write dev0 a`, events: [] },
  { state: 'device', op: 'sync for CPU', lines: `${givenPages}; sync-for-cpu dev0 a bidirectional`, events: [] },
  { state: 'device', op: 'free', lines: `${givenPages}; free-pages dev0 a bidirectional`, events: [] },
  { state: 'device', op: 'store', lines: `${givenPages}; cpu-store a`, events: ['CPU_ACCESS_DEVICE_OWNED'] },
]);

const buffer = 'buffer b 4096 pages';
const error = `${buffer}; fail map; h = map-single dev0 b bidirectional`;
const unchecked = `${buffer}; h = map-single dev0 b bidirectional`;
const checked = `${unchecked}; check dev0 h`;
const synced = `${checked}; sync-range-for-cpu dev0 h 0 1024 bidirectional`;
const unmapped = `${checked}; unmap-single dev0 h bidirectional`;
check('a streaming mapping', [
  { state: 'none', op: 'map', lines: unchecked, events: [] },
  { state: 'error', op: 'test', lines: `${error}; check dev0 h`, events: [] },
  { state: 'error', op: 'device access', lines: `${error}; device-read dev0 h`, events: ['MAP_ERROR_USED'] },
  { state: 'error', op: 'descriptor', lines: `${error}; program dev0 h`, events: ['MAP_ERROR_USED'] },
  {
    state: 'error',
    op: 'unmap',
    lines: `${error}; unmap-single dev0 h 4096 bidirectional`,
    events: ['UNMAP_INVALID_ADDRESS'],
  },
  { state: 'error', op: 'sync', lines: `${error}; sync-for-cpu dev0 h 4096 bidirectional`, events: ['MAP_ERROR_USED'] },
  { state: 'unchecked', op: 'test', lines: checked, events: [] },
  {
    state: 'unchecked',
    op: 'device access',
    lines: `${unchecked}; device-write dev0 h`,
    events: ['MAP_ERROR_UNCHECKED'],
  },
  { state: 'unchecked', op: 'descriptor', lines: `${unchecked}; program dev0 h`, events: ['MAP_ERROR_UNCHECKED'] },
  {
    state: 'used unchecked',
    op: 'device access',
    lines: `${unchecked}; program dev0 h; device-write dev0 h`,
    events: [],
  },
  { state: 'device', op: 'device access', lines: `${checked}; device-write dev0 h`, events: [] },
  { state: 'device', op: 'sync for CPU', lines: synced, events: [] },
  { state: 'device', op: 'unmap', lines: unmapped, events: [] },
  { state: 'device', op: 'store', lines: `${checked}; cpu-store b`, events: ['CPU_ACCESS_DEVICE_OWNED'] },
  { state: 'device', op: 'load', lines: `${checked}; cpu-load b`, events: ['CPU_ACCESS_DEVICE_OWNED'] },
  {
    state: 'device, TO_DEVICE',
    op: 'load',
    lines: `${buffer}; h = map-single dev0 b to-device; cpu-load b`,
    events: [],
  },
  { state: 'CPU range', op: 'store', lines: `${synced}; cpu-store b 1024`, events: [] },
  { state: 'CPU range', op: 'sync for device', lines: `${synced}; sync-for-device dev0 h bidirectional`, events: [] },
  { state: 'CPU range', op: 'unmap', lines: `${synced}; unmap-single dev0 h bidirectional`, events: [] },
  {
    state: 'CPU range',
    op: 'device access',
    lines: `${synced}; device-write dev0 h 64`,
    events: ['DEVICE_ACCESS_CPU_OWNED'],
  },
  { state: 'CPU range', op: 'device access behind it', lines: `${synced}; device-write dev0 h+1024 64`, events: [] },
  { state: 'unmapped', op: 'unmap', lines: `${unmapped}; unmap-single dev0 h bidirectional`, events: ['DOUBLE_UNMAP'] },
  {
    state: 'unmapped',
    op: 'sync',
    lines: `${unmapped}; sync-for-cpu dev0 h bidirectional`,
    events: ['SYNC_NOT_FOUND'],
  },
  {
    state: 'unmapped',
    op: 'device access',
    lines: `${unmapped}; device-read dev0 h`,
    events: ['DEVICE_ACCESS_CPU_OWNED'],
  },
]);

const list = 'place b 0x50001000 0x1000; place c 0x50004000 0x800; l = map-sg dev0 b:0x1000 c:0x800 from-device';
const sgRows: readonly Row[] = [
  { state: 'mapped', op: 'unmap', lines: `${list}; unmap-sg dev0 l 2 from-device`, events: [] },
  { state: 'mapped', op: 'unmap(n)', lines: `${list}; unmap-sg dev0 l 1 from-device`, events: ['SG_WRONG_COUNT'] },
  { state: 'mapped', op: 'program n', lines: `${list}; walk-sg l 1 device`, events: [] },
  { state: 'mapped', op: 'program more than n', lines: `${list}; walk-sg l 2 device`, events: ['SG_WRONG_COUNT'] },
  { state: 'mapped', op: 'sg->length', lines: `${list}; walk-sg l 1 device cpu-lengths`, events: ['SG_LEN_CONFUSION'] },
  { state: 'mapped', op: 'sg_dma_len', lines: `${list}; walk-sg l 2 cpu dma-lengths`, events: ['SG_LEN_CONFUSION'] },
  { state: 'mapped', op: 'pages of n entries', lines: `${list}; walk-sg l 1 cpu`, events: ['SG_WRONG_COUNT'] },
];
check('a merged scatterlist', sgRows, 'armv7-iommu');

const resource = 'place r 0x10000000 4096; h = map-resource dev0 r bidirectional; check dev0 h';
check('a resource mapping', [
  { state: 'mapped', op: 'unmap', lines: `${resource}; unmap-resource dev0 h bidirectional`, events: [] },
  { state: 'mapped', op: 'sync', lines: `${resource}; sync-for-cpu dev0 h bidirectional`, events: ['SYNC_NOT_FOUND'] },
]);

const pool = 'p = pool-create dev0 small 64; q = pool-create dev0 other 64; a = pool-alloc p; c = pool-alloc q';
const freed = `${pool}; pool-free p a`;
check('a pool', [
  { state: 'created', op: 'alloc', lines: pool, events: [] },
  { state: 'created', op: 'free', lines: freed, events: [] },
  { state: 'created', op: 'destroy', lines: `${freed}; pool-destroy p`, events: [] },
  { state: 'created', op: 'destroy with blocks', lines: `${pool}; pool-destroy p`, events: ['POOL_BUSY'] },
  { state: 'created', op: 'free of another block', lines: `${pool}; pool-free p c`, events: ['POOL_WRONG_FREE'] },
]);
check('a block of a pool', [
  { state: 'live', op: 'load', lines: `${pool}; cpu-load a`, events: [] },
  { state: 'live', op: 'device access', lines: `${pool}; device-write dev0 a`, events: [] },
  { state: 'freed', op: 'load', lines: `${freed}; cpu-load a`, events: ['POOL_CORRUPTION'] },
  { state: 'freed', op: 'device access', lines: `${freed}; device-write dev0 a`, events: ['POOL_CORRUPTION'] },
  { state: 'freed', op: 'free', lines: `${freed}; pool-free p a`, events: ['POOL_WRONG_FREE'] },
]);

const attached = 'm = alloc dev0 4096; b = dma-buf-export dev0 m skip-cpu-sync; t = dma-buf-attach b dev1';
const attachedAndMapped = `${attached}; l = dma-buf-map t from-device`;
check('an attachment of a dma-buf', [
  { state: 'attached', op: 'map', lines: attachedAndMapped, events: [] },
  { state: 'attached', op: 'detach', lines: `${attached}; dma-buf-detach t`, events: [] },
  { state: 'mapped', op: 'device access', lines: `${attachedAndMapped}; device-write dev1 l.0`, events: [] },
  { state: 'mapped', op: 'unmap', lines: `${attachedAndMapped}; dma-buf-unmap t l from-device`, events: [] },
  { state: 'mapped', op: 'detach', lines: `${attachedAndMapped}; dma-buf-detach t`, events: ['LEAK_ATTACHMENT'] },
]);

const domain = 'arm-iommu-detach dev0; d = iommu-domain-alloc dev0';
const attachedDomain = `${domain}; iommu-attach dev0 d`;
const domainRows: readonly Row[] = [
  { state: 'allocated', op: 'attach', lines: attachedDomain, events: [] },
  { state: 'allocated', op: 'map', lines: `place b 0x50001000 4096; ${domain}; iommu-map d 0x1000 b read`, events: [] },
  { state: 'allocated', op: 'free', lines: `${domain}; iommu-domain-free d`, events: [] },
  { state: 'attached', op: 'detach', lines: `${attachedDomain}; iommu-detach dev0 d`, events: [] },
  { state: 'attached', op: 'free', lines: `${attachedDomain}; iommu-domain-free d`, events: ['DOMAIN_FREED_ATTACHED'] },
];
check('an IOMMU domain', domainRows, 'armv7-iommu');

const live = `device dev0 pci; ${buffer}; h = map-single dev0 b bidirectional`;
check('a device', [
  { state: 'bound', op: 'unbind', lines: `${live}; unmap-single dev0 h bidirectional; unbind dev0`, events: [] },
  { state: 'bound', op: 'unbind with a mapping', lines: `${live}; unbind dev0`, events: ['LEAK_MAPPING'] },
  { state: 'bound', op: 'unbind with memory', lines: `${coherent}; unbind dev0`, events: ['LEAK_ALLOCATION'] },
  { state: 'bound', op: 'unbind with managed memory', lines: 'alloc-managed dev0 4096; unbind dev0', events: [] },
  { state: 'probing', op: 'failed probe', lines: `${live}; probe-failed dev0`, events: ['LEAK_MAPPING'] },
]);
