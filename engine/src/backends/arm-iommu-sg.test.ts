import { expect, test } from 'vitest';
import { bytes, physAddr } from '../address/spaces.js';
import { chunksOf } from './arm-iommu-sg.js';

const kib64 = 65536;

/** Entries on pages of their own; `dma_length` of the segments they become: arch/arm/mm/dma-mapping.c (6.12). */
function lengths(
  entries: readonly (readonly [offset: number, length: number])[],
  maxSegment: number,
): readonly number[] {
  const list = entries.map(([offset, length], index) => ({
    start: physAddr(0x50000000 + index * 0x10000 + offset),
    length: bytes(length),
  }));
  return chunksOf(list, maxSegment).map((chunk) => chunk.reduce((sum, entry) => sum + entry.length, 0));
}

const wholePages = Array.from({ length: 20 }, () => [0, 0x1000] as const);

test.each([
  [
    'entries that meet at page boundaries',
    [
      [0x100, 0xf00],
      [0, 0x1000],
      [0, 0x800],
    ],
    kib64,
    [0x2700],
  ],
  [
    'the second starts inside its page',
    [
      [0, 0x1000],
      [0x10, 0xff0],
    ],
    kib64,
    [0x1000, 0xff0],
  ],
  [
    'the first ends inside its page',
    [
      [0, 0x800],
      [0, 0x1000],
    ],
    kib64,
    [0x800, 0x1000],
  ],
  ['more than a segment may hold', wholePages, kib64, [0x10000, 0x4000]],
  ['a device without limit', wholePages, 2 ** 32 - 1, [0x14000]],
] as const)('%s', (_, entries, maxSegment, expected) => {
  expect(lengths(entries, maxSegment)).toEqual(expected);
});
