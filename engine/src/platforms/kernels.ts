// What ARM machines of one kernel have in common; a preset spreads it and says what is different.

import { bytes } from '../address/spaces.js';
import { coherentPoolBytes, mebibytes } from './arm32.js';
import type { Platform } from './platform.js';
import { quirksOf } from './quirks.js';

const everyKernel = {
  policy: 'adversarial',
  assumptions: { uncachedDrains: true, dirtyGranule: 'line', uncachedBypassesOuter: true },
  unmapLinear: false,
  iommuStrict: true,
  genericOnArm32: false,
  devicesSnoop: false,
  busRanges: { described: [], others: [] },
  swiotlb: { kind: 'off' },
  restrictedPoolBytes: bytes(0),
  dmabounce: { kind: 'off' },
  lpae: false,
  dmaAddressBits: 32,
  defaultMaskBits: 32,
  dmaDebug: true,
  profiles: {},
} as const satisfies Partial<Platform>;

export const k612Arm = {
  ...everyKernel,
  profile: 'k612',
  cma: { kind: 'area', bytes: mebibytes(16) },
  coherentPoolBytes,
  consistentRegionBytes: bytes(0),
  noKernelMapping: 'cookie',
  // Linux arch/arm/Kconfig (6.12): HAVE_ARCH_VMAP_STACK.
  vmapStack: true,
  quirks: quirksOf('k612'),
} as const satisfies Partial<Platform>;

export const k310Arm = {
  ...k612Arm,
  profile: 'k310',
  // Linux 3.10: `arm_dma_ops` knows no such attribute, `iommu_ops` does; a preset behind an IOMMU says so.
  noKernelMapping: 'ignored',
  vmapStack: false,
  quirks: quirksOf('k310'),
} as const satisfies Partial<Platform>;

/** No contiguous area, no pool and no attributes yet: coherent memory is remapped into a region of its own. */
export const k2639Arm = {
  ...k310Arm,
  profile: 'k2639',
  cma: { kind: 'off' },
  coherentPoolBytes: bytes(0),
  // Linux 2.6.39 arch/arm/mm/dma-mapping.c: CONSISTENT_DMA_SIZE.
  consistentRegionBytes: mebibytes(2),
  quirks: quirksOf('k2639'),
} as const satisfies Partial<Platform>;

/** Machines of other architectures with a 6.12 kernel; ARM's own mistakes are not theirs. */
export const k612Other = {
  ...k612Arm,
  cma: { kind: 'off' },
  coherentPoolBytes: bytes(0),
  dmaAddressBits: 64,
  quirks: quirksOf('k612', 'common code'),
} as const satisfies Partial<Platform>;
