import { arm32Memory, mebibytes } from './arm32.js';
import { arm926 } from './cores.js';
import { k612Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** An ARM926 board with today's kernel: no speculation, and coherent memory that needs no barrier. */
export const armv5Vivt: Platform = {
  ...k612Arm,
  ...arm926,
  name: 'armv5-vivt',
  title: 'ARMv5, virtually indexed cache',
  memory: arm32Memory('k612', { base: 0, bytes: mebibytes(128) }),
  cma: { kind: 'off' },
  backend: 'direct-noncoherent',
  iommus: [],
};
