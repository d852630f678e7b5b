import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { cortexA8 } from './cores.js';
import { k310Arm, k612Arm } from './kernels.js';
import type { Platform } from './platform.js';

const ram = { base: 0x80000000, bytes: mebibytes(256) };

/** TI OMAP 3: Cortex-A8. The camera's IOMMU cannot be attached by a 6.12 kernel that reads firmware (quirk Q26). */
export const omap3: Platform = {
  ...k612Arm,
  ...cortexA8,
  name: 'omap3',
  title: 'OMAP 3, Cortex-A8, OMAP IOMMU',
  memory: arm32Memory('k612', ram),
  backend: 'direct-noncoherent',
  iommus: [
    {
      name: 'isp',
      format: 'omap3',
      // Linux drivers/media/platform/ti/omap3isp/isp.c (6.12): arm_iommu_create_mapping(…, SZ_1G, SZ_2G).
      iova: { kind: 'bitmap', base: iova(0x40000000), bytes: mebibytes(2048), inUse: bytes(0) },
      unhandledFault: 'disable-iommu',
    },
  ],
  profiles: {
    k310: { ...k310Arm, noKernelMapping: 'cookie', memory: arm32Memory('k310', ram), backend: 'arm-iommu' },
  },
};
