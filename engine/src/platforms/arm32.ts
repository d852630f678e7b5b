import { bytes, kernelVa, offsetBy, physAddr, type ByteLength } from '../address/spaces.js';
import type { MemoryLayout } from './platform.js';
import type { Profile } from './profile.js';

const kib = 1024;
const mib = 1024 * kib;

/** Linux arch/arm/Kconfig (6.12): PAGE_OFFSET with the 3G/1G split. */
const pageOffset = kernelVa(0xc0000000);
/** Linux arch/arm/include/asm/pgtable.h (6.12): the hole VMALLOC_OFFSET between the linear map and vmalloc. */
const vmallocHoleBytes = 8 * mib;
/** Linux arch/arm/mm/mmu.c (6.12): what vmalloc gets unless `vmalloc=` says otherwise. */
const vmallocBytes = 240 * mib;

/** Linux arch/arm/include/asm/pgtable.h: VMALLOC_END of 3.10 and 6.12. In 2.6.39 every machine has its own; this stands for them. */
const vmallocEnds: Readonly<Record<Profile, number>> = { k2639: 0xff000000, k310: 0xff000000, k612: 0xff800000 };

/** Linux kernel/dma/pool.c and arch/arm/mm/dma-mapping.c (6.12): DEFAULT_DMA_COHERENT_POOL_SIZE. */
export const coherentPoolBytes = bytes(256 * kib);

export const kibibytes = (count: number): ByteLength => bytes(count * kib);
export const mebibytes = (count: number): ByteLength => bytes(count * mib);

export interface Ram {
  readonly base: number;
  readonly bytes: ByteLength;
  /** What `.dma_zone_size` of the machine says; no zone without. */
  readonly zoneDmaBytes?: ByteLength;
}

/** The layout of a 32-bit ARM kernel: 768 MiB of lowmem at most in 6.12, 760 MiB in 3.10. */
export function arm32Memory(profile: Profile, ram: Ram): MemoryLayout {
  const vmallocEnd = kernelVa(vmallocEnds[profile]);
  const mostLowmem = vmallocEnd - vmallocBytes - vmallocHoleBytes - pageOffset;
  const lowmemBytes = bytes(Math.min(ram.bytes, mostLowmem));
  return {
    ramBase: physAddr(ram.base),
    ramBytes: ram.bytes,
    lowmemBytes,
    zoneDmaBytes: bytes(Math.min(ram.bytes, ram.zoneDmaBytes ?? 0)),
    zoneDma32Bytes: bytes(0),
    linearBase: pageOffset,
    vmallocStart: offsetBy(pageOffset, lowmemBytes + vmallocHoleBytes),
    vmallocEnd,
  };
}
