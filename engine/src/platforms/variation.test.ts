import { describe, expect, test } from 'vitest';
import { findPlatform, platforms } from './index.js';
import type { Platform } from './platform.js';
import { switches } from './switches.js';
import { switchNames, vary } from './variation.js';

const preset = (name: string): Platform => {
  const found = findPlatform(name);
  if (found === undefined) throw new Error(`no preset ${name}`);
  return found;
};

/** A value for every switch that changes it, and what it changes. */
const effects: Readonly<Record<keyof typeof switches, readonly [string, unknown, Partial<Platform>]>> = {
  profile: ['exynos4', 'k310', { profile: 'k310' }],
  title: ['exynos4', 'My board', { title: 'My board' }],
  ramBase: ['armv5-vivt', '0x40000000', {}],
  ram: ['armv7-noncoh', '256M', {}],
  zoneDma: ['armv7-noncoh', '64M', {}],
  l1: ['armv6-vipt-aliasing', 'vipt-nonaliasing', { l1: 'vipt-nonaliasing', cacheColors: 1 }],
  l1Policy: ['armv5-vivt', 'write-through', { l1Policy: 'write-through' }],
  cachelineBytes: ['armv7-noncoh', 32, { cachelineBytes: 32 }],
  dmaMinAlignBytes: ['armv7-noncoh', 128, { dmaMinAlignBytes: 128 }],
  outerCache: ['armv7-noncoh', 'pl310', { outerCache: { kind: 'pl310', lineBytes: 32 } }],
  speculation: ['armv7-noncoh', false, { speculation: false }],
  policy: ['armv7-noncoh', 'worst', { policy: 'worst' }],
  uncachedDrains: ['armv5-vivt', false, {}],
  dirtyGranule: ['armv7-noncoh', 'half-line', {}],
  uncachedBypassesOuter: ['exynos4', false, {}],
  bufferableDma: ['armv6-vipt-aliasing', false, { bufferableDma: false }],
  smp: ['armv7-noncoh', false, { smp: false }],
  lpae: ['armv7-noncoh', true, { lpae: true, dmaAddressBits: 64 }],
  vmapStack: ['armv7-noncoh', false, { vmapStack: false }],
  dmaDebug: ['armv7-noncoh', false, { dmaDebug: false }],
  cma: ['armv7-noncoh', 'off', { cma: { kind: 'off' } }],
  coherentPool: ['armv7-noncoh', '64K', {}],
  unmapLinear: ['armv7-noncoh', true, { unmapLinear: true }],
  backend: ['armv7-iommu', 'direct-noncoherent', { backend: 'direct-noncoherent', devicesSnoop: false }],
  coherent: ['armv7-iommu', true, { backend: 'arm-iommu-coherent', devicesSnoop: true }],
  iommu: ['armv7-noncoh', 'rockchip-v1', {}],
  iovaBase: ['armv7-iommu', '0x30000000', {}],
  iovaSize: ['armv7-iommu', '256M', {}],
  iommuStrict: ['generic-iommu', false, { iommuStrict: false }],
  genericOnArm32: ['armv7-iommu', true, { genericOnArm32: true }],
  swiotlb: ['x86-coherent', 'off', { swiotlb: { kind: 'off' } }],
  restrictedPool: ['armv7-noncoh', '4M', {}],
  quirks: ['armv7-noncoh', { Q11: false }, {}],
};

test.each(Object.entries(effects))('`%s` changes the machine, and fits', (name, [base, written, expected]) => {
  const before = preset(base);
  const { platform, problems } = vary(before, { [name]: written });
  expect(problems).toEqual([]);
  expect(platform).not.toEqual(before);
  expect(platform).toMatchObject(expected);
});

test('values are applied on top of the kernel, whatever order they are written in', () => {
  const { platform } = vary(preset('exynos4'), { cma: 'off', quirks: { Q20: false }, ram: '2G', profile: 'k310' });
  expect(platform).toMatchObject({ profile: 'k310', cma: { kind: 'off' }, memory: { lowmemBytes: 760 * 1024 ** 2 } });
  expect(platform.quirks).not.toContain('Q20');
  expect(platform.memory.ramBytes).toBe(2 * 1024 ** 3);
});

test('other RAM moves what follows from it', () => {
  expect(vary(preset('armv7-noncoh'), { ram: '2G' }).platform.memory).toMatchObject({
    lowmemBytes: 768 * 1024 ** 2,
    vmallocStart: 0xf0800000,
  });
  expect(vary(preset('generic-iommu'), { ram: '1G' }).platform.memory).toMatchObject({
    lowmemBytes: 1024 ** 3,
    zoneDma32Bytes: 1024 ** 3,
  });
});

test('an address space that starts elsewhere is a fresh one', () => {
  const [iommu] = vary(preset('exynos4'), { iovaBase: 0xff000000 }).platform.iommus;
  expect(iommu?.iova).toEqual({ kind: 'bitmap', base: 0xff000000, bytes: 0x1000000, inUse: 0 });
});

test('an IOMMU can be put where there was none', () => {
  const { platform, problems } = vary(preset('armv7-noncoh'), { iommu: 'sysmmu-v5', backend: 'arm-iommu' });
  expect(problems).toEqual([]);
  expect(platform.iommus).toMatchObject([{ format: 'sysmmu-v5' }]);
});

describe('what is wrong is said at its place, and the rest counts', () => {
  test.each<[string, Record<string, unknown>, string[], string]>([
    ['armv7-noncoh', { cmaa: 'off' }, ['cmaa'], 'there is no switch `cmaa`; did you mean `cma`?'],
    ['armv7-noncoh', { colour: 3 }, ['colour'], 'there is no switch `colour`'],
    ['armv7-noncoh', { cma: 'of' }, ['cma'], '`cma` must be a size from 1M to 2G, a multiple of 1M, or `off`'],
    ['armv7-noncoh', { speculation: 'no' }, ['speculation'], '`speculation` must be `true` or `false`'],
    ['armv7-noncoh', { cachelineBytes: 48 }, ['cachelineBytes'], '`cachelineBytes` must be one of 16, 32, 64, 128'],
    ['armv7-noncoh', { ram: '64M' }, ['ram'], '`ram` must be a size from 128M to 64G, a multiple of 1M'],
    ['armv7-noncoh', { quirks: { Q99: true } }, ['quirks', 'Q99'], '`quirks` has no `Q99`; there are Q1 to Q26'],
    ['armv7-noncoh', { quirks: { Q1: 1 } }, ['quirks', 'Q1'], '`quirks` must give `true` or `false` for `Q1`'],
    [
      'exynos4',
      { profile: 'k2639' },
      ['profile'],
      '`profile` cannot be `k2639`: `exynos4` is known with `k612` and `k310` only',
    ],
  ])('%s %j', (base, written, at, problem) => {
    const { platform, problems } = vary(preset(base), { ...written, title: 'Mine' });
    expect(problems).toEqual([{ at, problem }]);
    expect(platform.title).toBe('Mine');
  });
});

describe('a machine that cannot exist is the preset again', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['armv5-vivt', { speculation: true }, 'speculation', '`speculation` must be false before ARMv6'],
    ['armv5-vivt', { bufferableDma: true }, 'bufferableDma', '`bufferableDma` must be false before ARMv6'],
    ['armv5-vivt', { smp: true }, 'smp', '`smp` must be false before ARMv6'],
    ['armv5-vivt', { l1: 'pipt' }, 'l1', '`l1` must be `vivt` before ARMv6'],
    ['armv5-vivt', { outerCache: 'pl310' }, 'outerCache', 'only ARMv6 and ARMv7 have an outer cache of their own'],
    ['armv7-noncoh', { l1: 'vivt' }, 'l1', '`vivt` needs an architecture before ARMv6'],
    ['armv7-noncoh', { l1: 'vipt-aliasing' }, 'l1', '`vipt-aliasing` needs ARMv6: data caches of ARMv7 never alias'],
    [
      'armv7-noncoh',
      { bufferableDma: false },
      'bufferableDma',
      '`bufferableDma` must be true on ARMv7, where the kernel has no choice',
    ],
    [
      'armv7-noncoh',
      { cachelineBytes: 128 },
      'dmaMinAlignBytes',
      '`dmaMinAlignBytes` must be a multiple of `cachelineBytes` where caches are not coherent',
    ],
    ['armv7-iommu', { backend: 'dma-iommu' }, 'backend', '`dma-iommu` is not for 32-bit ARM unless `genericOnArm32`'],
    ['generic-iommu', { backend: 'arm-iommu' }, 'backend', '`arm-iommu` needs 32-bit ARM with `k310` or `k612`'],
    ['armv7-noncoh', { backend: 'arm-iommu' }, 'iommu', '`arm-iommu` needs an IOMMU: `iommu` must not be off'],
    ['armv7-noncoh', { backend: 'direct-2011' }, 'backend', '`direct-2011` and `k2639` need each other'],
    ['armv7-noncoh', { backend: 'parisc-uncached' }, 'backend', '`parisc-uncached` is not for armv7'],
    ['x86-coherent', { coherent: false }, 'coherent', '`coherent` must be true on x86, where every device snoops'],
    [
      'pa-risc',
      { coherent: false },
      'coherent',
      '`coherent` must be true with `parisc-iommu`, which maintains no cache',
    ],
    [
      'ixp4xx',
      { coherent: true },
      'coherent',
      '`coherent` must be false with `dmabounce`, which is for devices that see no cache',
    ],
    ['armv7-noncoh', { ram: '8G' }, 'ram', 'RAM ends at 0x240000000: above 4 GiB it needs `lpae`'],
    ['armv6-vipt-aliasing', { lpae: true }, 'lpae', '`lpae` needs ARMv7 with `k612`'],
    ['armv7-noncoh', { cma: '448M' }, 'cma', '`cma` must leave 80M of 512M lowmem to the kernel'],
    ['armv5-vivt-2011', { cma: '16M' }, 'cma', '`cma` must be off with `k2639`'],
    ['armv7-noncoh', { coherentPool: '16M' }, 'coherentPool', '`coherentPool` is taken from `cma` and must be smaller'],
    ['armv5-vivt-2011', { coherentPool: '64K' }, 'coherentPool', '`coherentPool` must be off with `k2639`'],
    ['ixp4xx', { swiotlb: 'force' }, 'swiotlb', '`swiotlb` must be off on 32-bit ARM before `k612`'],
    ['ixp4xx', { restrictedPool: '4M' }, 'restrictedPool', '`restrictedPool` needs `k612`'],
    [
      'exynos4',
      { iovaBase: 0xc0000000, iovaSize: '2G' },
      'iovaSize',
      'the addresses of an IOMMU must be whole pages and end at 4 GiB',
    ],
  ])('%s %j', (base, written, at, problem) => {
    const { platform, problems } = vary(preset(base), written);
    expect(problems).toContainEqual({ at: [at], problem });
    expect(platform).toBe(preset(base));
  });
});

test('any values give a machine or problems, and no exception', () => {
  const values = [null, 0, -1, 1e300, '', 'off', 'x', true, [], {}, { Q1: true }];
  for (const base of platforms) {
    for (const name of switchNames) {
      for (const value of values) {
        const { problems } = vary(base, { [name]: value });
        expect(problems.every((it) => !/undefined|NaN/.test(it.problem))).toBe(true);
      }
    }
  }
});
