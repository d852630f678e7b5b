// What the page tables say about caching. Linux arch/arm/include/asm/pgtable-2level.h (6.12), L_PTE_MT_*.

import type { Platform } from '../platforms/platform.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { DmaAttr } from '../state/map-record.js';

interface MemoryTypeRow {
  /** Bits 5:2 of the Linux page-table entry, as a number from 0 to 15. */
  readonly code: number;
  readonly isCacheable: boolean;
  /** Whether stores may wait on the way to memory, unseen by devices. */
  readonly isBufferable: boolean;
}

/** Before ARMv6 device memory is plain uncached: only C and B exist there. */
export const memoryTypes: Readonly<Record<MemoryType, MemoryTypeRow>> = {
  uncached: { code: 0x0, isCacheable: false, isBufferable: false },
  bufferable: { code: 0x1, isCacheable: false, isBufferable: true },
  'write-through': { code: 0x2, isCacheable: true, isBufferable: true },
  'write-back': { code: 0x3, isCacheable: true, isBufferable: true },
  device: { code: 0x4, isCacheable: false, isBufferable: false },
  minicache: { code: 0x6, isCacheable: true, isBufferable: true },
  'write-alloc': { code: 0x7, isCacheable: true, isBufferable: true },
  'device-write-combine': { code: 0x9, isCacheable: false, isBufferable: true },
  'device-cached': { code: 0xb, isCacheable: true, isBufferable: true },
  'device-nonshared': { code: 0xc, isCacheable: false, isBufferable: false },
  vectors: { code: 0xf, isCacheable: true, isBufferable: true },
};

export function isCacheable(type: MemoryType): boolean {
  return memoryTypes[type].isCacheable;
}

/** Whether stores may wait in the write buffer. */
export function isBufferable(type: MemoryType): boolean {
  return memoryTypes[type].isBufferable;
}

/** What a store to cacheable memory does, from the page and the cache together. */
export function writePolicy({ l1Policy }: Platform, type: MemoryType): Platform['l1Policy'] {
  if (type === 'write-through' || l1Policy === 'write-through') return 'write-through';
  return type === 'write-alloc' || type === 'vectors' ? l1Policy : 'write-back';
}

/**
 * The type of coherent memory, Linux arch/arm/mm/dma-mapping.c (6.12), `__get_dma_pgprot`:
 * `pgprot_writecombine` where asked for, else `pgprot_dmacoherent`, which is uncached where DMA
 * memory is not bufferable.
 */
export function dmaMemoryType(platform: Platform, attrs: readonly DmaAttr[]): MemoryType {
  return attrs.includes('write-combine') ? 'bufferable' : coherentType(platform);
}

/** Linux arch/arm/include/asm/pgtable.h (6.12), `pgprot_dmacoherent`. */
export function coherentType({ bufferableDma }: Platform): MemoryType {
  return bufferableDma ? 'bufferable' : 'uncached';
}
