// What a device without IOMMU can address. Source: kernel/dma/direct.c (6.12), and arch/arm/mm/dma-mapping.c and
// arch/arm/common/dmabounce.c of the older kernels.

import { alignDown, pageBytes } from '../address/align.js';
import { offsetBy } from '../address/spaces.js';
import { addressLimit, highestAddress, physToDma } from '../memory/dma-address.js';
import { dmaLimit } from '../memory/zones.js';
import { isArm32, type Platform } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import type { BackendLimits } from './backend.js';
import { isBounceForced, isSwiotlbActive, swiotlbLimit } from './swiotlb.js';

export const directLimits: BackendLimits = {
  supportsMask({ platform }, device, bits) {
    if (platform.profile === 'k2639') return dmaLimit(platform) - 1 <= highestAddress(bits);
    if (platform.profile === 'k310')
      return device.backend === 'dmabounce' || dmaLimit(platform) - 1 <= highestAddress(bits);
    return reachesEnough(platform, device, bits);
  },
  requiredMaskBits: ({ platform }, device) => bitsOf(lastBusAddress(platform, device)),
  maxMappingBytes(state, device) {
    const mayBounce = isBounceForced(state, device) || isLimited(state.platform, device);
    return isSwiotlbActive(state, device) && mayBounce ? swiotlbLimit(device) : Infinity;
  },
  optMappingBytes: () => Infinity,
  mergeBoundary: () => 0,
};

/** Linux `dma_direct_supported`: 32 bits are always enough, fewer must reach ZONE_DMA or else all of RAM. */
function reachesEnough(platform: Platform, device: Device, bits: number): boolean {
  if (32 <= bits) return true;
  const { zoneDmaBytes, ramBase } = platform.memory;
  const zoneEnd = zoneDmaBytes === 0 ? Infinity : offsetBy(ramBase, zoneDmaBytes - 1);
  const needed = Math.min(lastPage(platform), zoneEnd);
  return (
    (physToDma(device, alignDown(offsetBy(ramBase, needed - ramBase), pageBytes)) ?? Infinity) <= highestAddress(bits)
  );
}

/** Linux `dma_addressing_limited` for direct mappings: some RAM cannot be reached. */
export function isLimited(platform: Platform, device: Device): boolean {
  const required = highestAddress(bitsOf(lastBusAddress(platform, device)));
  if (addressLimit(device, 'streaming') < required) return true;
  const { ramBase, ramBytes } = platform.memory;
  return 0 < device.ranges.length && !areCovered(device, ramBase, ramBase + ramBytes);
}

function areCovered({ ranges }: Device, start: number, end: number): boolean {
  let reached = start;
  while (reached < end) {
    const range = ranges.find(({ cpuStart, bytes }) => cpuStart <= reached && reached < cpuStart + bytes);
    if (range === undefined) return false;
    reached = range.cpuStart + range.bytes;
  }
  return true;
}

function lastPage({ memory }: Platform): number {
  return memory.ramBase + memory.ramBytes - pageBytes;
}

/** Where the device would see the last page of RAM. */
function lastBusAddress(platform: Platform, device: Device): number {
  const page = offsetBy(platform.memory.ramBase, platform.memory.ramBytes - pageBytes);
  // Outside its ranges the kernel calculates with all ones.
  return physToDma(device, page) ?? highestAddress(isArm32(platform) && !platform.lpae ? 32 : 64);
}

/** Bits to form an address: Linux `fls64`. All 64 ones are rounded up to the next number here. */
function bitsOf(address: number): number {
  return Math.min(Math.floor(Math.log2(address)) + 1, 64);
}
