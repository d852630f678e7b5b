import { describe, expect, test } from 'vitest';
import {
  accessed,
  freshTables,
  map,
  phys,
  readWrite,
  unmap,
  walked,
  without,
} from '../../../../test/support/format-rig.js';
import { iova, physAddr } from '../../address/spaces.js';
import type { Protection } from './format.js';
import { everyFormatQuirk } from './format-quirk.js';
import { type LpaeConfig, lpaeFormat } from './lpae.js';

const page = 0x1000;
const block = 0x200000;
const gibibyte = 0x40000000;

const stage1: LpaeConfig = {
  name: 'lpae',
  regime: 'stage-1',
  width: 32,
  offeredPageSizes: [page, block, gibibyte],
  inputBits: 32,
  outputBits: 40,
  isNonSecure: false,
  isWalkCoherent: false,
  reporter: 'smmu',
  kernelQuirks: everyFormatQuirk,
};
const stage2: LpaeConfig = { ...stage1, regime: 'stage-2', inputBits: 40 };
const mali: LpaeConfig = { ...stage1, regime: 'mali', reporter: 'mali' };

const placed = { root: 0x40080000, next: 0x40081000 };

describe('LPAE walks', () => {
  test('a walker that is not coherent has a mark in every link', () => {
    const format = lpaeFormat(stage1);
    const { tables } = map(format, freshTables(format, placed), { at: 0x20345000, pa: 0x6a3c7000, size: page });
    expect(walked(format, tables, 0x20345678)).toEqual([
      '1[0x0] 0x0080000040081003',
      '2[0x101] 0x0080000040082003',
      '3[0x145] 0x000000006a3c7e43',
    ]);
    expect(phys(format, tables, 0x20345678)).toBe(0x6a3c7678);

    const coherent = lpaeFormat({ ...stage1, isWalkCoherent: true });
    const unmarked = map(coherent, freshTables(coherent, placed), { at: 0x20345000, pa: 0x6a3c7000, size: page });
    expect(walked(coherent, unmarked.tables, 0x20345000).slice(0, 2)).toEqual([
      '1[0x0] 0x0000000040081003',
      '2[0x101] 0x0000000040082003',
    ]);

    const nonSecure = lpaeFormat({ ...stage1, isNonSecure: true });
    const marked = map(nonSecure, freshTables(nonSecure, placed), { at: 0x20345000, pa: 0x6a3c7000, size: page });
    expect(walked(nonSecure, marked.tables, 0x20345000)).toEqual([
      '1[0x0] 0x8080000040081003',
      '2[0x101] 0x8080000040082003',
      '3[0x145] 0x000000006a3c7e63',
    ]);
  });

  test('a 2 MiB block', () => {
    const format = lpaeFormat(stage1);
    const { tables } = map(format, freshTables(format, placed), { at: 0x20200000, pa: 0x6a200000, size: block });
    expect(walked(format, tables, 0x203fffff).at(-1)).toBe('2[0x101] 0x000000006a200e41');
    expect(phys(format, tables, 0x203fffff)).toBe(0x6a3fffff);
  });

  test('a 64 KiB granule keeps address bits 51:48 in word bits 15:12', () => {
    const wide = { ...stage1, width: 64, offeredPageSizes: [0x10000], inputBits: 48, outputBits: 52 } as const;
    const format = lpaeFormat(wide);
    const { tables } = map(format, freshTables(format), { at: 0x10000, pa: 0x9_1234_5678_0000, size: 0x10000 });
    expect(walked(format, tables, 0x10000).at(-1)).toBe('3[0x1] 0x0000123456789e43');
    expect(phys(format, tables, 0x1fffe)).toBe(0x9_1234_5678_fffe);
  });

  test('a misaligned block keeps its low bits, and offsets are OR-ed onto them', () => {
    const blocks = { ...stage1, width: 64, offeredPageSizes: [0x10000, 0x20000000], inputBits: 48 } as const;
    const format = lpaeFormat(blocks);
    const { tables, error } = map(format, freshTables(format), { at: 0x10000000, pa: 0x50000000, size: 0x20000000 });
    expect(error).toBeUndefined();
    expect(phys(format, tables, 0x100000)).toBe(0x50100000);
    expect(phys(format, tables, 0x10000000)).toBe(0x50000000);
    expect(format.walk(tables, iova(0x100000), { kind: 'lookup' })).toMatchObject({ remaining: 0xff00000 });
  });

  test('permissions as the stages have them', () => {
    const outcomes = (config: LpaeConfig, protection: Protection) => {
      const format = lpaeFormat(config);
      const { tables } = map(format, freshTables(format), { at: 0, pa: 0x80000000, size: page, protection });
      return (['read', 'write', 'execute'] as const).map((kind) => accessed(format, tables, 0, kind));
    };
    expect(outcomes(stage1, ['write'])).toEqual(['translated', 'translated', 'translated']);
    expect(outcomes(stage1, ['read', 'noexec'])).toEqual(['translated', 'permission', 'permission']);
    expect(outcomes(stage1, ['read', 'write', 'priv'])).toEqual(['permission', 'permission', 'permission']);
    expect(outcomes(stage2, ['write'])).toEqual(['permission', 'translated', 'permission']);
    expect(outcomes(mali, ['read'])).toEqual(['translated', 'permission', 'translated']);
    const privileged = lpaeFormat(stage1);
    const request = { at: 0, pa: 0, size: page, protection: ['read', 'priv'] as const };
    expect(accessed(privileged, map(privileged, freshTables(privileged), request).tables, 0, 'read', true)).toBe(
      'translated',
    );
  });

  test('a word without the access flag faults, but is found by a lookup', () => {
    const format = lpaeFormat(stage1);
    const { tables } = map(format, freshTables(format), { at: 0, pa: 0x80000000, size: page });
    const [leaf] = [...tables.words].filter(([, it]) => it === 0x80000e43n);
    const aged = { ...tables, words: tables.words.set(leaf?.[0] ?? physAddr(0), 0x80000a43n) };
    expect(accessed(format, aged, 0, 'read')).toBe('access-flag');
    expect(phys(format, aged, 0)).toBe(0x80000000);
  });

  test('a link to memory that is no table is a fault of the walk', () => {
    const format = lpaeFormat(stage1);
    const { tables } = map(format, freshTables(format), { at: 0, pa: 0x80000000, size: page });
    const last = tables.lower.keys().at(-1);
    const broken = { ...tables, lower: tables.lower.delete(last ?? physAddr(0)) };
    expect(accessed(format, tables, 0x1000, 'read')).toBe('translation');
    expect(accessed(format, broken, 0x1000, 'read')).toBe('walk');
  });
});

describe('LPAE mapping', () => {
  test('errors, in the order in which Linux asks', () => {
    const format = lpaeFormat({ ...stage1, offeredPageSizes: [page, block] });
    const fresh = freshTables(format);
    const unsupported = map(format, fresh, { at: 2 ** 32, pa: 0, size: gibibyte, protection: [] });
    expect(unsupported).toMatchObject({ error: 'EINVAL', warnings: [{ kind: 'page-size-not-supported' }] });
    const outside = map(format, fresh, { at: 2 ** 32, pa: 0, size: page, protection: [] });
    expect(outside).toMatchObject({ error: 'ERANGE', warnings: [{ kind: 'address-out-of-range' }] });
    expect(map(format, fresh, { at: 0, pa: 2 ** 40, size: page }).error).toBe('ERANGE');
    expect(map(format, fresh, { at: 0, pa: 0, size: page, protection: ['cache'] })).toMatchObject({
      error: 'EINVAL',
      warnings: [],
    });
    expect(unmap(format, fresh, 0, gibibyte)).toMatchObject({ unmapped: 0, warnings: [{ pageSize: gibibyte }] });
    expect(unmap(format, fresh, 2 ** 32, page)).toMatchObject({ unmapped: 0, warnings: [{ iova: 2 ** 32 }] });
  });

  test('what is mapped is not mapped again, also below a block', () => {
    const format = lpaeFormat(stage1);
    const { tables } = map(format, freshTables(format), { at: 0, pa: 0x80000000, size: block });
    expect(map(format, tables, { at: 0x3000, pa: 0, size: page })).toMatchObject({
      error: 'EEXIST',
      warnings: [{ kind: 'already-mapped' }],
    });
    expect(map(format, tables, { at: 0, pa: 0, size: block }).error).toBe('EEXIST');
  });

  test('one call fills the rest of one table', () => {
    const format = lpaeFormat(stage1);
    const done = map(format, freshTables(format), { at: 0x1f0000, pa: 0x80000000, size: page, count: 32 });
    expect(done.mapped).toBe(0x10000);
    const gone = unmap(format, done.tables, 0x1f8000, page, 32);
    expect(gone.unmapped).toBe(0x8000);
  });

  test('a concatenated root is as many tables', () => {
    const format = lpaeFormat(stage2);
    const done = map(format, freshTables(format), { at: 510 * gibibyte, pa: 0, size: gibibyte, count: 4 });
    expect(done.mapped).toBe(2 * gibibyte);
  });

  test('a block over a table drops it with what it maps; without quirk Q21 it is refused', () => {
    const format = lpaeFormat(stage1);
    const pages = map(format, freshTables(format), { at: 0x3000, pa: 0x80001000, size: page }).tables;
    const { tables, error, invalidations } = map(format, pages, { at: 0, pa: 0x90000000, size: gibibyte });
    expect(error).toBeUndefined();
    expect(tables.lower.size).toBe(0);
    expect(phys(format, tables, 0x3000)).toBe(0x90003000);
    expect(invalidations).toEqual([{ kind: 'walk', iova: 0, size: gibibyte, granule: page }]);

    const fixed = lpaeFormat({ ...stage1, kernelQuirks: without('Q21') });
    expect(map(fixed, pages, { at: 0, pa: 0x90000000, size: block })).toMatchObject({ error: 'EEXIST', writes: [] });
    const emptied = unmap(fixed, pages, 0x3000, page).tables;
    expect(map(fixed, emptied, { at: 0, pa: 0x90000000, size: gibibyte }).error).toBeUndefined();
  });
});

describe('LPAE unmapping', () => {
  test('a page out of a 1 GiB block splits it level by level and keeps the addresses', () => {
    const format = lpaeFormat({ ...stage1, isWalkCoherent: true });
    const cached = { at: gibibyte, pa: 0x80000000, size: gibibyte, protection: [...readWrite, 'cache'] } as const;
    const gone = unmap(format, map(format, freshTables(format), cached).tables, 0x40005000, page);
    expect(gone.unmapped).toBe(page);
    expect(gone.invalidations).toEqual([{ kind: 'page', iova: 0x40005000, size: page }]);
    expect(walked(format, gone.tables, 0x40004000).at(-1)).toBe('3[0x4] 0x0000000080004f47');
    expect(walked(format, gone.tables, 0x40005000).at(-1)).toBe('3[0x5] 0x0000000000000000');
    expect(walked(format, gone.tables, 0x40006000).at(-1)).toBe('3[0x6] 0x0000000080006f47');
    expect(walked(format, gone.tables, 0x40200000).at(-1)).toBe('2[0x1] 0x0000000080200f45');
    expect(walked(format, gone.tables, 0x7fe00000).at(-1)).toBe('2[0x1ff] 0x00000000bfe00f45');
  });

  test('a block over tables frees them: walk flush first, page invalidation after', () => {
    const format = lpaeFormat(stage1);
    const { tables } = map(format, freshTables(format), { at: 0x3000, pa: 0x80001000, size: page });
    const gone = unmap(format, tables, 0, gibibyte);
    expect(gone.unmapped).toBe(gibibyte);
    expect(gone.tables.lower.size).toBe(0);
    expect(gone.tables.words.size).toBe(0);
    expect(gone.invalidations).toEqual([
      { kind: 'walk', iova: 0, size: gibibyte, granule: page },
      { kind: 'page', iova: 0, size: gibibyte },
    ]);
  });

  test('a hole stops it', () => {
    const format = lpaeFormat(stage1);
    const { tables } = map(format, freshTables(format), { at: 0x1000, pa: 0x80001000, size: page });
    expect(unmap(format, tables, 0x1000, page, 3)).toMatchObject({
      unmapped: page,
      warnings: [{ kind: 'unmap-of-hole', iova: 0x2000 }],
    });
    expect(unmap(format, tables, 0x40000000, page)).toMatchObject({ unmapped: 0, warnings: [{ iova: 0x40000000 }] });
  });
});

test('registers', () => {
  const registersOf = (config: LpaeConfig) => {
    const format = lpaeFormat(config);
    const entries = format.registers(freshTables(format, placed)).map(({ name, value }) => [name, value]);
    return Object.fromEntries(entries) as Readonly<Record<string, number | bigint>>;
  };
  const walkerNc = { sh: 2, orgn: 0, irgn: 0 };
  expect(registersOf(stage1)).toEqual({
    ttbr: 0x40080000,
    tsz: 32,
    ips: 2,
    tg: 0,
    ...walkerNc,
    mair: 0xffff_ffff_f404_ff44n,
  });
  expect(registersOf({ ...stage2, isWalkCoherent: true })).toEqual({
    vttbr: 0x40080000,
    tsz: 24,
    ps: 2,
    tg: 0,
    sh: 3,
    orgn: 1,
    irgn: 1,
    sl: 1,
  });
  expect(registersOf({ ...stage1, width: 64, offeredPageSizes: [0x4000] })).toMatchObject({ tg: 2 });
  expect(registersOf(mali)).toEqual({ transtab: 0x40080007, memattr: 0x888d88 });
  expect(registersOf({ ...mali, isWalkCoherent: true })).toMatchObject({ transtab: 0x40080017 });
});
