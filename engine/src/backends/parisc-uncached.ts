// PA-RISC 1.1 without IOMMU: direct addresses, and coherent memory is a second, uncached mapping.
// Source: arch/parisc/kernel/pci-dma.c (6.12), arch_dma_alloc; kernel/dma/direct.c.

import { pageBytes, pageCount } from '../address/align.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { vmap, vunmap } from '../memory/vmalloc.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import { type AllocRequest, type Backend, type BackendAllocation, totalLength } from './backend.js';
import { directOps } from './direct.js';
import { clearPages } from './direct-pages.js';
import { physToDma } from '../memory/dma-address.js';
import { returnRuns } from './page-chunks.js';
import { shortageOfVmalloc } from './shortage.js';

export const pariscUncached: Backend = {
  ...directOps,
  name: 'parisc-uncached',
  alloc,
  free(now, _device, { cpuAddress, runs }) {
    vunmap(now, cpuAddress, totalLength(runs));
    returnRuns(now, runs);
    return true;
  },
  mmapPages: undefined,
};

/** Attributes are ignored. */
function alloc(now: Transition, device: Device, { size }: AllocRequest): BackendAllocation | undefined {
  const pages = pageCount(size);
  const start = takeFrames(now, 'normal', pages);
  const address = start === undefined ? undefined : physToDma(device, start);
  if (start === undefined || address === undefined) return undefined;
  const run = { start, length: pages * pageBytes };
  clearPages(now, run);
  const cpuAddress = vmap(now, [run], 'uncached');
  if (cpuAddress !== undefined) {
    return { address, cpuAddress, isCookie: false, runs: [run], memoryType: 'uncached', allocator: 'remap' };
  }
  raise(now, { id: 'VMALLOC_EXHAUSTED', device: device.id, ...shortageOfVmalloc(now.state, run.length) });
  returnFrames(now, start, pages);
  return undefined;
}
