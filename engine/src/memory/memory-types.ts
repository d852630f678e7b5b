import type { PhysAddr } from '../address/spaces.js';
import type { Platform } from '../platforms/platform.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { DmaAttr } from '../state/map-record.js';

export function isCacheable(type: MemoryType): boolean {
  return type === 'write-alloc';
}

/** Whether stores may wait in the write buffer. */
export function isBufferable(type: MemoryType): boolean {
  return type === 'bufferable';
}

/**
 * The type of coherent memory. Linux arch/arm/include/asm/pgtable.h (6.12): `pgprot_dmacoherent` is
 * uncached where DMA memory is not bufferable; `pgprot_writecombine` is bufferable everywhere.
 */
export function dmaMemoryType(platform: Platform, attrs: readonly DmaAttr[]): MemoryType {
  return platform.bufferableDma || attrs.includes('write-combine') ? 'bufferable' : 'uncached';
}

/** Linux arch/arm/include/asm/pgtable-2level.h (6.12), L_PTE_*. */
const linuxBits = { present: 1, young: 2, dirty: 0x40, readOnly: 0x80, user: 0x100, noExec: 0x200, shared: 0x400 };
const typeBits: Readonly<Record<MemoryType, number>> = {
  uncached: 0x0,
  bufferable: 0x1,
  device: 0x4,
  'write-alloc': 0x7,
};

export interface CpuPage {
  readonly type: MemoryType;
  readonly space: 'kernel' | 'user';
  /** Before the first store a user page is mapped read-only, to notice it. */
  readonly isDirty: boolean;
}

/** The ARMv7 small-page word for a page. Linux arch/arm/mm/proc-v7-2level.S (6.12), cpu_v7_set_pte_ext. */
export function smallPageWord(page: PhysAddr, { type, space, isDirty }: CpuPage): number {
  let bits = linuxBits.present | linuxBits.young | linuxBits.shared | linuxBits.noExec | (typeBits[type] << 2);
  if (isDirty) bits |= linuxBits.dirty;
  if (space === 'user') bits |= linuxBits.user;
  const linux = (page | bits) >>> 0;
  let word = (linux & ~0x3f3) | 0x12;
  if ((linux & 0x10) !== 0) word |= 0x40;
  if ((linux & linuxBits.readOnly) !== 0 || (linux & linuxBits.dirty) === 0) word |= 0x200;
  if ((linux & linuxBits.user) !== 0) word |= 0x20;
  if ((linux & linuxBits.noExec) !== 0) word |= 1;
  return word >>> 0;
}
