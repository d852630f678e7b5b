import { bytes, iova, kernelVa, physAddr } from '../address/spaces.js';
import { mebibytes } from './arm32.js';
import { k612Other } from './kernels.js';
import type { Platform } from './platform.js';

/**
 * PA-RISC with an SBA IOMMU: each entry of its table names the cache index at which the device looks, so one virtual
 * address of a page is coherent with it and the others are not. The cache's geometry is representative.
 */
export const paRisc: Platform = {
  ...k612Other,
  name: 'pa-risc',
  title: 'PA-RISC, SBA with coherence index',
  architecture: 'pa-risc',
  l1: 'vipt-aliasing',
  // Linux arch/parisc/include/asm/shmparam.h (6.12): SHM_COLOUR is 4 MiB.
  cacheColors: 1024,
  l1Policy: 'write-allocate',
  cachelineBytes: 64,
  // Linux arch/parisc/include/asm/cache.h (6.12): ARCH_DMA_MINALIGN.
  dmaMinAlignBytes: 128,
  speculation: true,
  outerCache: { kind: 'none' },
  maintenance: 'none',
  bufferableDma: false,
  smp: true,
  memory: {
    ramBase: physAddr(0),
    ramBytes: mebibytes(1024),
    lowmemBytes: mebibytes(1024),
    zoneDmaBytes: bytes(0),
    zoneDma32Bytes: bytes(0),
    linearBase: kernelVa(0x40000000),
    // A stand-in: the real region lies below the linear map.
    vmallocStart: kernelVa(0x80000000),
    vmallocEnd: kernelVa(0xc0000000),
  },
  backend: 'parisc-iommu',
  devicesSnoop: true,
  iommus: [
    {
      name: 'sba',
      format: 'parisc-sba',
      iova: { kind: 'bitmap', base: iova(0), bytes: mebibytes(1024), inUse: bytes(0) },
      unhandledFault: 'nobody',
    },
  ],
  noKernelMapping: 'ignored',
  vmapStack: false,
};
