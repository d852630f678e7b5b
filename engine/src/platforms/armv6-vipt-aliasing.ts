import { arm32Memory, mebibytes } from './arm32.js';
import { arm1136 } from './cores.js';
import { k310Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** An ARM1136 board: the cache tells pages apart by color, and an L2C-210 stands behind it. */
export const armv6ViptAliasing: Platform = {
  ...k310Arm,
  ...arm1136,
  name: 'armv6-vipt-aliasing',
  title: 'ARMv6, aliasing cache with L2C-210',
  memory: arm32Memory('k310', { base: 0x80000000, bytes: mebibytes(128) }),
  cma: { kind: 'off' },
  backend: 'direct-noncoherent',
  iommus: [],
};
