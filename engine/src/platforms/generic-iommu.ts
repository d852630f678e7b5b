import { pageBytes } from '../address/align.js';
import { bytes, iova, kernelVa, physAddr } from '../address/spaces.js';
import { kibibytes, mebibytes } from './arm32.js';
import { k612Other } from './kernels.js';
import type { Platform } from './platform.js';

const gib = 1024 ** 3;

/** A 64-bit ARM machine as the generic IOMMU layer is used on: non-coherent devices behind an SMMU. */
export const genericIommu: Platform = {
  ...k612Other,
  name: 'generic-iommu',
  title: 'ARMv8, non-coherent, generic IOMMU layer',
  architecture: 'arm64',
  l1: 'pipt',
  cacheColors: 1,
  l1Policy: 'write-allocate',
  cachelineBytes: 64,
  // Linux arch/arm64/include/asm/cache.h (6.12): ARCH_DMA_MINALIGN.
  dmaMinAlignBytes: 128,
  speculation: true,
  outerCache: { kind: 'none' },
  maintenance: 'arm64',
  bufferableDma: true,
  smp: true,
  memory: {
    ramBase: physAddr(gib),
    ramBytes: mebibytes(4096),
    lowmemBytes: mebibytes(4096),
    zoneDmaBytes: bytes(0),
    zoneDma32Bytes: mebibytes(3072),
    // Stand-ins: numbers cannot hold the real ones exactly.
    linearBase: kernelVa(0x10000000000),
    vmallocStart: kernelVa(0x20000000000),
    vmallocEnd: kernelVa(0x20800000000),
  },
  cma: { kind: 'area', bytes: mebibytes(16) },
  // Linux kernel/dma/pool.c (6.12): 128 KiB for each GiB of memory.
  coherentPoolBytes: kibibytes(512),
  backend: 'dma-iommu',
  iommus: [
    {
      name: 'smmu',
      format: 'lpae-s1-smmu-v3',
      iova: { kind: 'tree', start: iova(pageBytes), end: iova(4 * gib) },
      unhandledFault: 'log',
    },
  ],
  swiotlb: { kind: 'pool', bytes: mebibytes(64), force: false },
  noKernelMapping: 'ignored',
};
