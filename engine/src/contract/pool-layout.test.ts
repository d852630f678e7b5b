import { describe, expect, test } from 'vitest';
import { invariant } from '../data/invariant.js';
import { findPlatform } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { blockOffsets, layOutPool } from './pool-layout.js';

const platform = aPlatform();

function aPlatform(): Platform {
  const found = findPlatform('armv7-noncoh');
  invariant(found !== undefined, 'the preset exists');
  return found;
}

function offsetsOf(size: number, align: number, boundary: number): readonly number[] | undefined {
  const layout = layOutPool(platform, { size, align, boundary });
  return layout === undefined ? undefined : blockOffsets(layout);
}

describe('blocks of a pool', () => {
  test('20 bytes aligned to 8 take 24 each', () => {
    const offsets = offsetsOf(20, 8, 0);
    expect(offsets).toHaveLength(170);
    expect(offsets?.slice(0, 3)).toEqual([0, 24, 48]);
    expect(offsets?.at(-1)).toBe(4056);
  });

  test('none crosses a boundary', () => {
    const offsets = offsetsOf(96, 32, 256);
    expect(offsets).toHaveLength(32);
    expect(offsets?.slice(0, 6)).toEqual([0, 96, 256, 352, 512, 608]);
  });

  test('a block larger than a page is a chunk of its own', () => {
    expect(offsetsOf(5000, 64, 0)).toEqual([0]);
  });

  test.each([
    { what: 'no bytes', size: 0, align: 8, boundary: 0 },
    { what: 'an odd alignment', size: 16, align: 24, boundary: 0 },
    { what: 'an odd boundary', size: 16, align: 8, boundary: 100 },
    { what: 'a boundary below a block', size: 64, align: 8, boundary: 32 },
    { what: 'more than INT_MAX', size: 2 ** 31, align: 8, boundary: 0 },
  ])('$what is refused', ({ size, align, boundary }) => {
    expect(offsetsOf(size, align, boundary)).toBeUndefined();
  });

  test.each([
    { profile: 'k2639', dmaAddressBits: 32, least: 4 },
    { profile: 'k612', dmaAddressBits: 32, least: 8 },
    { profile: 'k612', dmaAddressBits: 64, least: 16 },
  ] as const)('$profile with $dmaAddressBits-bit handles needs $least bytes', ({ profile, dmaAddressBits, least }) => {
    const layout = layOutPool({ ...platform, profile, dmaAddressBits }, { size: 1, align: 0, boundary: 0 });
    expect(layout?.blockBytes).toBe(least);
  });
});
