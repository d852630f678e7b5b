import { pageBytes } from '../address/align.js';
import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { cortexA9 } from './cores.js';
import { k310Arm, k612Arm } from './kernels.js';
import type { IommuInstance, Platform } from './platform.js';

const ram = { base: 0x40000000, bytes: mebibytes(1024) };

const sysmmu: IommuInstance = {
  name: 'sysmmu',
  format: 'sysmmu-v3',
  // IOVA 0 is legal here and its owner is never unmapped (quirk Q1); whoever mapped first has it.
  iova: { kind: 'bitmap', base: iova(0), bytes: mebibytes(4096), inUse: bytes(pageBytes) },
  // Linux drivers/iommu/exynos-iommu.c (6.12), exynos_sysmmu_irq: a fault nobody handles ends in panic().
  unhandledFault: 'panic',
};

/** Samsung Exynos 4: Cortex-A9 with a PL310 outer cache, devices behind SYSMMU v1 to v3. */
export const exynos4: Platform = {
  ...k612Arm,
  ...cortexA9,
  name: 'exynos4',
  title: 'Exynos 4, Cortex-A9 with PL310, SYSMMU',
  memory: arm32Memory('k612', ram),
  backend: 'arm-iommu',
  iommus: [sysmmu],
  profiles: {
    k310: {
      ...k310Arm,
      noKernelMapping: 'cookie',
      memory: arm32Memory('k310', ram),
      iommus: [
        {
          ...sysmmu,
          format: 'sysmmu-v3-linux-3.10',
          // Linux drivers/gpu/drm/exynos/exynos_drm_iommu.h (3.10): EXYNOS_DEV_ADDR_START and _SIZE, order 0.
          iova: { kind: 'bitmap', base: iova(0x20000000), bytes: mebibytes(1024), inUse: bytes(0) },
        },
      ],
    },
  },
};
