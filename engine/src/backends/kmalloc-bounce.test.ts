import { expect, test } from 'vitest';
import { findPlatform } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { plainDevice } from '../state/device.js';
import { deviceId } from '../state/ids.js';
import type { Direction } from '../state/map-record.js';
import { mayShareLines } from './kmalloc-bounce.js';

function platform(name: string): Platform {
  const found = findPlatform(name);
  if (found === undefined) throw new Error(`no preset ${name}`);
  return found;
}

// Lines of 64 bytes, ARCH_DMA_MINALIGN 128.
test.each<[number, Direction, boolean]>([
  [8, 'from-device', true],
  [33, 'from-device', false],
  [64, 'from-device', false],
  [65, 'bidirectional', true],
  [96, 'from-device', true],
  [97, 'from-device', false],
  [130, 'from-device', false],
  [255, 'from-device', false],
  [256, 'from-device', false],
  [8, 'to-device', false],
])('%i bytes %s', (size, direction, expected) => {
  const arm64 = platform('generic-iommu');
  const device = plainDevice(arm64, deviceId('dev0'));
  expect(mayShareLines(arm64, device, size, direction)).toBe(expected);
  expect(mayShareLines(arm64, { ...device, snoops: true }, size, direction)).toBe(false);
});

test('ARM 32 keeps lines apart in its allocator', () => {
  const arm = platform('armv7-noncoh');
  expect(mayShareLines(arm, plainDevice(arm, deviceId('dev0')), 8, 'from-device')).toBe(false);
});
