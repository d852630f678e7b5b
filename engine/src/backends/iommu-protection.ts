// What a mapping asks of the page table. Source: drivers/iommu/dma-iommu.c and
// arch/arm/mm/dma-mapping.c (6.12).

import type { Protection } from '../iommu/formats/format.js';
import { hasQuirk, type Platform } from '../platforms/platform.js';
import type { Direction, DmaAttr } from '../state/map-record.js';

export interface Purpose {
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

const access = {
  'to-device': ['read'],
  'from-device': ['write'],
  bidirectional: ['read', 'write'],
} as const satisfies Readonly<Record<Direction, Protection>>;

/** Linux `dma_info_to_prot`. */
export function protectionFor(isCoherent: boolean, { direction, attrs }: Purpose): Protection {
  const protection: Protection = access[direction];
  const cached: Protection = isCoherent ? [...protection, 'cache'] : protection;
  return attrs.includes('privileged') ? [...cached, 'priv'] : cached;
}

/** ARM's operations never ask for caching, and in Linux 3.10 for nothing at all (quirk Q20). */
export function armProtection(platform: Platform, purpose: Purpose): Protection {
  return hasQuirk(platform, 'Q20') ? [] : protectionFor(false, purpose);
}
