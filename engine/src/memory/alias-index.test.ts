import { describe, expect, test } from 'vitest';
import { kernelVa, physAddr, userVa } from '../address/spaces.js';
import { armv5Vivt } from '../platforms/armv5-vivt.js';
import { armv6ViptAliasing } from '../platforms/armv6-vipt-aliasing.js';
import { armv7Noncoh } from '../platforms/armv7-noncoh.js';
import { exynos4 } from '../platforms/exynos4.js';
import { paRisc } from '../platforms/pa-risc.js';
import type { Platform } from '../platforms/platform.js';
import { aliasedAddress, aliasIndex, linearIndex } from './alias-index.js';

const pa = physAddr(0x81235000);
const kib = 1024;

function shares(platform: Platform, distance: number): boolean {
  const va = 0x10005000;
  return aliasIndex(platform, userVa(va), pa) === aliasIndex(platform, userVa(va + distance), pa);
}

test.each([
  ['pipt', armv7Noncoh, [4 * kib, 16 * kib, 4096 * kib], []],
  ['vipt-nonaliasing', exynos4, [4 * kib, 16 * kib, 4096 * kib], []],
  ['4 colors', armv6ViptAliasing, [16 * kib, 4096 * kib], [4 * kib, 8 * kib, 12 * kib]],
  ['4 MiB of colors', paRisc, [4096 * kib], [4 * kib, 16 * kib, 2048 * kib]],
  ['vivt', armv5Vivt, [], [4 * kib, 16 * kib, 4096 * kib]],
] as const)('%s: which distances between two addresses of a page share lines', (_kind, platform, sharing, apart) => {
  for (const distance of sharing) expect(shares(platform, distance)).toBe(true);
  for (const distance of apart) expect(shares(platform, distance)).toBe(false);
});

describe.each([armv5Vivt, armv6ViptAliasing, armv7Noncoh, paRisc])('$name', (platform) => {
  test('the linear map has one index all over', () => {
    const { linearBase, ramBase } = platform.memory;
    for (const offset of [0, 0x1000, 0x3000, 0x7ff000]) {
      expect(aliasIndex(platform, kernelVa(linearBase + offset), physAddr(ramBase + offset))).toBe(
        linearIndex(platform),
      );
    }
  });
});

test('an index is never negative where colors repeat', () => {
  expect(aliasIndex(armv6ViptAliasing, userVa(0x1000), physAddr(0x80002000))).toBe(0x3000);
});

test('a virtually tagged cache has no colors', () => {
  expect(aliasedAddress(armv5Vivt, userVa(0x3000)).color).toBeUndefined();
  expect(aliasedAddress(armv6ViptAliasing, userVa(0x7000)).color).toBe(3);
});
