import { describe, expect, test } from 'vitest';
import { freshTables, map, phys, unmap, walked, without } from '../../../../test/support/format-rig.js';
import type { FormatQuirks } from './format-quirk.js';
import { formatByName } from './index.js';

const page = 0x1000;
const large = 0x10000;
const section = 0x100000;

describe('a section over a link (quirk Q19)', () => {
  const flushOf = (name: 'sysmmu-v3.2' | 'sysmmu-v3' | 'sysmmu-v5', quirks?: FormatQuirks) => {
    const format = formatByName(name, quirks);
    return map(format, freshTables(format), { at: 0x300000, pa: 0x60000000, size: section }).invalidations;
  };

  test('does not flush the first-level cache', () => {
    expect(flushOf('sysmmu-v3')).toEqual([]);
    expect(flushOf('sysmmu-v5')).toEqual([]);
  });

  test('does without the quirk, on versions that have the cache', () => {
    const fixed = without('Q19');
    expect(flushOf('sysmmu-v3.2', fixed)).toEqual([]);
    expect(flushOf('sysmmu-v3', fixed)).toEqual([{ kind: 'entry', iova: 0x300000, pages: 1 }]);
    expect(flushOf('sysmmu-v5', fixed)).toEqual([{ kind: 'all' }]);
  });
});

describe('addresses wider than words (quirk Q25)', () => {
  test.each([
    ['sysmmu-v1', 0x1_2345_6000, 0x2345_6000],
    ['sysmmu-v3', 0x1_2345_6000, 0x2345_6000],
    ['sysmmu-v5', 0x12_3456_7000, 0x2_3456_7000],
    ['sysmmu-v7', 0x12_3456_7000, 0x2_3456_7000],
  ] as const)('%s', (name, pa, kept) => {
    const format = formatByName(name);
    const mapped = map(format, freshTables(format), { at: 0x3000, pa, size: page });
    expect(mapped).toMatchObject({ error: undefined, truncations: [{ pa, kept }] });
    expect(phys(format, mapped.tables, 0x3000)).toBe(kept);
    const again = map(format, mapped.tables, { at: 0x3000, pa, size: page });
    expect(again).toMatchObject({ error: 'EADDRINUSE', truncations: [] });
    const fixed = formatByName(name, without('Q25'));
    const refused = map(fixed, freshTables(fixed), { at: 0x3000, pa, size: page });
    expect(refused).toMatchObject({ error: 'ERANGE', writes: [], warnings: [{ kind: 'address-out-of-range' }] });
  });

  test('version 5 holds 36 bits', () => {
    const format = formatByName('sysmmu-v5');
    expect(map(format, freshTables(format), { at: 0, pa: 0xf_ffff_f000, size: page }).truncations).toEqual([]);
  });
});

describe('Linux 3.10', () => {
  const old = formatByName('sysmmu-v3-linux-3.10');

  test('an unused word is 0, and a cleared section too', () => {
    const sections = map(old, freshTables(old), { at: 0, pa: 0x60000000, size: section });
    expect(walked(old, freshTables(old), 0)).toEqual(['1[0x0] 0x00000000']);
    expect(unmap(old, sections.tables, 0, section).tables.words.size).toBe(0);
  });

  test('refuses without a warning, and clears the wrong words of a large page', () => {
    const taken = map(old, freshTables(old), { at: 0x14000, pa: 0x60000000, size: page }).tables;
    const refused = map(old, taken, { at: 0x10000, pa: 0x70000000, size: large });
    expect(refused).toMatchObject({ error: 'EADDRINUSE', warnings: [] });
    expect(phys(old, refused.tables, 0x13000)).toBe(0x70003000);
    expect(phys(old, refused.tables, 0x14000)).toBeUndefined();
  });

  test('takes a section for a table', () => {
    const sections = map(old, freshTables(old), { at: 0, pa: 0x60000000, size: section }).tables;
    const stray = map(old, sections, { at: 0x5000, pa: 0x70000000, size: page });
    expect(stray.error).toBeUndefined();
    expect(stray.strayWrites).toEqual([{ address: 0x60000014, word: 0x70000002 }]);
  });

  test('stops at a BUG when part of an entry is unmapped', () => {
    const pages = map(old, freshTables(old), { at: 0x10000, pa: 0x70000000, size: large }).tables;
    expect(unmap(old, pages, 0x10000, page)).toMatchObject({
      unmapped: 0,
      warnings: [{ kind: 'bug-unmap-smaller-than-entry', entrySize: large }],
    });
  });
});
