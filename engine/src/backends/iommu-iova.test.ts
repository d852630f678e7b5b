import { expect, test } from 'vitest';
import { bytes, iova, physAddr } from '../address/spaces.js';
import { boot } from '../machine/boot.js';
import { type Frame, type OpSource, play } from '../machine/play.js';
import { findPlatform } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { deviceId } from '../state/ids.js';

const dev = deviceId('dev0');
const gib = 2 ** 30;

/** Behind an SMMU that translates `reach` bytes of addresses. */
function generic(reach: number, change: Partial<Platform> = {}): Platform {
  const found = findPlatform('generic-iommu');
  if (found === undefined) throw new Error('the preset exists');
  const space = { kind: 'tree', start: iova(0x1000), end: iova(reach) } as const;
  return { ...found, ...change, iommus: found.iommus.map((it) => ({ ...it, iova: space })) };
}

const map: OpSource = {
  kind: 'map-page',
  device: dev,
  page: physAddr(0x50000000),
  offset: 0,
  size: bytes(0x1000),
  direction: 'to-device',
  attrs: [],
};

function addressOf(frame: Frame | undefined): number {
  const result = frame?.result;
  if (result?.kind !== 'mapped') throw new Error('the step maps');
  return result.address;
}

/** Unmaps what the step before mapped. */
const unmapLast: OpSource = (frames) => {
  const address = frames.at(-1)?.result;
  if (address?.kind !== 'mapped') throw new Error('the step before maps');
  const about = { device: dev, size: bytes(0x1000), direction: 'to-device', attrs: [] } as const;
  return { kind: 'unmap-page', address: address.address, ...about };
};

const wideMask: OpSource = { kind: 'set-mask', device: dev, mask: 'both', bits: 40 };

test('a wide mask gives addresses from its top, except to PCI devices', () => {
  const pci: OpSource = { kind: 'add-device', device: dev, bus: 'pci' };
  const [plain, onPci] = [
    [wideMask, map],
    [pci, wideMask, map],
  ].map((ops) => play(boot(generic(2 ** 40)), ops).at(-1));
  expect(addressOf(plain)).toBe(2 ** 40 - 0x1000);
  expect(addressOf(onPci)).toBe(4 * gib - 0x1000);
});

const lazily: OpSource[] = [map, unmapLast];
const reused = (rounds: number): readonly number[] => {
  const ops = Array.from({ length: rounds }, () => lazily).flat();
  const frames = play(boot(generic(4 * gib, { iommuStrict: false })), ops);
  return frames.flatMap((frame) => (frame.result.kind === 'mapped' ? [frame.result.address] : []));
};

test('a queued address comes back when the timer has fired, ten steps after the first', () => {
  const addresses = reused(8);
  expect(addresses.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6].map((page) => 4 * gib - page * 0x1000));
  expect(addresses.slice(0, 6)).toContain(addresses[6]);
});
