import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { k612Arm } from './k612.js';
import type { Platform } from './platform.js';

/** The default: a generic ARMv7 whose devices see no CPU cache and sit behind short descriptors. */
export const armv7Iommu: Platform = {
  ...k612Arm,
  name: 'armv7-iommu',
  title: 'ARMv7, non-coherent, IOMMU',
  architecture: 'armv7',
  l1: 'pipt',
  cachelineBytes: 64,
  dmaMinAlignBytes: 64,
  speculation: true,
  outerCache: { kind: 'integrated' },
  maintenance: 'v7',
  bufferableDma: true,
  memory: arm32Memory(0x40000000, mebibytes(1024)),
  backend: 'arm-iommu',
  iommus: [
    {
      name: 'iommu',
      format: 'v7s',
      iova: { kind: 'bitmap', base: iova(0x20000000), bytes: mebibytes(128), inUse: bytes(0) },
      unhandledFault: 'log',
    },
  ],
};
