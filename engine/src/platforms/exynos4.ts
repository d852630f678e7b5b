import { pageBytes } from '../address/align.js';
import { bytes, iova } from '../address/spaces.js';
import { arm32Memory, mebibytes } from './arm32.js';
import { k612Arm } from './k612.js';
import type { Platform } from './platform.js';

/**
 * Samsung Exynos 4: Cortex-A9 with a PL310 outer cache, devices behind SYSMMU v1 to v3. Its real
 * lines are 32 bytes, while a kernel that includes CPU_V7 aligns for 64.
 */
export const exynos4: Platform = {
  ...k612Arm,
  name: 'exynos4',
  title: 'Exynos 4, Cortex-A9 with PL310, SYSMMU',
  architecture: 'armv7',
  l1: 'vipt-nonaliasing',
  cachelineBytes: 32,
  dmaMinAlignBytes: 64,
  speculation: true,
  outerCache: { kind: 'pl310', lineBytes: 32 },
  maintenance: 'v7',
  bufferableDma: true,
  memory: arm32Memory(0x40000000, mebibytes(1024)),
  backend: 'arm-iommu',
  iommus: [
    {
      name: 'sysmmu',
      format: 'sysmmu-v3',
      // IOVA 0 is legal here and its owner is never unmapped (quirk Q1); whoever mapped first has it.
      iova: { kind: 'bitmap', base: iova(0), bytes: mebibytes(4096), inUse: bytes(pageBytes) },
      // Linux drivers/iommu/exynos-iommu.c (6.12), exynos_sysmmu_irq: a fault nobody handles ends in panic().
      unhandledFault: 'panic',
    },
  ],
};
