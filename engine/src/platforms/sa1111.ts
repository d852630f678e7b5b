import { arm32Memory, mebibytes } from './arm32.js';
import { sa1100 } from './cores.js';
import { bouncePools } from './dmabounce.js';
import { k2639Arm, k310Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** Both banks of an Assabet: the companion chip cannot reach the one at 0xc8000000. */
const ram = { base: 0xc0000000, bytes: mebibytes(160), zoneDmaBytes: mebibytes(1) };
// Linux arch/arm/common/sa1111.c (3.5): dmabounce_register_dev(…, 1024, 4096, sa1111_needs_bounce).
const dmabounce = bouncePools(1024, 0xc8000000);

/** An SA-1111 companion chip on StrongARM: buffers it cannot reach are copied. */
export const sa1111: Platform = {
  ...k310Arm,
  ...sa1100,
  name: 'sa1111',
  title: 'SA-1111 on StrongARM, dmabounce',
  memory: arm32Memory('k310', ram),
  cma: { kind: 'off' },
  backend: 'dmabounce',
  iommus: [],
  dmabounce,
  profiles: { k2639: { ...k2639Arm, memory: arm32Memory('k2639', ram), dmabounce } },
};
