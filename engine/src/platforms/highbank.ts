import { arm32Memory, mebibytes } from './arm32.js';
import { cortexA15 } from './cores.js';
import { k612Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** Calxeda ECX-2000, the Cortex-A15 sibling of Highbank: firmware says device by device which of them snoop. */
export const highbank: Platform = {
  ...k612Arm,
  ...cortexA15,
  name: 'highbank',
  title: 'Highbank, Cortex-A15 with LPAE, partly coherent',
  // Linux arch/arm/mach-highbank/highbank.c (6.12): .dma_zone_size.
  memory: arm32Memory('k612', { base: 0, bytes: mebibytes(4096), zoneDmaBytes: mebibytes(4096) }),
  lpae: true,
  dmaAddressBits: 64,
  backend: 'direct-noncoherent',
  iommus: [],
  swiotlb: { kind: 'pool', bytes: mebibytes(64), force: false },
};
