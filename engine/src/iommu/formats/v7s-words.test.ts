import { describe, expect, test } from 'vitest';
import {
  freshTables,
  leafWords,
  map,
  phys,
  readWrite,
  unmap,
  walked,
  without,
} from '../../../../test/support/format-rig.js';
import type { Protection } from './format.js';
import { everyFormatQuirk } from './format-quirk.js';
import { v7sFormat } from './v7s.js';
import type { V7sQuirk } from './v7s-words.js';

const small = 0x1000;
const large = 0x10000;
const section = 0x100000;
const supersection = 0x1000000;

function formatWith(quirks: readonly V7sQuirk[], kernelQuirks = everyFormatQuirk) {
  const bits = { inputBits: 32, outputBits: quirks.includes('mtk-ext') ? 35 : 32 };
  return v7sFormat({ name: 'v7s', ...bits, quirks, isWalkCoherent: false, flushesAfterMap: false, kernelQuirks });
}

const plain = formatWith([]);
const placed = { root: 0x40080000, next: 0x40084400 };

function wordsOf(quirks: readonly V7sQuirk[], protection: Protection): readonly string[] {
  const format = formatWith(quirks);
  return [small, large, section, supersection].flatMap((size) =>
    leafWords(map(format, freshTables(format), { at: 0x10000000, pa: 0x60000000, size, protection })),
  );
}

const expected = (...bits: readonly number[]) => bits.map((it) => `0x${(0x60000000 + it).toString(16)}`);

describe('words of small pages, large pages, sections and supersections', () => {
  test.each([
    [['read', 'write'], 0xc72, 0x1c31, 0x31c02, 0x71c02],
    [['write'], 0xc72, 0x1c31, 0x31c02, 0x71c02],
    [['read'], 0xe72, 0x1e31, 0x39c02, 0x79c02],
    [['read', 'write', 'cache'], 0xc7e, 0x1c3d, 0x31c0e, 0x71c0e],
    [['read', 'write', 'noexec'], 0xc73, 0x9c31, 0x31c12, 0x71c12],
    [['read', 'write', 'mmio'], 0xc36, 0xc35, 0x30c06, 0x70c06],
    [['read', 'write', 'priv'], 0xc52, 0x1c11, 0x31402, 0x71402],
    [['read', 'priv', 'cache', 'noexec'], 0xe5f, 0x9e1d, 0x3941e, 0x7941e],
  ] as const)('%j', (protection, asSmall, asLarge, asSection, asSupersection) => {
    expect(wordsOf([], protection)).toEqual(expected(asSmall, asLarge, asSection, asSupersection));
    const nonSecure = expected(asSmall, asLarge, asSection + 0x80000, asSupersection + 0x80000);
    expect(wordsOf(['arm-ns'], protection)).toEqual(nonSecure);
  });

  test.each([
    [[], 0xc42, 0x1c01, 0x31002, 0x71002],
    [['cache'], 0xc4e, 0x1c0d, 0x3100e, 0x7100e],
    [['mmio'], 0xc06, 0xc05, 0x30006, 0x70006],
  ] as const)('without permissions, %j', (flags, asSmall, asLarge, asSection, asSupersection) => {
    const words = expected(asSmall, asLarge, asSection, asSupersection);
    for (const permissions of [['read'], ['write', 'noexec'], ['read', 'priv']] as const) {
      expect(wordsOf(['no-perms'], [...permissions, ...flags])).toEqual(words);
    }
    const format = formatWith(['no-perms']);
    expect(map(format, freshTables(format), { at: 0, pa: 0, size: small, protection: flags }).error).toBe('EINVAL');
  });

  test('MediaTek keeps address bits 34:32 where others keep permissions', () => {
    const format = formatWith(['no-perms', 'mtk-ext']);
    for (const [size, word] of [
      [small, '0xfffffe72'],
      [section, '0xfff31232'],
    ] as const) {
      const mapped = map(format, freshTables(format), { at: 0, pa: 0x8_0000_0000 - size, size });
      expect(leafWords(mapped)).toEqual([word]);
      expect(phys(format, mapped.tables, 0x123)).toBe(0x8_0000_0000 - size + 0x123);
    }
  });

  test('a non-secure table has its own bit', () => {
    const format = formatWith(['arm-ns']);
    const { tables } = map(format, freshTables(format, placed), { at: 0x20345000, pa: 0x6a3c7000, size: small });
    expect(walked(format, tables, 0x20345000)).toEqual(['1[0x203] 0x40084409', '2[0x45] 0x6a3c7c72']);
  });

  test('misaligned words keep bits down to their level and are read down to their size', () => {
    const asLarge = map(plain, freshTables(plain), { at: 0x10000, pa: 0x60003000, size: large });
    expect(leafWords(asLarge)).toEqual(['0x60003c31']);
    expect(phys(plain, asLarge.tables, 0x11000)).toBe(0x60001000);
  });
});

describe('splits', () => {
  const cached = { pa: 0x80000000, size: section, protection: [...readWrite, 'cache'] } as const;

  test('a page out of a section leaves entries that map physical 0 upwards', () => {
    const { tables } = unmap(plain, map(plain, freshTables(plain), { ...cached, at: 0 }).tables, 0x5000, small);
    expect([0, 0x1000, 0x5000, 0x6000].map((at) => walked(plain, tables, at).at(-1))).toEqual([
      '2[0x0] 0x00000c7e',
      '2[0x1] 0x00001c7e',
      '2[0x5] 0x00000000',
      '2[0x6] 0x00006c7e',
    ]);
    expect(phys(plain, tables, 0)).toBe(0);
  });

  test('without quirk Q23 they keep the section’s address', () => {
    const fixed = formatWith([], without('Q23'));
    const { tables } = unmap(fixed, map(fixed, freshTables(fixed), { ...cached, at: 0 }).tables, 0x20000, large);
    expect(phys(fixed, tables, 0x12345)).toBe(0x80012345);
    expect(phys(fixed, tables, 0x20000)).toBeUndefined();
    expect(phys(fixed, tables, 0xfffff)).toBe(0x800fffff);
  });

  test('without quirk Q23 every part of a supersection can be unmapped', () => {
    const fixed = formatWith([], without('Q23'));
    const mapped = map(fixed, freshTables(fixed), { at: 0, pa: 0x80000000, size: supersection });
    const gone = unmap(fixed, mapped.tables, 0x305000, small);
    expect(gone.unmapped).toBe(small);
    expect(phys(fixed, gone.tables, 0x304000)).toBe(0x80304000);
    expect(phys(fixed, gone.tables, 0x305000)).toBeUndefined();
    expect(phys(fixed, gone.tables, 0x400000)).toBe(0x80400000);
  });

  test('a page out of a large page leaves fifteen small ones', () => {
    const mapped = map(plain, freshTables(plain), { at: 0x10000, pa: 0x60000000, size: large });
    const { tables, invalidations } = unmap(plain, mapped.tables, 0x11000, small);
    expect([0x10000, 0x11000, 0x12000].map((at) => walked(plain, tables, at).at(-1))).toEqual([
      '2[0x10] 0x60000c72',
      '2[0x11] 0x00000000',
      '2[0x12] 0x60002c72',
    ]);
    expect(invalidations).toEqual([
      { kind: 'walk', iova: 0x11000, size: large, granule: large },
      { kind: 'page', iova: 0x11000, size: small },
    ]);
  });
});

test('without quirk Q21 a section does not replace a populated table', () => {
  const fixed = formatWith([], without('Q21'));
  const pages = map(fixed, freshTables(fixed), { at: 0x3000, pa: 0x80001000, size: small }).tables;
  expect(map(fixed, pages, { at: 0, pa: 0x90000000, size: section })).toMatchObject({
    error: 'EEXIST',
    warnings: [{ kind: 'already-mapped' }],
    writes: [],
  });
  const emptied = unmap(fixed, pages, 0x3000, small).tables;
  expect(map(fixed, emptied, { at: 0, pa: 0x90000000, size: section }).error).toBeUndefined();
});

test('registers say whether the walker looks into the caches; MediaTek has no room for it', () => {
  const ttbrOf = (quirks: readonly V7sQuirk[], isWalkCoherent: boolean, root = 0x40080000) => {
    const config = { name: 'v7s', inputBits: 32, outputBits: 35, quirks, isWalkCoherent, flushesAfterMap: false };
    const format = v7sFormat({ ...config, kernelQuirks: everyFormatQuirk });
    return format.registers(freshTables(format, { root, next: 0 }));
  };
  expect(ttbrOf([], false)).toEqual([
    { name: 'ttbr', value: 0x40080002 },
    { name: 'tcr', value: 0 },
    { name: 'prrr', value: 0x800b8204 },
    { name: 'nmrr', value: 0x40004000 },
  ]);
  expect(ttbrOf([], true)[0]?.value).toBe(0x4008006a);
  expect(ttbrOf(['mtk-ext', 'no-perms'], true, 0x3_4008_0000)[0]?.value).toBe(0x40080003);
});
