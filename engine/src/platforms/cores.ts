// CPU cores: what a preset's caches are, and how the kernel maintains them.
// Sources: core manuals, Linux arch/arm/mm/proc-*.S and cache-*.S (6.12), arch/arm/mm/mmu.c for what memory is mapped as.

import type { Platform } from './platform.js';

type Core = Pick<
  Platform,
  | 'architecture'
  | 'l1'
  | 'cacheColors'
  | 'l1Policy'
  | 'cachelineBytes'
  | 'dmaMinAlignBytes'
  | 'speculation'
  | 'outerCache'
  | 'maintenance'
  | 'bufferableDma'
  | 'smp'
>;

/** Virtually tagged: the whole address finds a line, so no two addresses of a page share one. */
const beforeArmv6 = {
  l1: 'vivt',
  cacheColors: 1,
  // Lines are allocated by loads only: memory is mapped write-allocate on SMP, which these cores are not.
  l1Policy: 'write-back',
  cachelineBytes: 32,
  dmaMinAlignBytes: 32,
  speculation: false,
  outerCache: { kind: 'none' },
  maintenance: 'v5',
  bufferableDma: false,
  smp: false,
} as const satisfies Partial<Core>;

/** StrongARM uses the same cache functions as ARMv5: Linux arch/arm/mm/proc-sa1100.S names `v4wb`. */
export const sa1100: Core = { ...beforeArmv6, architecture: 'armv4' };
export const arm926: Core = { ...beforeArmv6, architecture: 'armv5' };
export const xscale: Core = { ...beforeArmv6, architecture: 'armv5' };

/** 32 KiB in 4 ways: a way is larger than a page. The kernel distinguishes 4 colors. */
export const arm1136: Core = {
  architecture: 'armv6',
  l1: 'vipt-aliasing',
  cacheColors: 4,
  l1Policy: 'write-back',
  cachelineBytes: 32,
  dmaMinAlignBytes: 32,
  speculation: true,
  outerCache: { kind: 'l2c-210', lineBytes: 32 },
  maintenance: 'v6',
  bufferableDma: true,
  smp: false,
};

/** A generic ARMv7 core: every address of a page meets in one place. */
export const armv7: Core = {
  architecture: 'armv7',
  l1: 'pipt',
  cacheColors: 1,
  l1Policy: 'write-allocate',
  cachelineBytes: 64,
  // Linux arch/arm/mm/Kconfig (6.12): ARM_L1_CACHE_SHIFT_6 with CPU_V7, whatever the lines really have.
  dmaMinAlignBytes: 64,
  speculation: true,
  outerCache: { kind: 'integrated' },
  maintenance: 'v7',
  bufferableDma: true,
  smp: true,
};

/** One core, so memory is mapped without write-allocate. */
export const cortexA8: Core = { ...armv7, l1: 'vipt-nonaliasing', l1Policy: 'write-back', smp: false };
export const cortexA9: Core = {
  ...armv7,
  l1: 'vipt-nonaliasing',
  cachelineBytes: 32,
  outerCache: { kind: 'pl310', lineBytes: 32 },
};
export const cortexA15: Core = armv7;
/** Representative: its 128-byte L2 lines are not modeled. */
export const krait: Core = armv7;
