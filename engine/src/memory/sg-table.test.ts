import { describe, expect, test } from 'vitest';
import { physAddr } from '../address/spaces.js';
import { invariant } from '../data/invariant.js';
import { findPlatform } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { entriesOfPages, entriesPerPage, hasOwnDmaLength, reachedWithoutLinks } from './sg-table.js';

function preset(name: string): Platform {
  const found = findPlatform(name);
  invariant(found !== undefined, 'the preset exists');
  return found;
}

describe('chained lists', () => {
  test.each([
    { name: 'armv7-noncoh', entries: 256, own: false },
    { name: 'armv7-iommu', entries: 204, own: true },
    { name: 'x86-coherent', entries: 128, own: true },
  ])('$name has $entries entries in a page', ({ name, entries, own }) => {
    expect(entriesPerPage(preset(name))).toBe(entries);
    expect(hasOwnDmaLength(preset(name))).toBe(own);
  });

  test('sg + 1 reads the link of a full page as an entry', () => {
    const platform = preset('armv7-iommu');
    expect(reachedWithoutLinks(platform, 204)).toBe(204);
    expect(reachedWithoutLinks(platform, 205)).toBe(203);
  });
});

describe('a table from pages', () => {
  const pages = [0x1000, 0x2000, 0x3000, 0x8000, 0x9000].map(physAddr);
  const noLimit = 2 ** 32 - 1;

  test('joins neighbors; the first entry starts at the offset and the last one ends with the bytes', () => {
    expect(entriesOfPages(pages, 0x100, 0x4800, noLimit)).toEqual([
      { start: 0x1100, length: 0x2f00 },
      { start: 0x8000, length: 0x1900 },
    ]);
  });

  test('cuts at the longest segment, in whole pages', () => {
    expect(entriesOfPages(pages, 0, 0x5000, 0x2fff)).toEqual([
      { start: 0x1000, length: 0x2000 },
      { start: 0x3000, length: 0x1000 },
      { start: 0x8000, length: 0x2000 },
    ]);
  });

  test('refuses segments shorter than a page', () => {
    expect(entriesOfPages(pages, 0, 0x5000, 0xfff)).toBeUndefined();
  });
});
