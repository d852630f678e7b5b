import { pageBytes } from '../address/align.js';
import type { KernelVa, PhysAddr, UserVa } from '../address/spaces.js';
import type { AliasedAddress } from '../ops/event-hazard.js';
import type { Platform } from '../platforms/platform.js';
import type { AliasIndex } from '../state/cache-level.js';
import { physToKernel } from './linear-map.js';

/**
 * Which copies an access through `va` meets. A virtually tagged cache tells every two addresses of a
 * byte apart; a virtually indexed one those of different color (Linux arch/arm/include/asm/shmparam.h
 * and arch/parisc/include/asm/shmparam.h, 6.12); any other none. The linear map has one index all over.
 */
export function aliasIndex(platform: Platform, va: KernelVa | UserVa, pa: PhysAddr): AliasIndex {
  switch (platform.l1) {
    case 'vivt':
      return va - pa;
    case 'vipt-aliasing':
      return modulo(va - pa, platform.cacheColors * pageBytes);
    case 'vipt-nonaliasing':
    case 'pipt':
      return 0;
  }
}

/** The index of the linear map, which is the one that DMA maintains. */
export function linearIndex(platform: Platform): AliasIndex {
  const { ramBase } = platform.memory;
  return aliasIndex(platform, physToKernel(platform, ramBase), ramBase);
}

/** Whether two views of a byte can differ in the innermost cache. */
export function hasAliases({ l1 }: Platform): boolean {
  return l1 === 'vivt' || l1 === 'vipt-aliasing';
}

/** An address with its color: its page number, as far as the cache looks at it. */
export function aliasedAddress({ l1, cacheColors }: Platform, va: KernelVa | UserVa): AliasedAddress {
  return { va, color: l1 === 'vipt-aliasing' ? Math.floor(va / pageBytes) % cacheColors : undefined };
}

function modulo(value: number, span: number): number {
  return ((value % span) + span) % span;
}
