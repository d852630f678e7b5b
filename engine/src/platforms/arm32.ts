import { bytes, kernelVa, offsetBy, physAddr, type ByteLength } from '../address/spaces.js';
import type { MemoryLayout } from './platform.js';

const kib = 1024;
const mib = 1024 * kib;

/** Linux arch/arm/Kconfig (6.12): PAGE_OFFSET with the 3G/1G split. */
const pageOffset = kernelVa(0xc0000000);
/** Linux arch/arm/include/asm/pgtable.h (6.12): VMALLOC_END, and the 8 MiB hole VMALLOC_OFFSET below vmalloc. */
const vmallocEnd = kernelVa(0xff800000);
const vmallocHoleBytes = 8 * mib;
/** Linux arch/arm/mm/mmu.c (6.12): 240 MiB of vmalloc by default, which leaves 768 MiB for the linear map. */
const maxLowmemBytes = 768 * mib;

/** Linux kernel/dma/pool.c and arch/arm/mm/dma-mapping.c (6.12): DEFAULT_DMA_COHERENT_POOL_SIZE. */
export const coherentPoolBytes = bytes(256 * kib);

export const mebibytes = (count: number): ByteLength => bytes(count * mib);

/** The layout of a 32-bit ARM kernel whose RAM starts at `base`. */
export function arm32Memory(base: number, ramBytes: ByteLength): MemoryLayout {
  const lowmemBytes = bytes(Math.min(ramBytes, maxLowmemBytes));
  return {
    ramBase: physAddr(base),
    ramBytes,
    lowmemBytes,
    zoneDmaBytes: bytes(0),
    zoneDma32Bytes: bytes(0),
    linearBase: pageOffset,
    vmallocStart: offsetBy(pageOffset, lowmemBytes + vmallocHoleBytes),
    vmallocEnd,
  };
}
