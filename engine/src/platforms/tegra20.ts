import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { cortexA9 } from './cores.js';
import { k612Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** NVIDIA Tegra 20: a window of 32 MiB that graphics drivers fill. Its driver is the one of 6.1, the last there was. */
export const tegra20: Platform = {
  ...k612Arm,
  ...cortexA9,
  name: 'tegra20',
  title: 'Tegra 20, Cortex-A9 with PL310, GART',
  memory: arm32Memory('k612', { base: 0, bytes: mebibytes(512) }),
  backend: 'direct-noncoherent',
  iommus: [
    {
      name: 'gart',
      format: 'tegra20-gart',
      // Linux arch/arm/boot/dts/tegra20.dtsi (6.1): the second range of the memory controller.
      iova: { kind: 'bitmap', base: iova(0x58000000), bytes: mebibytes(32), inUse: bytes(0) },
      unhandledFault: 'nobody',
    },
  ],
};
