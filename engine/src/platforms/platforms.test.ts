import { describe, expect, test } from 'vitest';
import { checkPlatform } from './check.js';
import { defaultPlatform, findPlatform, platforms } from './index.js';
import type { Platform } from './platform.js';
import type { Profile } from './profile.js';
import { vary } from './variation.js';

/** Every preset with every kernel it is described for. */
const machines: readonly (readonly [string, Platform])[] = platforms.flatMap((preset) => [
  [preset.name, preset],
  ...Object.keys(preset.profiles).map((profile): [string, Platform] => [
    `${preset.name} ${profile}`,
    vary(preset, { profile }).platform,
  ]),
]);

test('there is a preset for every row of the machine table', () => {
  expect(platforms.map((it) => it.name).toSorted()).toEqual([
    'armv5-vivt',
    'armv5-vivt-2011',
    'armv6-vipt-aliasing',
    'armv7-iommu',
    'armv7-noncoh',
    'exynos4',
    'generic-iommu',
    'highbank',
    'ixp4xx',
    'keystone',
    'msm8960',
    'omap3',
    'omap4',
    'pa-risc',
    'sa1111',
    'tegra20',
    'tegra30',
    'x86-coherent',
  ]);
});

describe.each(machines)('%s', (name, platform) => {
  test('can exist', () => {
    expect(checkPlatform(platform)).toEqual([]);
  });

  test('its name finds it', () => {
    expect(findPlatform(platform.name)?.title).toBe(platform.title);
    expect(name).toContain(platform.name);
  });

  test('its regions do not overlap', () => {
    const { memory } = platform;
    expect(memory.lowmemBytes).toBeLessThanOrEqual(memory.ramBytes);
    expect(memory.linearBase + memory.lowmemBytes).toBeLessThanOrEqual(memory.vmallocStart);
    expect(memory.vmallocStart).toBeLessThan(memory.vmallocEnd);
  });

  test('addresses fit their width', () => {
    expect(platform.memory.ramBase + platform.memory.ramBytes - 1).toBeLessThan(2 ** platform.dmaAddressBits);
  });
});

describe('lowmem of a 32-bit ARM kernel with 240 MiB of vmalloc', () => {
  const mib = 1024 ** 2;
  test.each<[string, Profile, number]>([
    ['armv7-iommu', 'k612', 768],
    ['exynos4', 'k612', 768],
    ['exynos4', 'k310', 760],
    ['omap4', 'k310', 760],
    ['keystone', 'k612', 768],
    ['armv7-noncoh', 'k612', 512],
  ])('%s with %s: %i MiB', (name, profile, expected) => {
    const { memory } = vary(findPlatform(name) ?? defaultPlatform, { profile }).platform;
    expect(memory.lowmemBytes).toBe(expected * mib);
  });
});

test('the hole below vmalloc has 8 MiB', () => {
  expect(defaultPlatform.memory.vmallocStart).toBe(0xf0800000);
});
