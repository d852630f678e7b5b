import { describe, expect, test } from 'vitest';
import { accessed, freshTables, leafWords, map, phys, unmap, walked } from '../../../../test/support/format-rig.js';
import { iova } from '../../address/spaces.js';
import { formatByName } from './index.js';

const page = 0x1000;

describe('Tegra SMMU', () => {
  const smmu = formatByName('tegra30-smmu');
  const newer = formatByName('tegra124-smmu');
  const fresh = freshTables(smmu, { root: 0x40080000, next: 0x40081000 });
  const at = 0x20345000;

  test.each([
    [['read', 'write'], '0xe006a3c7', ['translated', 'translated']],
    [['read'], '0xa006a3c7', ['translated', 'permission']],
    [['write'], '0x6006a3c7', ['permission', 'translated']],
    [[], '0x2006a3c7', ['permission', 'permission']],
  ] as const)('%j', (protection, word, outcomes) => {
    const { tables } = map(smmu, fresh, { at, pa: 0x6a3c7000, size: page, protection });
    expect(walked(smmu, tables, at)).toEqual(['1[0x80] 0xf0040081', `2[0x345] ${word}`]);
    expect((['read', 'write'] as const).map((kind) => accessed(smmu, tables, at, kind))).toEqual(outcomes);
  });

  test('the register that leads to the directory', () => {
    expect(smmu.registers(fresh)).toEqual([{ name: 'ptb-data', value: 0xe0040080 }]);
  });

  test('a frame number has 20 bits, or 22', () => {
    const wide = { at, pa: 0x2_6a3c_7000, size: page };
    const mapped = map(newer, freshTables(newer), wide);
    expect(leafWords(mapped)).toEqual(['0xe026a3c7']);
    expect(mapped.truncations).toEqual([]);
    expect(phys(newer, mapped.tables, at)).toBe(0x2_6a3c_7000);
    const cut = map(smmu, fresh, wide);
    expect(cut.truncations).toEqual([{ pa: 0x2_6a3c_7000, kept: 0x6a3c7000 }]);
    expect(phys(smmu, cut.tables, at)).toBe(0x6a3c7000);
  });

  test('a table where a directory word cannot point is not used', () => {
    const high = freshTables(smmu, { root: 0, next: 2 ** 32 });
    expect(map(smmu, high, { at, pa: 0x6a3c7000, size: page })).toMatchObject({ error: 'ENOMEM', writes: [] });
  });

  test('every word flushes its line of cached words and its part of the TLB', () => {
    const first = map(smmu, fresh, { at, pa: 0x6a3c7000, size: page });
    expect(first.invalidations).toEqual([
      { kind: 'table-words', address: 0x40080200, bytes: 16 },
      { kind: 'entry', iova: 0x20000000, pages: 1024 },
      { kind: 'table-words', address: 0x40081d10, bytes: 16 },
      { kind: 'entry', iova: 0x20344000, pages: 4 },
    ]);
    const again = map(smmu, first.tables, { at, pa: 0x7000, size: page });
    expect(again).toMatchObject({ error: undefined, mapped: page });
    expect(again.invalidations).toHaveLength(2);
    const gone = unmap(smmu, again.tables, at, page);
    expect(gone.unmapped).toBe(page);
    expect(gone.invalidations).toHaveLength(4);
    expect(gone.tables.lower.size).toBe(0);
    expect(unmap(smmu, gone.tables, at, page).unmapped).toBe(0);
    expect(unmap(smmu, first.tables, at + page, page).unmapped).toBe(0);
  });
});

describe('Tegra GART', () => {
  const gart = formatByName('tegra20-gart');
  const base = 0x58000000;
  const write = { kind: 'write', isPrivileged: false } as const;

  test('a word is the address with a valid bit, and permits everything', () => {
    const mapped = map(gart, freshTables(gart), {
      at: base + 0x3000,
      pa: 0x1a3c7000,
      size: page,
      protection: ['read'],
    });
    expect(walked(gart, mapped.tables, base + 0x3000)).toEqual(['1[0x3] 0x9a3c7000']);
    expect(phys(gart, mapped.tables, base + 0x3123)).toBe(0x1a3c7123);
    expect(accessed(gart, mapped.tables, base + 0x3000, 'write')).toBe('translated');
    expect(accessed(gart, mapped.tables, base + 0x4000, 'read')).toBe('translation');
  });

  test('only the aperture is translated, and only there something can be mapped', () => {
    const fresh = freshTables(gart);
    for (const outside of [base - page, base + 0x2000000]) {
      expect(map(gart, fresh, { at: outside, pa: 0, size: page }).error).toBe('EINVAL');
      expect(unmap(gart, fresh, outside, page).unmapped).toBe(0);
      expect(phys(gart, fresh, outside)).toBeUndefined();
      expect(gart.walk(fresh, iova(outside + 0x10), write)).toMatchObject({ pa: outside + 0x10, visited: [] });
    }
  });

  test('it is written over, and a hole counts as unmapped', () => {
    const first = map(gart, freshTables(gart), { at: base, pa: 0x1000, size: page }).tables;
    const second = map(gart, first, { at: base, pa: 0x2000, size: page }).tables;
    expect(phys(gart, second, base)).toBe(0x2000);
    const gone = unmap(gart, second, base, page);
    expect(gone).toMatchObject({ unmapped: page, invalidations: [] });
    expect(unmap(gart, gone.tables, base, page).unmapped).toBe(page);
    const high = map(gart, first, { at: base, pa: 0x9000_0000, size: page });
    expect(high.truncations).toEqual([{ pa: 0x9000_0000, kept: 0x1000_0000 }]);
  });
});
