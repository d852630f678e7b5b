import { describe, expect, test } from 'vitest';
import { dmaAddr, physAddr } from '../address/spaces.js';
import { allocIova } from '../iommu/iova-bitmap.js';
import { boot } from '../machine/boot.js';
import { findPlatform } from '../platforms/index.js';
import type { Platform } from '../platforms/platform.js';
import { plainDevice } from '../state/device.js';
import { deviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { addressesOf } from './iommu-addresses.js';

const dev = deviceId('dev0');

function preset(name: string): Platform {
  const found = findPlatform(name);
  if (found === undefined) throw new Error(`no preset ${name}`);
  return found;
}

/** A device whose firmware describes one range of `bytes` at 0x10000000. */
function withRange(platform: Platform, bytes: number): MachineState {
  const state = boot(platform);
  const range = { cpuStart: physAddr(0x40000000), dmaStart: dmaAddr(0x10000000), bytes };
  return { ...state, devices: state.devices.set(dev, { ...plainDevice(platform, dev), ranges: [range] }) };
}

function usablePages(state: MachineState): number {
  const [instance] = state.platform.iommus;
  if (instance === undefined) throw new Error('this platform has an IOMMU');
  const { addresses } = addressesOf(state, dev, instance);
  if (addresses.kind !== 'bitmap') throw new Error('ARM takes addresses from a bitmap');
  expect(allocIova(addresses.bitmap, 4096)?.iova).toBe(0x10000000);
  return addresses.bitmap.pages;
}

describe('an IOVA space made from dma-ranges', () => {
  const platform = preset('armv7-iommu');
  const withoutQ3 = { ...platform, quirks: platform.quirks.filter((it) => it !== 'Q3') };

  // A bitmap is made of 32-bit words, so the lost byte shows only where it is the first of a word's pages.
  test('is one byte short', () => {
    expect(usablePages(withRange(platform, 33 * 4096))).toBe(32);
    expect(usablePages(withRange(platform, 64 * 4096))).toBe(64);
  });

  test('is whole without quirk Q3', () => {
    expect(usablePages(withRange(withoutQ3, 33 * 4096))).toBe(64);
  });

  test('of less than a page gives no address at all', () => {
    const [instance] = platform.iommus;
    const state = withRange(platform, 4096);
    expect(instance === undefined ? undefined : addressesOf(state, dev, instance).addresses).toEqual({ kind: 'none' });
  });
});

describe('the generic operations', () => {
  const platform = preset('generic-iommu');
  const typeOf = (strict: boolean, format: 'lpae-s1' | 'rockchip-v1'): string => {
    const [instance] = platform.iommus;
    if (instance === undefined) throw new Error('this platform has an IOMMU');
    return addressesOf(boot({ ...platform, iommuStrict: strict }), dev, { ...instance, format }).type;
  };

  test('postpone invalidations only where the driver of the IOMMU can', () => {
    expect([typeOf(true, 'lpae-s1'), typeOf(false, 'lpae-s1')]).toEqual(['dma', 'dma-fq']);
    expect(typeOf(false, 'rockchip-v1')).toBe('dma');
  });
});
