import { pageBytes } from '../address/align.js';
import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { cortexA9 } from './cores.js';
import { k612Arm } from './kernels.js';
import type { Platform } from './platform.js';

/** NVIDIA Tegra 30: Cortex-A9 with PL310, devices behind an SMMU with four address spaces. */
export const tegra30: Platform = {
  ...k612Arm,
  ...cortexA9,
  name: 'tegra30',
  title: 'Tegra 30, Cortex-A9 with PL310, SMMU',
  memory: arm32Memory('k612', { base: 0x80000000, bytes: mebibytes(1024) }),
  backend: 'arm-iommu',
  iommus: [
    {
      name: 'smmu',
      format: 'tegra30-smmu',
      // As on exynos4: whoever mapped first has IOVA 0 (quirk Q1).
      iova: { kind: 'bitmap', base: iova(0), bytes: mebibytes(4096), inUse: bytes(pageBytes) },
      // The memory controller's interrupt prints; no fault handler is called.
      unhandledFault: 'log-always',
    },
  ],
};
