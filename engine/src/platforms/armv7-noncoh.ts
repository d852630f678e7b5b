import { arm32Memory, mebibytes } from './arm32.js';
import { k612Arm } from './k612.js';
import type { Platform } from './platform.js';

/** A generic ARMv7 without IOMMU whose devices see no CPU cache. */
export const armv7Noncoh: Platform = {
  ...k612Arm,
  name: 'armv7-noncoh',
  title: 'ARMv7, non-coherent',
  architecture: 'armv7',
  l1: 'pipt',
  cachelineBytes: 64,
  dmaMinAlignBytes: 64,
  speculation: true,
  outerCache: { kind: 'integrated' },
  maintenance: 'v7',
  bufferableDma: true,
  memory: arm32Memory(0x40000000, mebibytes(512)),
  backend: 'direct-noncoherent',
  iommus: [],
};
