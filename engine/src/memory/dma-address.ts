import { dmaAddr, type DmaAddr } from '../address/spaces.js';
import type { Platform } from '../platforms/platform.js';

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
