import { dmaAddr, physAddr } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { cortexA15 } from './cores.js';
import { k612Arm } from './kernels.js';
import type { DmaRange, Platform } from './platform.js';

const gib = 1024 ** 3;

/** Linux arch/arm/mach-keystone/keystone.c (6.12): KEYSTONE_HIGH_PHYS_START, seen by devices at KEYSTONE_LOW_PHYS_START. */
const alias = (bytes: number): DmaRange => ({
  cpuStart: physAddr(0x8_0000_0000),
  dmaStart: dmaAddr(0x8000_0000),
  bytes,
});

/** TI Keystone 2: Cortex-A15 with LPAE. Memory lies above 4 GiB, devices snoop and see it from 2 GiB on. */
export const keystone: Platform = {
  ...k612Arm,
  ...cortexA15,
  name: 'keystone',
  title: 'Keystone 2, Cortex-A15 with LPAE, coherent',
  memory: arm32Memory('k612', { base: 0x8_0000_0000, bytes: mebibytes(2048), zoneDmaBytes: mebibytes(2048) }),
  lpae: true,
  dmaAddressBits: 64,
  cma: { kind: 'off' },
  backend: 'direct-coherent',
  devicesSnoop: true,
  iommus: [],
  // Firmware's `dma-ranges` reach 2 GiB; devices that firmware does not describe get 16 GiB from a bus notifier.
  busRanges: { described: [alias(2 * gib)], others: [alias(16 * gib)] },
  swiotlb: { kind: 'pool', bytes: mebibytes(64), force: false },
};
