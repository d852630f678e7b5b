import { bytes } from '../address/spaces.js';
import { coherentPoolBytes, mebibytes } from './arm32.js';
import type { Platform } from './platform.js';
import { quirksOf } from './quirks.js';

/** What ARM machines with a 6.12 kernel have in common; a preset spreads it and says what is different. */
export const k612Arm = {
  profile: 'k612',
  cacheColors: 1,
  l1Policy: 'write-allocate',
  policy: 'adversarial',
  smp: true,
  cma: { kind: 'area', bytes: mebibytes(16) },
  coherentPoolBytes,
  consistentRegionBytes: bytes(0),
  unmapLinear: false,
  iommuStrict: true,
  busRanges: { described: [], others: [] },
  swiotlb: { kind: 'off' },
  restrictedPoolBytes: bytes(0),
  dmabounce: { kind: 'off' },
  noKernelMapping: 'cookie',
  lpae: false,
  dmaAddressBits: 32,
  defaultMaskBits: 32,
  vmapStack: true,
  dmaDebug: true,
  quirks: quirksOf('k612'),
} as const satisfies Partial<Platform>;
