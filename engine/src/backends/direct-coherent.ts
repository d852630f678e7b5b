// B2 and B9: devices snoop, so coherent memory is ordinary memory. Source: kernel/dma/direct.c (6.12);
// arch/arm/mm/dma-mapping.c (3.10), arm_coherent_dma_ops.

import { isLowmem, physToKernel } from '../memory/linear-map.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import { describe, remap, takeBuffer } from './arm-memory.js';
import type { AllocRequest, Backend, BackendAllocation } from './backend.js';
import { clearPages, giveBackPages, takeDirectPages } from './direct-pages.js';
import { directOps } from './direct.js';
import { allocCookie, freeDirect, isCookieWanted, isKnown, pfnPages } from './direct-noncoherent.js';

export const directCoherent: Backend = {
  name: 'direct-coherent',
  ...directOps,
  alloc(now, device, request) {
    const { platform } = now.state;
    if (isCookieWanted(platform, device, request.attrs)) return allocCookie(now, device, request);
    return platform.profile === 'k612' ? allocCached(now, device, request) : allocSimple(now, device, request);
  },
  free(now, device, allocation, attrs) {
    if (!isKnown(now.state.platform, device, allocation, attrs)) {
      raise(now, { id: 'KERNEL_WARN', site: 'free of an invalid buffer' });
      return false;
    }
    freeDirect(now, device, allocation);
    return true;
  },
  // The protection stays as it was: cached.
  mmapPages: (_now, device, op, allocation) => pfnPages(device, op, allocation, 'write-alloc'),
};

function allocCached(now: Transition, device: Device, { size, gfp }: AllocRequest): BackendAllocation | undefined {
  const run = takeDirectPages(now, device, { size, gfp, mayBeHighmem: true });
  if (run === undefined) return undefined;
  clearPages(now, run);
  const { platform } = now.state;
  const allocator = 0 < device.restrictedPoolBytes ? 'restricted-pool' : 'linear';
  if (isLowmem(platform, run.start)) {
    return describe(device, allocator, run, physToKernel(platform, run.start), 'write-alloc');
  }
  const va = remap(now, device, [run], 'write-alloc');
  if (va !== undefined) return describe(device, 'remap', run, va, 'write-alloc');
  giveBackPages(now, device, run);
  return undefined;
}

/** Linux 3.10, `__alloc_simple_buffer`: whatever pages there are, whether the caller may sleep or not. */
function allocSimple(now: Transition, device: Device, { size }: AllocRequest): BackendAllocation | undefined {
  const run = takeBuffer(now, device, size);
  if (run === undefined) return undefined;
  const { platform } = now.state;
  return describe(device, 'linear', run, physToKernel(platform, run.start), 'write-alloc');
}
