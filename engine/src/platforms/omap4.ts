import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { cortexA9 } from './cores.js';
import { k310Arm, k612Arm } from './kernels.js';
import type { IommuInstance, Platform } from './platform.js';

const ram = { base: 0x80000000, bytes: mebibytes(1024) };

/** The remote processors' drivers choose the addresses; these are only what a mapping made for them would use. */
const remoteProcessor = (name: string): IommuInstance => ({
  name,
  format: 'omap4',
  iova: { kind: 'bitmap', base: iova(0x1000), bytes: mebibytes(128), inUse: bytes(0) },
  unhandledFault: 'disable-iommu',
});

/** TI OMAP 4: Cortex-A9 with PL310; two remote processors with an IOMMU each, everything else without. */
export const omap4: Platform = {
  ...k612Arm,
  ...cortexA9,
  name: 'omap4',
  title: 'OMAP 4, Cortex-A9 with PL310, OMAP IOMMUs',
  memory: arm32Memory('k612', ram),
  backend: 'direct-noncoherent',
  iommus: [remoteProcessor('ipu'), remoteProcessor('dsp')],
  profiles: { k310: { ...k310Arm, memory: arm32Memory('k310', ram) } },
};
