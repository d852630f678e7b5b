// ARM in Linux 2.6.39, before its operations were a table: coherent memory is remapped into a region of its own,
// always beside the cacheable linear mapping. Source: arch/arm/mm/dma-mapping.c (2.6.39).

import { dmaMemoryType } from '../memory/memory-types.js';
import { mapKernel, unmapKernel } from '../memory/vmalloc.js';
import { returnFrames } from '../memory/frames.js';
import { pageBytes, alignUp } from '../address/align.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import type { CoherentAllocation } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { describe, hasUsableMask, returnLinear, takeBuffer, withSecondMapping } from './arm-memory.js';
import { type AllocRequest, type Backend, type BackendAllocation, sliceRuns, totalLength } from './backend.js';
import { findInRegion, shortageOfRegion } from './consistent-region.js';
import { directOps } from './direct.js';
import { freeWithoutUnmap, pfnPages } from './direct-noncoherent.js';
import { dmabounceOver } from './dmabounce-ops.js';

export const direct2011: Backend = {
  name: 'direct-2011',
  ...directOps,
  // CONFIG_DMABOUNCE compiles bounce buffers into these, for devices that registered.
  ...dmabounceOver({ alloc, free: freeToRegion }),
  alloc,
  free(now, _device, allocation, _attrs, { cpuAddress, size }) {
    if (cpuAddress !== allocation.cpuAddress) {
      freeWithoutUnmap(now, allocation);
      return true;
    }
    const { runs } = allocation;
    const named = alignUp(size, pageBytes);
    if (named !== totalLength(runs)) raise(now, { id: 'KERNEL_WARN', site: 'freeing wrong coherent size' });
    unmapFromRegion(now, allocation);
    // All of the mapping goes, and as many pages as the caller named.
    returnRuns(now, sliceRuns(runs, 0, named));
    return true;
  },
  allocPages: undefined,
  freePages: undefined,
  // dma_get_sgtable came with Linux 3.6.
  getSgtable: undefined,
  mmapPages: (now, device, op, allocation) =>
    pfnPages(device, op, allocation, dmaMemoryType(now.state.platform, op.attrs)),
};

type RegionMemory = Pick<CoherentAllocation, 'cpuAddress' | 'runs'>;

export function freeToRegion(now: Transition, memory: RegionMemory): void {
  unmapFromRegion(now, memory);
  returnRuns(now, memory.runs);
}

function unmapFromRegion(now: Transition, { cpuAddress, runs }: RegionMemory): void {
  unmapKernel(now, cpuAddress, totalLength(runs));
  returnLinear(now, runs);
}

function returnRuns(now: Transition, runs: readonly PhysRun[]): void {
  for (const { start, length } of runs) returnFrames(now, start, length / pageBytes);
}

function alloc(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  if (!hasUsableMask(now, device)) return undefined;
  const run = takeBuffer(now, device, request.size);
  if (run === undefined) return undefined;
  const type = dmaMemoryType(now.state.platform, request.attrs);
  const va = findInRegion(now.state, run.length);
  if (va !== undefined) {
    withSecondMapping(now, [run], () => {
      mapKernel(now, va, [run], type);
      return va;
    });
    return describe(device, 'consistent-region', run, va, type);
  }
  raise(now, { id: 'VMALLOC_EXHAUSTED', device: device.id, ...shortageOfRegion(now.state, run.length) });
  // The pages are forgotten rather than freed.
  if (hasQuirk(now.state.platform, 'Q17')) raise(now, { id: 'QUIRK', quirk: 'Q17' });
  else returnFrames(now, run.start, run.length / pageBytes);
  return undefined;
}
