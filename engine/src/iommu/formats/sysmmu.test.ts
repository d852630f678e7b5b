import { describe, expect, test } from 'vitest';
import { iova, physAddr } from '../../address/spaces.js';
import { mapRange, unmapRange } from '../map-range.js';
import { iovaToPhys } from '../walk.js';
import { formatByName } from './index.js';
import type { PageTableFormat, Protection } from './format.js';
import type { Tables } from './tables.js';

const v3 = formatByName('sysmmu-v3');
const v5 = formatByName('sysmmu-v5');
const readWrite: Protection = ['read', 'write'];

const page = 0x1000;
const large = 0x10000;
const section = 0x100000;

/** The always empty table comes first, then the others. */
function fresh(format: PageTableFormat, next = 0x40081000): Tables {
  return format.create({ root: physAddr(0x40090000), lower: { free: [], next: physAddr(next) } });
}

function map(
  format: PageTableFormat,
  tables: Tables,
  at: number,
  pa: number,
  pageSize: number,
  protection = readWrite,
) {
  return format.map(tables, { iova: iova(at), pa: physAddr(pa), pageSize, count: 1, protection });
}

function unmap(format: PageTableFormat, tables: Tables, at: number, pageSize: number) {
  return format.unmap(tables, { iova: iova(at), pageSize, count: 1 });
}

describe('SYSMMU words', () => {
  const v3Table = 0x40081400;
  const v5Table = 0x8_4008_1400;

  test.each([
    [v3, 0x6a3c7000, page, ['read', 'write'], 0x6a3c7012],
    [v3, 0x6a3c7000, page, ['write'], 0x6a3c7012],
    [v3, 0x6a3c7000, page, ['read'], 0x6a3c7212],
    [v3, 0x6a3c7000, page, [], 0x6a3c7002],
    [v3, 0x6a3c0000, large, ['read', 'write'], 0x6a3c0011],
    [v3, 0x6a3c0000, large, ['read'], 0x6a3c0211],
    [v3, 0x6a300000, section, ['read', 'write'], 0x6a300402],
    [v3, 0x6a300000, section, ['read'], 0x6a308402],
    [v3, 0x1_2345_6000, page, ['read', 'write'], 0x23456012],
    [v5, 0x8_6a3c_7000, page, ['read', 'write'], 0x86a3c70e],
    [v5, 0x8_6a3c_7000, page, ['read'], 0x86a3c706],
    [v5, 0x8_6a3c_7000, page, ['write'], 0x86a3c70a],
    [v5, 0x8_6a3c_0000, large, ['read', 'write'], 0x86a3c00d],
    [v5, 0x8_6a3c_0000, large, ['read'], 0x86a3c005],
    [v5, 0x8_6a3c_0000, large, ['write'], 0x86a3c009],
    [v5, 0x8_6a30_0000, section, ['read', 'write'], 0x86a30032],
    [v5, 0x8_6a30_0000, section, ['read'], 0x86a30012],
    [v5, 0x8_6a30_0000, section, ['write'], 0x86a30022],
    [v5, 0x1_2345_6000, page, ['read', 'write'], 0x1234560e],
    [formatByName('sysmmu-v3-linux-3.10'), 0x6a3c7000, page, ['read'], 0x6a3c7002],
    [formatByName('sysmmu-v3-linux-3.10'), 0x6a3c0000, large, ['read'], 0x6a3c0001],
    [formatByName('sysmmu-v3-linux-3.10'), 0x6a300000, section, ['read'], 0x6a300002],
  ] as const)('$0.name: %o', (format, pa, pageSize, protection, word) => {
    const { writes, error } = map(format, fresh(format), 0x20340000, pa, pageSize, [...protection]);
    expect(error).toBeUndefined();
    const leaves = writes.filter((it) => it.meaning.kind === 'leaf');
    expect(leaves).toHaveLength(pageSize === large ? 16 : 1);
    expect(new Set(leaves.map((it) => it.new))).toEqual(new Set([word]));
  });

  test.each([
    [v3, v3Table, 0x40081401],
    [v5, v5Table, 0x84008141],
  ])('$0.name links a table', (format, table, word) => {
    const { tables } = map(format, fresh(format, table - 0x400), 0x20345000, 0x6a3c7000, page);
    const [first, second] = format.walk(tables, iova(0x20345000), { kind: 'lookup' }).visited;
    expect(first).toMatchObject({ index: 0x203, address: 0x4009080c, word, meaning: { kind: 'table', at: table } });
    expect(second).toMatchObject({ index: 0x45, address: table + 0x114 });
  });

  test('a write through a read-only mapping faults, a read through a write-only one only on version 5', () => {
    const kindOf = (format: PageTableFormat, protection: Protection, kind: 'read' | 'write') => {
      const { tables } = map(format, fresh(format), 0, 0x6a3c7000, page, protection);
      const found = format.walk(tables, iova(0), { kind, isPrivileged: false });
      return found.kind === 'fault' ? found.fault : found.kind;
    };
    expect(kindOf(v3, ['read'], 'write')).toBe('permission');
    expect(kindOf(v3, ['write'], 'read')).toBe('translated');
    expect(kindOf(v5, ['read'], 'write')).toBe('permission');
    expect(kindOf(v5, ['write'], 'read')).toBe('permission');
    expect(kindOf(v3, [], 'read')).toBe('permission');
    expect(kindOf(formatByName('sysmmu-v3-linux-3.10'), ['read'], 'write')).toBe('translated');
  });
});

describe('SYSMMU tables', () => {
  test('an unused word leads through the empty table to a translation fault', () => {
    const tables = fresh(v3);
    const found = v3.walk(tables, iova(0x12345678), { kind: 'lookup' });
    expect(found).toMatchObject({ fault: 'translation', visited: [{ word: 0x40081001 }, { level: 2, word: 0 }] });
  });

  test('mapping over what is mapped is refused, and a large page leaves nothing behind', () => {
    const small = map(v3, fresh(v3), 0x13000, 0x6a3c7000, page).tables;
    expect(map(v3, small, 0x13000, 0x6a3c8000, page).error).toBe('EADDRINUSE');
    const overSmall = map(v3, small, 0x10000, 0x6a3c0000, large);
    expect(overSmall).toMatchObject({ error: 'EADDRINUSE', mapped: 0, warnings: [{ kind: 'already-mapped' }] });
    expect([...overSmall.tables.words]).toEqual([...small.words]);
    expect(map(v3, small, 0, 0x6a300000, section).error).toBe('EADDRINUSE');
    const inSection = map(v3, fresh(v3), 0, 0x6a300000, section).tables;
    expect(map(v3, inSection, 0x3000, 0x6a3c7000, page).error).toBe('EADDRINUSE');
    expect(map(v3, inSection, 0, 0x6a300000, section).error).toBe('EADDRINUSE');
  });

  test('an empty table makes room for a section', () => {
    const mapped = map(v3, fresh(v3), 0x3000, 0x6a3c7000, page).tables;
    const emptied = unmap(v3, mapped, 0x3000, page).tables;
    expect(emptied.lower.size).toBe(2);
    const { tables, error } = map(v3, emptied, 0, 0x6a300000, section);
    expect(error).toBeUndefined();
    expect(tables.lower.size).toBe(1);
    expect(iovaToPhys(v3, tables, iova(0x3000))).toBe(0x6a303000);
  });

  test('unmapping a section restores the link to the empty table', () => {
    const { tables, unmapped } = unmap(v3, map(v3, fresh(v3), 0, 0x6a300000, section).tables, 0, section);
    expect(unmapped).toBe(section);
    expect([...tables.words]).toEqual([]);
  });

  test('less than the entry is refused, holes are not', () => {
    const inSection = map(v3, fresh(v3), 0, 0x6a300000, section).tables;
    const refused = unmap(v3, inSection, 0, page);
    expect(refused).toMatchObject({ unmapped: 0, warnings: [{ entrySize: section }], invalidations: [] });
    const inLarge = map(v3, fresh(v3), 0, 0x6a300000, large).tables;
    expect(unmap(v3, inLarge, 0x3000, page).warnings).toEqual([
      { kind: 'unmap-smaller-than-entry', iova: 0x3000, entrySize: large },
    ]);
    const { tables } = map(v3, fresh(v3), 0x102000, 0x6a3c7000, page);
    const acrossHoles = unmapRange(v3, tables, { iova: iova(0), size: 0x104000 });
    expect(acrossHoles.unmapped).toBe(0x104000);
    expect(iovaToPhys(v3, acrossHoles.tables, iova(0x102000))).toBeUndefined();
  });

  test.each([
    [formatByName('sysmmu-v2'), [], 16],
    [v3, [{ kind: 'entry', iova: 0x10000, pages: 1 }], 1],
    [v5, [{ kind: 'all' }], 1],
  ] as const)('$0.name invalidates %j for a new table, %d entries for a large page', (format, forTable, entries) => {
    const mapped = map(format, fresh(format), 0x10000, 0x6a3c0000, large);
    expect(mapped.invalidations).toEqual(forTable);
    const gone = unmap(format, mapped.tables, 0x10000, large);
    expect(gone.invalidations).toEqual([{ kind: 'entry', iova: 0x10000, pages: entries }]);
  });

  test('a range that fails halfway is unmapped again', () => {
    const taken = map(v3, fresh(v3), 0x5000, 0x6a3c7000, page).tables;
    const range = { iova: iova(0x2000), pa: physAddr(0x6a300000), size: 0x6000, protection: readWrite };
    const { tables, error, mapped } = mapRange(v3, taken, range);
    expect({ error, mapped }).toEqual({ error: 'EADDRINUSE', mapped: 0 });
    expect([...tables.words]).toEqual([...taken.words]);
    expect(mapRange(v3, taken, { ...range, pa: physAddr(0x6a300800) }).error).toBe('EINVAL');
  });
});
