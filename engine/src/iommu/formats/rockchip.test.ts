import { describe, expect, test } from 'vitest';
import {
  accessed,
  freshTables,
  leafWords,
  map,
  phys,
  unmap,
  walked,
  without,
} from '../../../../test/support/format-rig.js';
import type { DeviceAccessKind, Protection } from './format.js';
import { formatByName } from './index.js';

const v1 = formatByName('rockchip-v1');
const v2 = formatByName('rockchip-v2');
const page = 0x1000;

describe('Rockchip words', () => {
  test.each([
    [['read'], 0x60000000, '0x60000003'],
    [['write'], 0x60002000, '0x60002005'],
    [['read', 'write'], 0x60004000, '0x60004007'],
    [['read', 'write', 'cache', 'mmio', 'priv', 'noexec'], 0x60004000, '0x60004007'],
    [[], 0x60004000, '0x60004001'],
  ] as const)('%j', (protection, pa, word) => {
    const { tables, error } = map(v1, freshTables(v1), { at: 0x10000000, pa, size: page, protection });
    expect(error).toBeUndefined();
    const [link, leaf] = walked(v1, tables, 0x10000000);
    expect([link?.slice(0, 7), leaf]).toEqual(['1[0x40]', `2[0x0] ${word}`]);
  });

  test('write-only is kept, and no bits at all are no access', () => {
    const outcomes = (protection: Protection) => {
      const { tables } = map(v1, freshTables(v1), { at: 0, pa: 0x60000000, size: page, protection });
      return (['read', 'write'] as const).map((kind: DeviceAccessKind) => accessed(v1, tables, 0, kind));
    };
    expect(outcomes(['write'])).toEqual(['permission', 'translated']);
    expect(outcomes([])).toEqual(['permission', 'permission']);
  });

  test('version 2 has room for 40 bits, version 1 for 32', () => {
    const wide = { at: 0, pa: 0xab_1234_5000, size: page };
    const mapped = map(v2, freshTables(v2), wide);
    expect(leafWords(mapped)).toEqual(['0x12345ba7']);
    expect(phys(v2, mapped.tables, 0x123)).toBe(0xab_1234_5123);
    const cut = map(v1, freshTables(v1), wide);
    expect(cut.truncations).toEqual([{ pa: 0xab_1234_5000, kept: 0x12345000 }]);
    const beyond = map(v2, freshTables(v2), { ...wide, pa: 0x1ab_1234_5000 });
    expect(beyond.truncations).toEqual([{ pa: 0x1ab_1234_5000, kept: 0xab_1234_5000 }]);
    const fixed = formatByName('rockchip-v1', without('Q25'));
    expect(map(fixed, freshTables(fixed), wide)).toMatchObject({ error: 'ERANGE', writes: [] });
  });

  test('version 2 tables may lie above 4 GiB', () => {
    const { tables } = map(v2, freshTables(v2, { root: 0x3_0000_0000, next: 0x2_0000_0000 }), {
      at: 0,
      pa: 0x60000000,
      size: page,
    });
    expect(walked(v2, tables, 0)).toEqual(['1[0x0] 0x00000201', '2[0x0] 0x60000007']);
    expect(v2.registers(tables)).toEqual([{ name: 'table-base', value: 0x301 }]);
    expect(v1.registers(freshTables(v1, { root: 0x40f8f000, next: 0 }))).toEqual([
      { name: 'table-base', value: 0x40f8f001 },
    ]);
  });
});

describe('Rockchip tables', () => {
  test('a block of any power of two is written as small words, and zaps its first and last line', () => {
    const block = map(v1, freshTables(v1), { at: 0x400000, pa: 0x60000000, size: 0x8000 });
    expect(leafWords(block)).toHaveLength(8);
    expect(block.invalidations).toEqual([
      { kind: 'entry', iova: 0x400000, pages: 1 },
      { kind: 'entry', iova: 0x407000, pages: 1 },
    ]);
    expect(map(v1, block.tables, { at: 0x410000, pa: 0, size: page }).invalidations).toHaveLength(1);
  });

  test('a word in the way undoes the call and leaves its traces', () => {
    const taken = map(v1, freshTables(v1), { at: 0x2000, pa: 0x60000000, size: page }).tables;
    const refused = map(v1, taken, { at: 0, pa: 0x70000000, size: 0x4000 });
    expect(refused).toMatchObject({ error: 'EADDRINUSE', mapped: 0, warnings: [], invalidations: [] });
    expect(walked(v1, refused.tables, 0x1000)[1]).toBe('2[0x1] 0x70001006');
    expect(phys(v1, refused.tables, 0x1000)).toBeUndefined();
    expect(phys(v1, refused.tables, 0x2000)).toBe(0x60000000);
  });

  test('unmapping clears valid bits only, stops at a hole, and keeps the table', () => {
    const { tables } = map(v1, freshTables(v1), { at: 0, pa: 0x60000000, size: 0x2000 });
    const gone = unmap(v1, tables, 0, 0x4000);
    expect(gone).toMatchObject({ unmapped: 0x2000, invalidations: [{ kind: 'entry', iova: 0, pages: 2 }] });
    expect(walked(v1, gone.tables, 0x1000)[1]).toBe('2[0x1] 0x60001006');
    expect(gone.tables.lower.size).toBe(1);
    expect(unmap(v1, gone.tables, 0, page)).toMatchObject({ unmapped: 0, invalidations: [] });
    expect(unmap(v1, gone.tables, 0x400000, page).unmapped).toBe(0);
  });
});
