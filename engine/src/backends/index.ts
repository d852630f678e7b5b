import type { BackendName } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import { armIommu, armIommuCoherent } from './arm-iommu.js';
import type { Backend } from './backend.js';
import { direct2011 } from './direct-2011.js';
import { directCoherent } from './direct-coherent.js';
import { directLimits } from './direct-limits.js';
import { directNoncoherent } from './direct-noncoherent.js';
import { dmaIommu } from './dma-iommu.js';
import { dmabounce } from './dmabounce.js';
import { pariscIommu } from './parisc-iommu.js';
import { pariscUncached } from './parisc-uncached.js';

/** Every ops table, by the name a platform or a device gives it. */
export const backends: Readonly<Record<BackendName, Backend>> = {
  'direct-noncoherent': directNoncoherent,
  'direct-coherent': directCoherent,
  'direct-2011': direct2011,
  dmabounce,
  'arm-iommu': armIommu,
  'arm-iommu-coherent': armIommuCoherent,
  'dma-iommu': dmaIommu,
  'parisc-iommu': pariscIommu,
  'parisc-uncached': pariscUncached,
};

/** Whether a device's addresses are those of its bus, as Linux `dma_map_direct` says. */
export function isDirect(device: Device): boolean {
  return backendOf(device).limits === directLimits;
}

/** The operations a device's calls end in. */
export function backendOf(device: Device): Backend {
  return backends[device.backend];
}
