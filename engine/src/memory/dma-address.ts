// Physical addresses and the numbers a device puts on its bus. Source: include/linux/dma-direct.h (6.12).

import { dmaAddr, offsetBy, physAddr, type DmaAddr, type PhysAddr } from '../address/spaces.js';
import type { Platform } from '../platforms/platform.js';
import type { Device } from '../state/device.js';

/**
 * What a failed map returns: all ones. For 64-bit addresses a stand-in, the largest number that is
 * exact; no machine here has memory or bus addresses near it.
 */
export function dmaMappingError({ dmaAddressBits }: Platform): DmaAddr {
  return dmaAddr(dmaAddressBits === 32 ? 0xffffffff : Number.MAX_SAFE_INTEGER);
}

/** The highest address a mask of that many bits lets a device form. */
export function highestAddress(maskBits: number): number {
  return 2 ** maskBits - 1;
}

/** Linux `phys_to_dma`; `undefined` where no range of the bus has the address. */
export function physToDma({ ranges }: Device, pa: PhysAddr): DmaAddr | undefined {
  if (ranges.length === 0) return dmaAddr(pa);
  const range = ranges.find(({ cpuStart, bytes }) => cpuStart <= pa && pa < cpuStart + bytes);
  return range === undefined ? undefined : offsetBy(range.dmaStart, pa - range.cpuStart);
}

/** Linux `dma_to_phys`; `undefined` where it answers all ones. */
export function dmaToPhys({ ranges }: Device, address: DmaAddr): PhysAddr | undefined {
  if (ranges.length === 0) return physAddr(address);
  const range = ranges.find(({ dmaStart, bytes }) => dmaStart <= address && address < dmaStart + bytes);
  return range === undefined ? undefined : offsetBy(range.cpuStart, address - range.dmaStart);
}

/** Where memory of an allocation is on the bus; outside its ranges a device is told the physical address. */
export function busAddressOf(device: Device, start: PhysAddr): DmaAddr {
  return physToDma(device, start) ?? dmaAddr(start);
}

export type MaskKind = 'streaming' | 'coherent';

/** The highest address both a mask and the bus allow; Linux `min_not_zero(mask, bus_dma_limit)`. */
export function addressLimit({ maskBits, coherentMaskBits, busLimit }: Device, mask: MaskKind): number {
  const bits = mask === 'streaming' ? maskBits : coherentMaskBits;
  return Math.min(bits === 0 ? Infinity : highestAddress(bits), busLimit);
}

/** Whether a device can form every address of [address, address + size). */
export function isReachable(device: Device, mask: MaskKind, address: DmaAddr, size: number): boolean {
  const last = address + Math.max(size, 1) - 1;
  return last <= addressLimit(device, mask) && !usesLine(address, device) && !usesLine(last, device);
}

function usesLine(address: number, { missingLine }: Device): boolean {
  return missingLine !== undefined && Math.floor(address / 2 ** missingLine) % 2 === 1;
}

/** Where the lowest address bit that is missing from a mask stands: no larger buffer can avoid it. */
export function maskHole({ maskBits, coherentMaskBits, missingLine }: Device, mask: MaskKind): number {
  return 2 ** Math.min(mask === 'streaming' ? maskBits : coherentMaskBits, missingLine ?? Infinity);
}
