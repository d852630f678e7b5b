import { describe, expect, test } from 'vitest';
import { freshTables, leafWords, map, phys } from '../../../test/support/format-rig.js';
import { iova, physAddr } from '../address/spaces.js';
import { type FormatName, formatByName } from './formats/index.js';
import { emptyGather, syncGather } from './gather.js';
import { mapRange, mapSegments, unmapRange, unmapRangeFast } from './map-range.js';

const readWrite = ['read', 'write'] as const;
const range = (at: number, pa: number, size: number) => {
  return { iova: iova(at), pa: physAddr(pa), size, protection: readWrite };
};

describe('page sizes of a range of 0x213000 bytes', () => {
  const sizesOf = (name: FormatName, at: number, pa: number): readonly string[] => {
    const format = formatByName(name);
    const { writes } = mapRange(format, freshTables(format), range(at, pa, 0x213000));
    const counts = new Map<number, number>();
    for (const { meaning, index, level } of writes) {
      if (meaning.kind !== 'leaf') continue;
      // Sixteen words repeat one large page.
      const isFirst = meaning.size !== 0x10000 || level !== 2 || index % 16 === 0;
      if (isFirst) counts.set(meaning.size, (counts.get(meaning.size) ?? 0) + 1);
    }
    return [...counts].map(([size, count]) => `0x${size.toString(16)}×${count}`);
  };

  test.each(['sysmmu-v3', 'omap4', 'v7s'] as const)('%s', (name) => {
    expect(sizesOf(name, 0x200f0000, 0x6a3f0000)).toEqual(['0x10000×1', '0x100000×2', '0x1000×3']);
    expect(sizesOf(name, 0x20100000, 0x6a3f0000)).toEqual(['0x10000×33', '0x1000×3']);
  });

  test.each(['lpae-s1', 'tegra30-smmu'] as const)('%s', (name) => {
    expect(sizesOf(name, 0x200f0000, 0x6a3f0000)).toEqual(['0x1000×531']);
  });
});

describe('iommu_map and iommu_unmap', () => {
  const v7s = formatByName('v7s');

  test('what is not aligned to the smallest page is refused', () => {
    for (const odd of [range(0x800, 0, 0x1000), range(0, 0x800, 0x1000), range(0, 0, 0x800)]) {
      expect(mapRange(v7s, freshTables(v7s), odd)).toMatchObject({ error: 'EINVAL', mapped: 0, writes: [] });
    }
    expect(unmapRange(v7s, freshTables(v7s), { iova: iova(0x800), size: 0x1000 }).unmapped).toBe(0);
  });

  test('a hole ends it, except on a SYSMMU', () => {
    const unmappedBy = (name: FormatName): number => {
      const format = formatByName(name);
      let { tables } = mapRange(format, freshTables(format), range(0x1000, 0x80001000, 0x1000));
      ({ tables } = mapRange(format, tables, range(0x3000, 0x80003000, 0x1000)));
      return unmapRange(format, tables, { iova: iova(0x1000), size: 0x3000 }).unmapped;
    };
    expect(unmappedBy('v7s')).toBe(0x1000);
    expect(unmappedBy('rockchip-v1')).toBe(0x1000);
    expect(unmappedBy('lpae-s1')).toBe(0x1000);
    expect(unmappedBy('sysmmu-v3')).toBe(0x3000);
  });

  test('some drivers invalidate what they have mapped', () => {
    const msm = formatByName('v7s-msm');
    const flush = { kind: 'range', iova: 0x1000, size: 0x3000, granule: 0x1000 };
    expect(mapRange(msm, freshTables(msm), range(0x1000, 0x80001000, 0x3000)).invalidations).toEqual([flush]);
    expect(mapRange(v7s, freshTables(v7s), range(0x1000, 0x80001000, 0x3000)).invalidations).toEqual([]);
  });

  test('what was cut off is passed on', () => {
    const sysmmu = formatByName('sysmmu-v3');
    const { truncations } = mapRange(sysmmu, freshTables(sysmmu), range(0, 0xffff_f000, 0x2000));
    expect(truncations).toEqual([{ pa: 2 ** 32, kept: 0 }]);
  });
});

describe('iommu_map_sg', () => {
  const format = formatByName('v7s');
  const segments = (...parts: readonly (readonly [number, number])[]) =>
    parts.map(([pa, length]) => ({ pa: physAddr(pa), length }));

  test('adjacent segments are one range, and may become one large page', () => {
    const parts = segments([0x80010000, 0x8000], [0x80018000, 0x8000], [0x90000000, 0x1000]);
    const mapped = mapSegments(format, freshTables(format), {
      iova: iova(0x10000),
      segments: parts,
      protection: readWrite,
    });
    expect(mapped).toMatchObject({ mapped: 0x11000, error: undefined });
    expect(leafWords(mapped)).toEqual(['0x80011c31', '0x90000c72']);
    expect(phys(format, mapped.tables, 0x1f123)).toBe(0x8001f123);
    expect(phys(format, mapped.tables, 0x20123)).toBe(0x90000123);
  });

  test('an error unmaps all of it', () => {
    const taken = map(format, freshTables(format), { at: 0x12000, pa: 0x70000000, size: 0x1000 }).tables;
    const parts = segments([0x80000000, 0x1000], [0x90000000, 0x1000], [0xa0000000, 0x1000]);
    const refused = mapSegments(format, taken, { iova: iova(0x10000), segments: parts, protection: readWrite });
    expect(refused).toMatchObject({ mapped: 0, error: 'EEXIST' });
    expect([...refused.tables.words]).toEqual([...taken.words]);
  });

  test('a driver that invalidates does so once', () => {
    const msm = formatByName('v7s-msm');
    const parts = segments([0x80000000, 0x1000], [0x90000000, 0x1000]);
    const mapped = mapSegments(msm, freshTables(msm), { iova: iova(0), segments: parts, protection: readWrite });
    expect(mapped.invalidations).toEqual([{ kind: 'range', iova: 0, size: 0x2000, granule: 0x1000 }]);
  });
});

describe('iommu_unmap_fast', () => {
  const format = formatByName('lpae-s1');
  const { tables } = mapRange(format, freshTables(format), range(0x1fe000, 0x801fe000, 0x202000));

  test('neighboring pages of one size wait together; another size makes the first ones go', () => {
    const all = unmapRangeFast(format, tables, { iova: iova(0x1fe000), size: 0x202000 }, emptyGather);
    expect(all.unmapped).toBe(0x202000);
    expect(all.invalidations).toEqual([{ kind: 'range', iova: 0x1fe000, size: 0x2000, granule: 0x1000 }]);
    expect(syncGather(all.gather)).toEqual([{ kind: 'range', iova: 0x200000, size: 0x200000, granule: 0x200000 }]);
  });

  test('a page elsewhere makes the first ones go', () => {
    const far = mapRange(format, tables, range(0x800000, 0, 0x1000)).tables;
    const first = unmapRangeFast(format, far, { iova: iova(0x1fe000), size: 0x1000 }, emptyGather);
    expect(first.invalidations).toEqual([]);
    const second = unmapRangeFast(format, first.tables, { iova: iova(0x800000), size: 0x1000 }, first.gather);
    expect(second.invalidations).toEqual([{ kind: 'range', iova: 0x1fe000, size: 0x1000, granule: 0x1000 }]);
    expect(syncGather(second.gather)).toMatchObject([{ iova: 0x800000 }]);
    expect(syncGather(emptyGather)).toEqual([]);
  });

  test('what a driver does at once does not wait', () => {
    const sysmmu = formatByName('sysmmu-v3');
    const mapped = mapRange(sysmmu, freshTables(sysmmu), range(0, 0x80000000, 0x1000)).tables;
    const gone = unmapRangeFast(sysmmu, mapped, { iova: iova(0), size: 0x1000 }, emptyGather);
    expect(gone.invalidations).toEqual([{ kind: 'entry', iova: 0, pages: 1 }]);
    expect(gone.gather).toEqual(emptyGather);
  });
});
