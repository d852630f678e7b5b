import { arm32Memory, mebibytes } from './arm32.js';
import { arm926 } from './cores.js';
import { k2639Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** The same board with the kernel of 2011, before there was an ops table. */
export const armv5Vivt2011: Platform = {
  ...k2639Arm,
  ...arm926,
  name: 'armv5-vivt-2011',
  title: 'ARMv5, virtually indexed cache, 2011',
  memory: arm32Memory('k2639', { base: 0, bytes: mebibytes(128) }),
  backend: 'direct-2011',
  iommus: [],
};
