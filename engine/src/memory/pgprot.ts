// A page's protection and the words of a page table that say it.

import type { PhysAddr } from '../address/spaces.js';
import type { Platform } from '../platforms/platform.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { Device } from '../state/device.js';
import type { DmaAttr } from '../state/map-record.js';
import { coherentType, memoryTypes } from './memory-types.js';

/** What Linux keeps in a `pgprot_t`. */
export interface PageProtection {
  readonly type: MemoryType;
  readonly space: 'kernel' | 'user';
  readonly isExecutable: boolean;
  readonly isWritable: boolean;
  /** Before the first store a user page is mapped read-only, to notice it. */
  readonly isDirty: boolean;
}

/** Writable data: what `PAGE_KERNEL`, and a shared writable VMA after its first store, have. */
export function dataPage(space: PageProtection['space'], type: MemoryType): PageProtection {
  return { type, space, isExecutable: false, isWritable: true, isDirty: true };
}

/** Linux arch/arm/include/asm/pgtable.h (6.12), `pgprot_noncached`, `pgprot_writecombine`, …: how each changes a protection. */
export const pgprot = {
  noncached: (prot: PageProtection): PageProtection => ({ ...prot, type: 'uncached' }),
  writeCombine: (prot: PageProtection): PageProtection => ({ ...prot, type: 'bufferable' }),
  dmaCoherent: (platform: Platform, prot: PageProtection): PageProtection => {
    return { ...prot, type: coherentType(platform), isExecutable: false };
  },
  device: (prot: PageProtection): PageProtection => ({ ...prot, type: 'device', isExecutable: false, isDirty: true }),
} as const;

/**
 * How a user mapping of DMA memory must be protected, from the protection of its VMA: the answer
 * that "pages plus protection" needs. Linux kernel/dma/mapping.c (6.12), `dma_pgprot`.
 */
export function dmaPgprot(
  platform: Platform,
  { snoops }: Pick<Device, 'snoops'>,
  prot: PageProtection,
  attrs: readonly DmaAttr[],
): PageProtection {
  if (snoops) return prot;
  // ARM has a type of its own for write-combining only where coherent memory is not bufferable anyway.
  if (attrs.includes('write-combine') && !platform.bufferableDma) return pgprot.writeCombine(prot);
  return pgprot.dmaCoherent(platform, prot);
}

/** Linux arch/arm/include/asm/pgtable-2level.h (6.12), L_PTE_*. */
const linuxBits = { present: 1, young: 2, dirty: 0x40, readOnly: 0x80, user: 0x100, noExec: 0x200, shared: 0x400 };

/** The entry Linux keeps beside the hardware's own, for a shared page that is present and was used. */
export function linuxWord(page: PhysAddr, prot: PageProtection): number {
  let bits = linuxBits.present | linuxBits.young | linuxBits.shared | (memoryTypes[prot.type].code << 2);
  if (prot.isDirty) bits |= linuxBits.dirty;
  if (!prot.isWritable) bits |= linuxBits.readOnly;
  if (prot.space === 'user') bits |= linuxBits.user;
  if (!prot.isExecutable) bits |= linuxBits.noExec;
  return (page | bits) >>> 0;
}

/** The ARMv7 small-page word for a page. Linux arch/arm/mm/proc-v7-2level.S (6.12), cpu_v7_set_pte_ext. */
export function smallPageWord(page: PhysAddr, prot: PageProtection): number {
  const linux = linuxWord(page, prot);
  let word = (linux & ~0x3f3) | 0x12;
  // The third bit of the memory type is TEX[0].
  if ((linux & 0x10) !== 0) word |= 0x40;
  if ((linux & linuxBits.readOnly) !== 0 || (linux & linuxBits.dirty) === 0) word |= 0x200;
  if ((linux & linuxBits.user) !== 0) word |= 0x20;
  if ((linux & linuxBits.noExec) !== 0) word |= 1;
  return word >>> 0;
}
