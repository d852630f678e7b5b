import { arm32Memory, mebibytes } from './arm32.js';
import { armv7 } from './cores.js';
import { k612Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** A generic ARMv7 without IOMMU whose devices see no CPU cache. */
export const armv7Noncoh: Platform = {
  ...k612Arm,
  ...armv7,
  name: 'armv7-noncoh',
  title: 'ARMv7, non-coherent',
  memory: arm32Memory('k612', { base: 0x40000000, bytes: mebibytes(512) }),
  backend: 'direct-noncoherent',
  iommus: [],
};
