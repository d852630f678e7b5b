import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, coherentPoolBytes, mebibytes } from './arm32.js';
import type { Platform } from './platform.js';

/** The default: a generic ARMv7 whose devices see no CPU cache and sit behind short descriptors. */
export const armv7Iommu: Platform = {
  name: 'armv7-iommu',
  title: 'ARMv7, non-coherent, IOMMU',
  profile: 'k612',
  architecture: 'armv7',
  l1: 'pipt',
  cachelineBytes: 64,
  dmaMinAlignBytes: 64,
  speculation: true,
  outerCache: { kind: 'none' },
  maintenance: 'v7',
  bufferableDma: true,
  memory: arm32Memory(0x40000000, mebibytes(1024)),
  cma: { kind: 'area', bytes: mebibytes(16) },
  coherentPoolBytes,
  backend: 'arm-iommu',
  iommu: {
    kind: 'pages',
    format: 'v7s',
    iovaBase: iova(0x20000000),
    iovaBytes: mebibytes(128),
    iovaInUse: bytes(0),
    unhandledFault: 'log',
  },
  noKernelMapping: 'cookie',
  dmaAddressBits: 32,
  defaultMaskBits: 32,
  vmapStack: true,
  quirks: ['Q1', 'Q2', 'Q5', 'Q6', 'Q11', 'Q16', 'Q18'],
};
