import { kernelVa, physAddr } from '../address/spaces.js';
import { mebibytes } from './arm32.js';
import { k612Other } from './kernels.js';
import type { Platform } from './platform.js';

/** The contrast machine: devices snoop, so every cache hazard is gone and only the contract is left to break. */
export const x86Coherent: Platform = {
  ...k612Other,
  name: 'x86-coherent',
  title: 'x86-64, coherent',
  architecture: 'x86-64',
  l1: 'pipt',
  cacheColors: 1,
  l1Policy: 'write-allocate',
  cachelineBytes: 64,
  // No ARCH_DMA_MINALIGN on x86; kmalloc still aligns to 8 bytes.
  dmaMinAlignBytes: 8,
  speculation: true,
  outerCache: { kind: 'none' },
  maintenance: 'none',
  bufferableDma: false,
  smp: true,
  memory: {
    ramBase: physAddr(0),
    ramBytes: mebibytes(8192),
    lowmemBytes: mebibytes(8192),
    zoneDmaBytes: mebibytes(16),
    zoneDma32Bytes: mebibytes(4096),
    // Stand-ins: the real regions start at 0xffff888000000000 and 0xffffc90000000000, which a number cannot hold exactly.
    linearBase: kernelVa(0x10000000000),
    vmallocStart: kernelVa(0x20000000000),
    vmallocEnd: kernelVa(0x20800000000),
  },
  backend: 'direct-coherent',
  devicesSnoop: true,
  iommus: [],
  swiotlb: { kind: 'pool', bytes: mebibytes(64), force: false },
};
