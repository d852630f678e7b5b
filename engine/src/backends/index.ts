import type { BackendName } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import { armIommu } from './arm-iommu.js';
import type { Backend } from './backend.js';
import { directCoherent } from './direct-coherent.js';
import { directNoncoherent } from './direct-noncoherent.js';

/** Every ops table, by the name a platform or a device gives it. */
export const backends: Readonly<Partial<Record<BackendName, Backend>>> = {
  'direct-noncoherent': directNoncoherent,
  'direct-coherent': directCoherent,
  'arm-iommu': armIommu,
};

/** The operations a device's calls end in. */
export function backendOf(device: Device): Backend {
  return backends[device.backend] ?? directNoncoherent;
}
