// B2 and B9: devices snoop, so coherent memory is ordinary memory. Source: kernel/dma/direct.c (6.12).

import { pageBytes, pageCount } from '../address/align.js';
import { offsetBy } from '../address/spaces.js';
import { zeroMemory } from '../memory/contents.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { highestAddress } from '../memory/dma-address.js';
import { physToKernel } from '../memory/linear-map.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { AllocRequest, Backend, BackendAllocation } from './backend.js';
import { directStreaming, dmaToPhys, physToDma } from './direct.js';
import { allocCookie, release } from './direct-noncoherent.js';

export const directCoherent: Backend = {
  name: 'direct-coherent',
  ...directStreaming,
  alloc,
  // Nothing to do: the device sees what the caches hold.
  sync: undefined,
  syncSg: undefined,
  free(now, _device, allocation, attrs) {
    if (allocation.isCookie !== attrs.includes('no-kernel-mapping')) {
      raise(now, { id: 'KERNEL_WARN', site: 'free of an invalid buffer' });
      return false;
    }
    release(now, allocation);
    return true;
  },
  // The protection stays as it was: cached.
  mmapPages(_now, _device, { address, pageOffset, pages }) {
    const start = offsetBy(dmaToPhys(address), pageOffset * pageBytes);
    return { runs: [{ start, length: pages * pageBytes }], type: 'write-alloc', insertion: 'pfn' };
  },
};

function alloc(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  const { platform } = now.state;
  if (request.attrs.includes('no-kernel-mapping') && platform.noKernelMapping === 'cookie') {
    return allocCookie(now, request);
  }
  const pages = pageCount(request.size);
  const start = takeFrames(now, 'normal', pages);
  if (start === undefined) return undefined;
  if (highestAddress(device.coherentMaskBits) < start + pages * pageBytes - 1) {
    returnFrames(now, start, pages);
    return undefined;
  }
  zeroMemory(now, start, start + pages * pageBytes);
  return {
    address: physToDma(start),
    cpuAddress: physToKernel(platform, start),
    isCookie: false,
    runs: [{ start, length: pages * pageBytes }],
    memoryType: 'write-alloc',
    allocator: 'linear',
  };
}
