import { describe, expect, test } from 'vitest';
import { freshTables, leafWords, map, phys, unmap, walked, without } from '../../../../test/support/format-rig.js';
import { iova, physAddr } from '../../address/spaces.js';
import { emptyIotlb } from '../iotlb.js';
import { mapRange, unmapRange } from '../map-range.js';
import { translate } from '../walk.js';
import { everyFormatQuirk } from './format-quirk.js';
import { type OmapConfig, omapFormat } from './omap.js';
import { plainAttributes } from './omap-words.js';

const config: OmapConfig = {
  name: 'omap',
  attributes: plainAttributes,
  cachelineBytes: 32,
  kernelQuirks: everyFormatQuirk,
};
const format = omapFormat(config);

const small = 0x1000;
const large = 0x10000;
const section = 0x100000;
const supersection = 0x1000000;

describe('OMAP words', () => {
  test.each([
    [small, 0x9a3c7000, '0x9a3c7002', '0x9a3c7a22'],
    [large, 0x9a3c0000, '0x9a3c0001', '0x9a3c0a21'],
    [section, 0x9a300000, '0x9a300002', '0x9a328802'],
    [supersection, 0x9a000000, '0x9a040002', '0x9a068802'],
  ])('of 0x%x bytes', (size, pa, plain, mixed) => {
    expect(leafWords(map(format, freshTables(format), { at: 0x10000000, pa, size }))).toEqual([plain]);
    const attributes = { isMixed: true, isBigEndian: true, elementSize: 32 } as const;
    const other = omapFormat({ ...config, attributes });
    expect(leafWords(map(other, freshTables(other), { at: 0x10000000, pa, size }))).toEqual([mixed]);
  });

  test('a link, and where the words are', () => {
    const fresh = freshTables(format, { root: 0x9f000000, next: 0x9f001400 });
    const { tables } = map(format, fresh, { at: 0x10345000, pa: 0x9a3c7000, size: small });
    expect(walked(format, tables, 0x10345000)).toEqual(['1[0x103] 0x9f001401', '2[0x45] 0x9a3c7002']);
  });

  test('the protection leaves no trace', () => {
    const mapped = map(format, freshTables(format), { at: 0, pa: 0x9a3c7000, size: small, protection: ['read'] });
    expect(leafWords(mapped)).toEqual(['0x9a3c7002']);
    expect(format.walk(mapped.tables, iova(0), { kind: 'write', isPrivileged: false }).kind).toBe('translated');
  });

  test('addresses above 4 GiB are cut off; without quirk Q25 they are refused', () => {
    const wide = { at: 0, pa: 0x1_2345_6000, size: small };
    const mapped = map(format, freshTables(format), wide);
    expect(mapped.error).toBeUndefined();
    expect(mapped.truncations).toEqual([{ pa: 0x1_2345_6000, kept: 0x23456000 }]);
    expect(phys(format, mapped.tables, 0)).toBe(0x23456000);
    const fixed = omapFormat({ ...config, kernelQuirks: without('Q25') });
    expect(map(fixed, freshTables(fixed), wide)).toMatchObject({ error: 'ERANGE', truncations: [], writes: [] });
  });
});

describe('OMAP mapping', () => {
  test('writes over what is there, and forgets a table under a section', () => {
    const pages = map(format, freshTables(format), { at: 0x3000, pa: 0x80001000, size: small }).tables;
    const again = map(format, pages, { at: 0x3000, pa: 0x80002000, size: small });
    expect(again).toMatchObject({
      error: undefined,
      warnings: [],
      invalidations: [{ kind: 'containing', iova: 0x3000 }],
    });
    const over = map(format, again.tables, { at: 0, pa: 0x90000000, size: section });
    expect(over.error).toBeUndefined();
    expect(over.tables.lower.size).toBe(1);
    expect(phys(format, over.tables, 0x3000)).toBe(0x90003000);
  });

  test('a page below a section is written into the memory the section maps', () => {
    const sections = map(format, freshTables(format), { at: 0, pa: 0x80100000, size: section }).tables;
    const stray = map(format, sections, { at: 0x45000, pa: 0x6a3c7000, size: small });
    expect(stray).toMatchObject({ error: undefined, mapped: small, writes: [] });
    expect(stray.strayWrites).toEqual([{ address: 0x80100114, word: 0x6a3c7002 }]);
    expect(phys(format, stray.tables, 0x45000)).toBe(0x80145000);

    const fixed = omapFormat({ ...config, kernelQuirks: without('Q15') });
    expect(map(fixed, sections, { at: 0x45000, pa: 0x6a3c7000, size: small })).toMatchObject({
      error: 'EEXIST',
      strayWrites: [],
    });
  });

  test('misaligned entries are refused, a large page after its table was made', () => {
    const fresh = freshTables(format);
    expect(map(format, fresh, { at: 0x1000, pa: 0, size: section })).toMatchObject({ error: 'EINVAL', writes: [] });
    expect(map(format, fresh, { at: 0, pa: 0x100000, size: supersection }).error).toBe('EINVAL');
    const halfway = map(format, fresh, { at: 0x1000, pa: 0, size: large });
    expect(halfway.error).toBe('EINVAL');
    expect(halfway.tables.lower.size).toBe(1);
  });
});

describe('OMAP unmapping', () => {
  test('the whole entry goes, whatever size was asked for', () => {
    const mapped = mapRange(format, freshTables(format), {
      iova: iova(0x10000),
      pa: physAddr(0x80010000),
      size: large,
      protection: ['read'],
    });
    const gone = unmapRange(format, mapped.tables, { iova: iova(0x13000), size: small });
    expect(gone.unmapped).toBe(large);
    expect(phys(format, gone.tables, 0x1f000)).toBeUndefined();
    expect(gone.tables.lower.size).toBe(0);

    const sections = map(format, freshTables(format), { at: 0, pa: 0x80000000, size: supersection }).tables;
    expect(unmap(format, sections, 0x300000, small).unmapped).toBe(supersection);
  });

  test('a hole in a table counts as a page, a hole in the directory ends it', () => {
    const { tables } = map(format, freshTables(format), { at: 0x3000, pa: 0x80001000, size: small });
    expect(unmap(format, tables, 0x5000, small)).toMatchObject({
      unmapped: small,
      invalidations: [{ kind: 'containing', iova: 0x5000 }],
    });
    expect(unmap(format, tables, 0x100000, small).unmapped).toBe(0);
  });

  const withNeighbor = map(
    format,
    map(format, freshTables(format), { at: 0x10000, pa: 0x80010000, size: large }).tables,
    { at: 0x30000, pa: 0x80030000, size: small },
  ).tables;

  test('words before the address stay visible to the walker, line by line', () => {
    const gone = unmap(format, withNeighbor, 0x1d000, small);
    expect(gone.uncleanedWords).toHaveLength(8);
    expect(gone.uncleanedWords[0]?.seen).toBe(0x80010001);
    expect(phys(format, gone.tables, 0x10000)).toBeUndefined();
    const access = { length: 4, access: { kind: 'write', isPrivileged: false }, step: 1 } as const;
    const early = translate(format, gone.tables, emptyIotlb, { ...access, iova: iova(0x11000) });
    expect(early.pieces).toMatchObject([{ pa: 0x80011000, origin: { kind: 'walk', isUncleaned: true } }]);
    const late = translate(format, gone.tables, emptyIotlb, { ...access, iova: iova(0x18000) });
    expect(late.fault).toMatchObject({ kind: 'translation', level: 2 });

    const again = map(format, gone.tables, { at: 0x10000, pa: 0x90000000, size: large }).tables;
    expect(again.uncleaned.size).toBe(0);
  });

  test.each([
    ['quirk Q14 is off', { ...config, kernelQuirks: without('Q14') }, 0x1d000],
    ['a line holds all sixteen words', { ...config, cachelineBytes: 64 }, 0x1d000],
    ['the address is the first', config, 0x10000],
  ] as const)('nothing stays visible when %s', (_, other, at) => {
    const gone = unmap(omapFormat(other), withNeighbor, at, small);
    expect(gone.uncleanedWords).toEqual([]);
    expect(gone.tables.uncleaned.size).toBe(0);
  });

  test('a table that goes with its last entry takes the mistake along', () => {
    const { tables } = map(format, freshTables(format), { at: 0x10000, pa: 0x80010000, size: large });
    const gone = unmap(format, tables, 0x1d000, small);
    expect(gone).toMatchObject({ unmapped: large, uncleanedWords: [] });
    expect(gone.tables.uncleaned.size).toBe(0);
  });

  test('a supersection has the same mistake at the first level', () => {
    const { tables } = map(format, freshTables(format), { at: 0, pa: 0x80000000, size: supersection });
    expect(unmap(format, tables, 0xf00000, small).uncleanedWords).toHaveLength(8);
  });
});
