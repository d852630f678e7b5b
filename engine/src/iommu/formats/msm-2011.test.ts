import { describe, expect, test } from 'vitest';
import { accessed, freshTables, leafWords, map, phys, unmap, walked } from '../../../../test/support/format-rig.js';
import { formatByName } from './index.js';

const format = formatByName('msm-2011');
const small = 0x1000;
const large = 0x10000;
const section = 0x100000;
const supersection = 0x1000000;

describe('MSM tables of 2011', () => {
  test.each([
    [small, 0xc32, 0xc7e],
    [large, 0xc31, 0xc7d],
    [section, 0x30c02, 0x31c0e],
    [supersection, 0x70c02, 0x71c0e],
  ])('words of 0x%x bytes, uncached and cached', (size, uncached, cached) => {
    const wordFor = (protection: readonly ('read' | 'cache')[]) =>
      leafWords(map(format, freshTables(format), { at: 0, pa: 0x60000000, size, protection }));
    expect(wordFor(['read'])).toEqual([`0x${(0x60000000 + uncached).toString(16)}`]);
    expect(wordFor(['read', 'cache'])).toEqual([`0x${(0x60000000 + cached).toString(16)}`]);
  });

  test('everything may be written, and every change empties the TLB', () => {
    const mapped = map(format, freshTables(format), { at: 0x3000, pa: 0x60000000, size: small, protection: ['read'] });
    expect(accessed(format, mapped.tables, 0x3000, 'write')).toBe('translated');
    expect(mapped.invalidations).toEqual([{ kind: 'all' }]);
    expect(unmap(format, mapped.tables, 0x3000, small).invalidations).toEqual([{ kind: 'all' }]);
  });

  test('a table takes a page of its own and goes with its last word', () => {
    const fresh = freshTables(format, { root: 0x40080000, next: 0x40084400 });
    const first = map(format, fresh, { at: 0x3000, pa: 0x60000000, size: small });
    expect(walked(format, first.tables, 0x3000)[0]).toBe('1[0x0] 0x40085001');
    const second = map(format, first.tables, { at: 0x100000, pa: 0x60000000, size: large });
    expect(walked(format, second.tables, 0x100000)[0]).toBe('1[0x1] 0x40086001');
    const gone = unmap(format, second.tables, 0x3000, small);
    expect(gone.unmapped).toBe(small);
    expect(gone.tables.lower.size).toBe(1);
    expect(unmap(format, gone.tables, 0x3000, small)).toMatchObject({ unmapped: 0, invalidations: [] });
  });

  test('sizes are believed: half a large page goes, and a page below a section goes astray', () => {
    const pages = map(format, freshTables(format), { at: 0x10000, pa: 0x60000000, size: large }).tables;
    const gone = unmap(format, pages, 0x13000, small).tables;
    expect([0x12000, 0x13000].map((at) => phys(format, gone, at))).toEqual([0x60002000, undefined]);
    const sections = map(format, freshTables(format), { at: 0, pa: 0x80000000, size: section }).tables;
    const stray = map(format, sections, { at: 0x5000, pa: 0x60000000, size: small });
    expect(stray.strayWrites).toEqual([{ address: 0x80030c14, word: 0x60000c32 }]);
    expect(unmap(format, sections, 0x5000, small).strayWrites).toEqual([{ address: 0x80030c14, word: 0 }]);
    expect(unmap(format, sections, 0, section).tables.words.size).toBe(0);
  });
});
