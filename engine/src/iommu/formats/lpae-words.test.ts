import { describe, expect, test } from 'vitest';
import { freshTables, leafWords, map } from '../../../../test/support/format-rig.js';
import type { Protection } from './format.js';
import { everyFormatQuirk } from './format-quirk.js';
import { type LpaeConfig, lpaeFormat } from './lpae.js';
import { shapeOf } from './lpae-config.js';

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

function wordOf(config: LpaeConfig, size: number, protection: Protection): string | undefined {
  const format = lpaeFormat(config);
  const mapped = map(format, freshTables(format), { at: 0x40000000, pa: 0x80000000, size, protection });
  return leafWords(mapped)[0];
}

const word = (low: number, high = 0): string => {
  return `0x${high.toString(16).padStart(8, '0')}${(0x80000000 + low).toString(16)}`;
};
const noExecute = 0x00600000;

describe('stage 1 words', () => {
  test.each([
    [['read', 'write'], 0xe43, 0xe41],
    [['write'], 0xe43, 0xe41],
    [['read'], 0xec3, 0xec1],
    [['read', 'write', 'cache'], 0xf47, 0xf45],
    [['read', 'cache'], 0xfc7, 0xfc5],
    [['read', 'write', 'mmio'], 0xe4b, 0xe49],
    [['read', 'write', 'priv'], 0xe03, 0xe01],
  ] as const)('%j', (protection, asPage, asBlock) => {
    expect(wordOf(stage1, page, protection)).toBe(word(asPage));
    expect(wordOf(stage1, block, protection)).toBe(word(asBlock));
    expect(wordOf(stage1, gibibyte, protection)).toBe(word(asBlock));
    expect(wordOf(stage1, page, [...protection, 'noexec'])).toBe(word(asPage, noExecute));
    expect(wordOf({ ...stage1, isNonSecure: true }, page, protection)).toBe(word(asPage + 0x20));
  });
});

describe('stage 2 and Mali words', () => {
  test.each([
    [['read', 'write'], 0x6d7, 0x6d5, 0x2c1],
    [['read'], 0x657, 0x655, 0x241],
    [['write'], 0x697, 0x695, 0x281],
    [['read', 'write', 'cache'], 0x7ff, 0x7fd, 0x2c5],
    [['read', 'cache'], 0x77f, 0x77d, 0x245],
    [['read', 'write', 'mmio'], 0x6c7, 0x6c5, 0x2c9],
    [['read', 'write', 'priv'], 0x6d7, 0x6d5, 0x2c1],
  ] as const)('%j', (protection, asPage, asBlock, asMali) => {
    expect(wordOf(stage2, page, protection)).toBe(word(asPage));
    expect(wordOf(stage2, block, protection)).toBe(word(asBlock));
    expect(wordOf(stage2, page, [...protection, 'noexec'])).toBe(word(asPage, noExecute));
    for (const size of [page, block, gibibyte]) {
      expect(wordOf(mali, size, protection)).toBe(word(asMali));
      expect(wordOf(mali, size, [...protection, 'noexec'])).toBe(word(asMali, noExecute));
    }
  });
});

describe('the tree of tables', () => {
  const s1 = { ...stage1, width: 64 } as const;
  const s2 = { ...stage2, width: 64 } as const;
  test.each([
    [s1, [0x1000], 32, 1, 4],
    [s1, [0x1000], 39, 1, 512],
    [s1, [0x1000], 40, 0, 2],
    [s1, [0x1000], 48, 0, 512],
    [s1, [0x4000], 47, 1, 2048],
    [s1, [0x10000], 48, 1, 64],
    [s1, [0x10000], 52, 1, 1024],
    [s2, [0x1000], 40, 1, 1024],
    [s2, [0x1000], 43, 1, 8192],
    [s2, [0x1000], 44, 0, 32],
    [s2, [0x10000], 48, 1, 64],
    [mali, [0x1000], 39, 0, 1],
    [mali, [0x1000], 48, 0, 512],
  ] as const)(
    '$0.regime, pages of $1, $2 bits: level $3, $4 words',
    (config, offeredPageSizes, inputBits, level, words) => {
      const [root] = shapeOf({ ...config, offeredPageSizes, inputBits }).tree;
      expect(root).toMatchObject({ level, words });
    },
  );

  test.each([
    [[0x1000, 0x10000, 0x200000], 48, [0x1000, 0x200000]],
    [[0x4000, 0x10000, 0x2000000, 0x20000000], 48, [0x4000, 0x2000000]],
    [[0x10000, 0x20000000, 2 ** 42], 48, [0x10000, 0x20000000]],
    [[0x10000, 0x20000000, 2 ** 42], 52, [0x10000, 0x20000000, 2 ** 42]],
  ])('page sizes of %j with %d output bits', (offeredPageSizes, outputBits, pageSizes) => {
    expect(shapeOf({ ...stage1, width: 64, offeredPageSizes, outputBits }).pageSizes).toEqual(pageSizes);
  });

  test('32-bit tables and stages refuse what they cannot express', () => {
    expect(() => shapeOf({ ...stage1, inputBits: 33 })).toThrow('narrower');
    expect(() => shapeOf({ ...stage2, isNonSecure: true })).toThrow('non-secure');
    expect(() => shapeOf({ ...stage1, width: 64, offeredPageSizes: [0x8000] })).toThrow('granule');
  });
});
