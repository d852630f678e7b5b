import { arm32Memory, coherentPoolBytes, mebibytes } from './arm32.js';
import type { Platform } from './platform.js';

/** A generic ARMv7 without IOMMU whose devices see no CPU cache. */
export const armv7Noncoh: Platform = {
  name: 'armv7-noncoh',
  title: 'ARMv7, non-coherent',
  profile: 'k612',
  architecture: 'armv7',
  l1: 'pipt',
  cachelineBytes: 64,
  dmaMinAlignBytes: 64,
  speculation: true,
  outerCache: { kind: 'none' },
  maintenance: 'v7',
  bufferableDma: true,
  memory: arm32Memory(0x40000000, mebibytes(512)),
  cma: { kind: 'area', bytes: mebibytes(16) },
  coherentPoolBytes,
  backend: 'direct-noncoherent',
  iommu: { kind: 'none' },
  noKernelMapping: 'cookie',
  dmaAddressBits: 32,
  defaultMaskBits: 32,
  vmapStack: true,
  quirks: ['Q10', 'Q11', 'Q16', 'Q18'],
};
