import type { Platform } from '../platforms/platform.js';
import { armIommu } from './arm-iommu.js';
import type { Backend } from './backend.js';
import { directCoherent } from './direct-coherent.js';
import { directNoncoherent } from './direct-noncoherent.js';

const backends: Readonly<Record<Platform['backend'], Backend>> = {
  'direct-noncoherent': directNoncoherent,
  'direct-coherent': directCoherent,
  'arm-iommu': armIommu,
};

export function backendOf(platform: Platform): Backend {
  return backends[platform.backend];
}
