import { describe, expect, test } from 'vitest';
import { isAligned, pageBytes } from '../address/align.js';
import { formatByName } from '../iommu/formats/index.js';
import { defaultPlatform, findPlatform, platforms } from './index.js';
import { hasOuterCache, isCoherent } from './platform.js';

describe.each(platforms)('$name', (platform) => {
  const { memory, iommus, outerCache, architecture } = platform;

  test('its name finds it', () => {
    expect(findPlatform(platform.name)).toBe(platform);
  });

  test('a coherent machine maintains no cache, and every other one does', () => {
    expect(platform.maintenance === 'none').toBe(isCoherent(platform));
  });

  test('ARMv7 speculates and buffers DMA memory', () => {
    const isArmv7 = architecture === 'armv7';
    expect(platform.bufferableDma).toBe(isArmv7);
    if (isArmv7) expect(platform.speculation).toBe(true);
  });

  test('an outer cache has 32-byte lines', () => {
    if (hasOuterCache(platform)) expect(outerCache).toMatchObject({ lineBytes: 32 });
  });

  test('kmalloc keeps whole lines apart where caches are not coherent', () => {
    if (!isCoherent(platform)) expect(platform.dmaMinAlignBytes % platform.cachelineBytes).toBe(0);
  });

  test('operations behind an IOMMU have one', () => {
    if (platform.backend.includes('iommu')) expect(iommus).not.toEqual([]);
  });

  test('its IOVA space is made of pages the format can map', () => {
    for (const { format, iova: space } of iommus) {
      const [smallest] = formatByName(format).pageSizes;
      expect(smallest).toBe(pageBytes);
      const bounds = space.kind === 'bitmap' ? [space.base, space.bytes, space.inUse] : [space.start, space.end];
      expect(bounds.every((it) => isAligned(it, pageBytes))).toBe(true);
      if (space.kind === 'bitmap') expect(space.inUse).toBeLessThan(space.bytes);
    }
  });

  test('its regions do not overlap', () => {
    expect(memory.lowmemBytes).toBeLessThanOrEqual(memory.ramBytes);
    expect(memory.linearBase + memory.lowmemBytes).toBeLessThanOrEqual(memory.vmallocStart);
    expect(memory.vmallocStart).toBeLessThan(memory.vmallocEnd);
    if (platform.cma.kind === 'area') expect(platform.coherentPoolBytes).toBeLessThan(platform.cma.bytes);
  });

  test('addresses fit their width', () => {
    expect(memory.ramBase + memory.ramBytes - 1).toBeLessThan(2 ** platform.dmaAddressBits);
  });
});

test('a 32-bit ARM kernel with 240 MiB of vmalloc has 768 MiB of lowmem', () => {
  expect(defaultPlatform.memory.lowmemBytes).toBe(0x30000000);
  expect(defaultPlatform.memory.vmallocStart).toBe(0xf0800000);
});
