import { describe, expect, test } from 'vitest';
import { iova, physAddr } from '../address/spaces.js';
import { formatByName } from './formats/index.js';
import { placeTables, type Tables } from './formats/tables.js';
import { emptyIotlb, type Iotlb, invalidateIotlb } from './iotlb.js';
import { mapRange, unmapRange } from './map-range.js';
import { type DeviceAccessMode, translate } from './walk.js';

const format = formatByName('v7s');
const fresh = format.create(placeTables(physAddr(0x40000000)));
const write: DeviceAccessMode = { kind: 'write', isPrivileged: false };

function map(tables: Tables, at: number, pa: number, size: number, protection: 'read' | 'write' = 'write'): Tables {
  return mapRange(format, tables, { iova: iova(at), pa: physAddr(pa), size, protection: [protection] }).tables;
}

function access(tables: Tables, iotlb: Iotlb, at: number, length: number, step: number) {
  return translate(format, tables, iotlb, { iova: iova(at), length, access: write, step });
}

const ends = (it: ReturnType<typeof access>) => it.pieces.map((piece) => [piece.iova, piece.pa, piece.length]);

describe('translation of a device access', () => {
  test('an access over several entries is cut where they end', () => {
    const tables = map(map(fresh, 0x10000, 0x80010000, 0x10000), 0x20000, 0x90000000, 0x1000);
    const done = access(tables, emptyIotlb, 0x1ff00, 0x200, 1);
    expect(done.fault).toBeUndefined();
    expect(ends(done)).toEqual([
      [0x1ff00, 0x8001ff00, 0x100],
      [0x20000, 0x90000000, 0x100],
    ]);
  });

  test('it stops at the first byte that faults', () => {
    const tables = map(map(fresh, 0x1000, 0x80001000, 0x1000), 0x2000, 0x80002000, 0x1000, 'read');
    const denied = access(tables, emptyIotlb, 0x1ffc, 8, 1);
    expect(ends(denied)).toEqual([[0x1ffc, 0x80001ffc, 4]]);
    expect(denied.fault).toMatchObject({ kind: 'permission', iova: 0x2000 });
    expect(access(tables, emptyIotlb, 0x3000, 4, 1).fault).toMatchObject({ kind: 'translation', iova: 0x3000 });
  });

  test('an entry outlives its words until it is invalidated', () => {
    const mapped = map(fresh, 0x10000, 0x80010000, 0x10000);
    const { iotlb } = access(mapped, emptyIotlb, 0x13000, 4, 7);
    const unmapped = unmapRange(format, mapped, { iova: iova(0x10000), size: 0x10000 });

    const early = access(unmapped.tables, iotlb, 0x15000, 4, 8);
    expect(early.pieces).toMatchObject([{ pa: 0x80015000, origin: { kind: 'iotlb', isStale: true, filledAt: 7 } }]);
    expect(access(mapped, iotlb, 0x15000, 4, 8).pieces).toMatchObject([{ origin: { isStale: false } }]);

    const late = access(unmapped.tables, invalidateIotlb(iotlb, unmapped.invalidations), 0x15000, 4, 9);
    expect(late.fault?.kind).toBe('translation');
  });

  test('invalidating one page leaves its neighbors', () => {
    const tables = map(fresh, 0x1000, 0x80001000, 0x3000);
    const { iotlb } = access(tables, emptyIotlb, 0x1000, 0x3000, 1);
    const left = invalidateIotlb(iotlb, [{ kind: 'page', iova: iova(0x2000), size: 0x1000 }]);
    expect([...left.entries.values()].map((it) => it.iova)).toEqual([0x1000, 0x3000]);
    expect(invalidateIotlb(iotlb, [{ kind: 'all' }])).toBe(emptyIotlb);
    const three = invalidateIotlb(iotlb, [{ kind: 'entry', iova: iova(0x1000), pages: 3 }]);
    expect(three.entries.size).toBe(0);
  });

  test('any address inside a section finds its entry', () => {
    const tables = map(fresh, 0x2_00000, 0x90000000, 0x100000);
    const { iotlb } = access(tables, emptyIotlb, 0x2_00000, 4, 1);
    expect(invalidateIotlb(iotlb, [{ kind: 'entry', iova: iova(0x2_ff000), pages: 1 }]).entries.size).toBe(0);
    expect(invalidateIotlb(iotlb, [{ kind: 'entry', iova: iova(0x3_00000), pages: 1 }]).entries.size).toBe(1);
  });

  test('two entries for one address are a conflict where the hardware sees it', () => {
    const pages = map(fresh, 0x13000, 0x80013000, 0x1000);
    const { iotlb } = access(pages, emptyIotlb, 0x13000, 4, 1);
    const large = map(fresh, 0x10000, 0x90000000, 0x10000);
    const { iotlb: both } = access(large, iotlb, 0x14000, 4, 2);
    const conflict = access(large, both, 0x13000, 4, 3);
    expect(conflict.fault).toMatchObject({ kind: 'multi-hit', status: { registers: [{ name: 'FSR' }] } });
    const blind = { ...format, faultStatus: () => undefined };
    const taken = translate(blind, large, both, { iova: iova(0x13000), length: 4, access: write, step: 3 });
    expect(ends(taken)).toEqual([[0x13000, 0x80013000, 4]]);
  });

  test('OMAP invalidates one of them only, the oldest', () => {
    const { iotlb } = access(map(fresh, 0x13000, 0x80013000, 0x1000), emptyIotlb, 0x13000, 4, 1);
    const { iotlb: both } = access(map(fresh, 0x10000, 0x90000000, 0x10000), iotlb, 0x14000, 4, 2);
    const left = invalidateIotlb(both, [{ kind: 'containing', iova: iova(0x13800) }]);
    expect([...left.entries.values()].map((it) => it.size)).toEqual([0x10000]);
    expect(invalidateIotlb(left, [{ kind: 'containing', iova: iova(0x50000) }])).toBe(left);
  });

  test('an entry that reaches into an invalidated range goes', () => {
    const lpae = formatByName('lpae-s1');
    const tables = mapRange(lpae, lpae.create(placeTables(physAddr(0x40000000))), {
      iova: iova(0x40000000),
      pa: physAddr(0x80000000),
      size: 0x40000000,
      protection: ['write'],
    }).tables;
    const whole = translate(lpae, tables, emptyIotlb, { iova: iova(0x7ffff000), length: 4, access: write, step: 1 });
    expect(whole.iotlb.entries.size).toBe(1);
    const gone = invalidateIotlb(whole.iotlb, [
      { kind: 'range', iova: iova(0x50000000), size: 0x1000, granule: 0x1000 },
    ]);
    expect(gone.entries.size).toBe(0);
    const words = [{ kind: 'table-words', address: physAddr(0x40000000), bytes: 16 }] as const;
    expect(invalidateIotlb(whole.iotlb, words)).toBe(whole.iotlb);
  });

  test('a misaligned entry is not contiguous', () => {
    const lpae = formatByName('lpae-s1');
    const misaligned = { iova: iova(0), pa: physAddr(0x80101000), pageSize: 0x200000, count: 1 };
    const empty = lpae.create(placeTables(physAddr(0x40000000)));
    const { tables } = lpae.map(empty, { ...misaligned, protection: ['write'] });
    const done = translate(lpae, tables, emptyIotlb, { iova: iova(0xff0), length: 0x20, access: write, step: 1 });
    expect(ends(done)).toEqual([
      [0xff0, 0x80101ff0, 0x10],
      [0x1000, 0x80101000, 0x10],
    ]);
  });

  test('a fault names the level that decided', () => {
    const tables = map(fresh, 0x1000, 0x80001000, 0x1000);
    expect(access(tables, emptyIotlb, 0x2000, 4, 1).fault).toMatchObject({ kind: 'translation', level: 2 });
    expect(access(tables, emptyIotlb, 0x200000, 4, 1).fault).toMatchObject({ level: 1 });
    expect(access(tables, emptyIotlb, 2 ** 32, 4, 1).fault).toMatchObject({ kind: 'translation', level: undefined });
  });
});
