import { describe, expect, test } from 'vitest';
import { bytes, iova, physAddr } from '../address/spaces.js';
import type { SgEntry } from '../state/map-record.js';
import { paddedPieces, segmentsOf, type SgLimits } from './dma-iommu-sg.js';

const noLimits: SgLimits = { granule: 0x1000, boundary: 2 ** 32, maxSegmentBytes: 2 ** 32 - 1 };

/** Entries at scattered pages, given as offset in the page and length. */
function list(...entries: readonly (readonly [number, number])[]): readonly SgEntry[] {
  return entries.map(([offset, length], index) => ({
    start: physAddr(0x60000000 + index * 0x100000 + offset),
    length: bytes(length),
  }));
}

function segmentLengths(entries: readonly SgEntry[], limits: SgLimits): readonly number[] {
  return segmentsOf(entries, paddedPieces(entries, limits), iova(0xfff00000), limits).map((it) => it.length);
}

describe('entries are joined', () => {
  test.each<[string, readonly SgEntry[], Partial<SgLimits>, readonly number[]]>([
    ['where one ends a granule and the next starts one', list([0x100, 0xf00], [0, 0x1000], [0, 0x800]), {}, [0x2700]],
    ['but not past bytes that end inside a granule', list([0, 0x800], [0, 0x1000]), {}, [0x800, 0x1000]],
    ['nor with one that starts inside', list([0, 0x1000], [0x10, 0xff0]), {}, [0x1000, 0xff0]],
    [
      'up to the longest segment',
      list([0, 0x1000], [0, 0x1000], [0, 0x1000]),
      { maxSegmentBytes: 0x2000 },
      [0x2000, 0x1000],
    ],
    ['and not across a boundary', list([0, 0x1000], [0, 0x1000], [0, 0x1000]), { boundary: 0x2000 }, [0x2000, 0x1000]],
    ['by granules of 64 KiB as well', list([0, 0x1000], [0, 0x1000]), { granule: 0x10000 }, [0x1000, 0x1000]],
  ])('%s', (_, entries, limits, expected) => {
    expect(segmentLengths(entries, { ...noLimits, ...limits })).toEqual(expected);
  });
});

test('an entry that would cross a boundary starts behind it, and what follows the one before is mapped too', () => {
  const limits = { ...noLimits, boundary: 0x4000 };
  const entries = list([0, 0x3000], [0, 0x2000]);
  const pieces = paddedPieces(entries, limits);
  expect(pieces.map((it) => it.length)).toEqual([0x4000, 0x2000]);
  expect(segmentsOf(entries, pieces, iova(0xfff00000), limits)).toEqual([
    { address: 0xfff00000, length: 0x3000 },
    { address: 0xfff04000, length: 0x2000 },
  ]);
});

test('a segment starts where its first byte lies in the page', () => {
  const entries = list([0x100, 0x80], [0x200, 0x80]);
  const pieces = paddedPieces(entries, noLimits);
  const addresses = segmentsOf(entries, pieces, iova(0xfff00000), noLimits).map((it) => it.address);
  expect(addresses).toEqual([0xfff00100, 0xfff01200]);
});
