import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { armv7 } from './cores.js';
import { k612Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** The default: a generic ARMv7 whose devices see no CPU cache and sit behind short descriptors. */
export const armv7Iommu: Platform = {
  ...k612Arm,
  ...armv7,
  name: 'armv7-iommu',
  title: 'ARMv7, non-coherent, IOMMU',
  memory: arm32Memory('k612', { base: 0x40000000, bytes: mebibytes(1024) }),
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
