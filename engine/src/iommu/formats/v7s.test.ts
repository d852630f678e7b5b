import { describe, expect, test } from 'vitest';
import { iova, physAddr } from '../../address/spaces.js';
import { unmapRange } from '../map-range.js';
import { iovaToPhys } from '../walk.js';
import { formatByName } from './index.js';
import type { Protection } from './format.js';
import { placeTables, type Tables } from './tables.js';

const format = formatByName('v7s');
const fresh = format.create({ root: physAddr(0x40080000), lower: { free: [], next: physAddr(0x40084400) } });
const readWrite: Protection = ['read', 'write'];

const page = 0x1000;
const large = 0x10000;
const section = 0x100000;
const supersection = 0x1000000;

function map(tables: Tables, at: number, pa: number, pageSize: number, protection: Protection = readWrite) {
  return format.map(tables, { iova: iova(at), pa: physAddr(pa), pageSize, count: 1, protection });
}

function unmap(tables: Tables, at: number, pageSize: number, count = 1) {
  return format.unmap(tables, { iova: iova(at), pageSize, count });
}

describe('ARM short descriptors', () => {
  test('the walk shows the words it read and where they are', () => {
    const { tables, writes } = map(fresh, 0x20345000, 0x6a3c7000, page);
    const found = format.walk(tables, iova(0x20345678), { kind: 'read', isPrivileged: false });
    expect(found).toMatchObject({
      kind: 'translated',
      pa: 0x6a3c7678,
      remaining: 0x988,
      visited: [
        { level: 1, index: 0x203, address: 0x4008080c, word: 0x40084401, meaning: { kind: 'table', at: 0x40084400 } },
        { level: 2, index: 0x45, address: 0x40084514, word: 0x6a3c7c72, meaning: { kind: 'leaf', pa: 0x6a3c7000 } },
      ],
    });
    expect(writes.map((it) => [it.address, it.old, it.new])).toEqual([
      [0x4008080c, 0, 0x40084401],
      [0x40084514, 0, 0x6a3c7c72],
    ]);
    expect(iovaToPhys(format, fresh, iova(0x20345678))).toBeUndefined();
  });

  test.each([
    [['read'], 0x6a3c7e72, ['read', 'execute']],
    [['write'], 0x6a3c7c72, ['read', 'write', 'execute']],
    [['read', 'write', 'noexec'], 0x6a3c7c73, ['read', 'write']],
    [['read', 'write', 'priv'], 0x6a3c7c52, []],
  ] as const)('%j becomes %i and lets %j pass', (protection, word, passing) => {
    const { tables } = map(fresh, 0x20345000, 0x6a3c7000, page, protection);
    const kinds = ['read', 'write', 'execute'] as const;
    const results = kinds.map((kind) => format.walk(tables, iova(0x20345000), { kind, isPrivileged: false }));
    expect(results[0]?.visited.at(-1)?.word).toBe(word);
    expect(kinds.filter((_, index) => results[index]?.kind === 'translated')).toEqual(passing);
    const denied = results.filter((it) => it.kind === 'fault').map((it) => it.kind === 'fault' && it.fault);
    expect(denied.every((it) => it === 'permission')).toBe(true);
  });

  test('a privileged access passes a privileged page', () => {
    const { tables } = map(fresh, 0, 0x6a3c7000, page, ['read', 'priv']);
    expect(format.walk(tables, iova(0), { kind: 'read', isPrivileged: true }).kind).toBe('translated');
  });

  test('a page that is in use is not mapped again', () => {
    const first = map(fresh, 0x3000, 0x80001000, page);
    const second = map(first.tables, 0x3000, 0x80002000, page);
    expect(second).toMatchObject({ error: 'EEXIST', mapped: 0, warnings: [{ kind: 'already-mapped' }] });
    const underSection = map(map(fresh, 0, 0x80000000, section).tables, 0x3000, 0x80001000, page);
    expect(underSection.error).toBe('EEXIST');
  });

  test('addresses out of range, and no protection at all, are refused', () => {
    const outside = map(fresh, 2 ** 32, 0x80000000, page);
    expect(outside).toMatchObject({ error: 'ERANGE', warnings: [{ kind: 'address-out-of-range' }] });
    expect(map(fresh, 0, 2 ** 32, page).error).toBe('ERANGE');
    expect(map(fresh, 0, 0x80000000, page, ['cache']).error).toBe('EINVAL');
    expect(unmap(fresh, 2 ** 32, page).unmapped).toBe(0);
    expect(format.walk(fresh, iova(2 ** 32), { kind: 'lookup' })).toMatchObject({ fault: 'translation', visited: [] });
  });

  test('a section over a populated table drops the table and what it maps', () => {
    const pages = map(fresh, 0x3000, 0x80001000, page).tables;
    const { tables, error, invalidations } = map(pages, 0, 0x90000000, section);
    expect(error).toBeUndefined();
    expect(tables.lower.size).toBe(0);
    expect(iovaToPhys(format, tables, iova(0x3000))).toBe(0x90003000);
    expect(invalidations).toEqual([{ kind: 'walk', iova: 0, size: section, granule: page }]);
  });

  test('the freed table is the next one used, and empty', () => {
    const pages = map(fresh, 0x3000, 0x80001000, page).tables;
    const freed = unmap(pages, 0, section).tables;
    const again = map(freed, 0x500000, 0x80001000, page).tables;
    expect([...again.lower.keys()]).toEqual([...pages.lower.keys()]);
    expect(iovaToPhys(format, again, iova(0x503000))).toBeUndefined();
  });

  test('a large page goes with one invalidation for each of its words', () => {
    const { tables } = map(fresh, 0x10000, 0x80010000, large);
    const gone = unmap(tables, 0x10000, large);
    expect(gone.unmapped).toBe(large);
    expect(gone.invalidations).toEqual(
      Array.from({ length: 16 }, (_, index) => ({ kind: 'page', iova: 0x10000 + index * page, size: page })),
    );
  });

  test('only the first MiB of a supersection can be split', () => {
    const { tables } = map(fresh, 0, 0x80000000, supersection);
    const first = unmap(tables, 0x5000, page);
    expect(first.unmapped).toBe(page);
    expect(first.invalidations).toEqual([
      { kind: 'walk', iova: 0x5000, size: supersection, granule: supersection },
      { kind: 'page', iova: 0x5000, size: page },
    ]);
    const later = unmap(tables, 0x105000, page);
    expect(later.unmapped).toBe(0);
    expect(iovaToPhys(format, later.tables, iova(0x105000))).toBe(0x80105000);
    expect(later.tables.lower.size).toBe(0);
  });

  test('one MiB out of a supersection leaves fifteen sections', () => {
    const { tables } = unmap(map(fresh, 0, 0x80000000, supersection).tables, 0x200000, section);
    expect(iovaToPhys(format, tables, iova(0x1fffff))).toBe(0x801fffff);
    expect(iovaToPhys(format, tables, iova(0x200000))).toBeUndefined();
    expect(iovaToPhys(format, tables, iova(0xf00000))).toBe(0x80f00000);
  });

  test('64 KiB out of a section leaves large pages that have lost the address', () => {
    const { tables } = unmap(map(fresh, 0, 0x80000000, section).tables, 0x20000, large);
    expect(iovaToPhys(format, tables, iova(0x12345))).toBe(0x12345);
    expect(iovaToPhys(format, tables, iova(0x20000))).toBeUndefined();
    expect(iovaToPhys(format, tables, iova(0xfffff))).toBe(0xfffff);
  });

  test('unmapping stops at a hole', () => {
    const { tables } = map(fresh, 0x1000, 0x80001000, page);
    const gone = unmap(tables, 0x1000, page, 3);
    expect(gone).toMatchObject({ unmapped: page, warnings: [{ kind: 'unmap-of-hole', iova: 0x2000 }] });
    expect(unmapRange(format, tables, { iova: iova(0), size: 0x4000 }).unmapped).toBe(0);
  });

  test('a table the word cannot hold is not used', () => {
    const high = format.create({ root: physAddr(0), lower: { free: [], next: physAddr(2 ** 32) } });
    const refused = map(high, 0, 0x80000000, page);
    expect(refused).toMatchObject({ error: 'ENOMEM', mapped: 0, writes: [] });
    expect(refused.tables.lower.size).toBe(0);
  });

  test('MediaTek words hold 35 physical bits, tables included', () => {
    const mediatek = formatByName('v7s-mediatek');
    const { root } = placeTables(physAddr(0x40000000));
    const empty = mediatek.create({ root, lower: { free: [], next: physAddr(0x7_0000_0000) } });
    const request = { iova: iova(0x3_ffff_f000), pa: physAddr(0x7_ffff_f000), pageSize: page, count: 1 };
    const { tables } = mediatek.map(empty, { ...request, protection: readWrite });
    const found = mediatek.walk(tables, iova(0x3_ffff_f123), { kind: 'write', isPrivileged: false });
    expect(found).toMatchObject({ kind: 'translated', pa: 0x7_ffff_f123, visited: [{}, { word: 0xfffffe72 }] });
    expect(found.visited[0]?.meaning).toEqual({ kind: 'table', at: 0x7_0000_0000 });
  });
});
