import { arm32Memory, mebibytes } from './arm32.js';
import { xscale } from './cores.js';
import { bouncePools } from './dmabounce.js';
import { k2639Arm, k310Arm } from './kernels.js';
import type { Platform } from './platform.js';

const ram = { base: 0, bytes: mebibytes(128), zoneDmaBytes: mebibytes(64) };
// Linux arch/arm/mach-ixp4xx/common-pci.c (3.5): dmabounce_register_dev(…, 2048, 4096, ixp4xx_needs_bounce).
const dmabounce = bouncePools(2048, ram.zoneDmaBytes);
// The same file, ixp4xx_pci_platform_notify: both masks of a PCI device are SZ_64M - 1.
const defaultMaskBits = 26;

/** Intel IXP4xx: PCI devices reach the first 64 MiB, and everything else is copied there. */
export const ixp4xx: Platform = {
  ...k310Arm,
  ...xscale,
  name: 'ixp4xx',
  title: 'IXP4xx, XScale, dmabounce',
  memory: arm32Memory('k310', ram),
  cma: { kind: 'off' },
  backend: 'dmabounce',
  iommus: [],
  dmabounce,
  defaultMaskBits,
  profiles: { k2639: { ...k2639Arm, memory: arm32Memory('k2639', ram), dmabounce, defaultMaskBits } },
};
