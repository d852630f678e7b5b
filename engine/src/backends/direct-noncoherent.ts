// B1: ARM without IOMMU whose devices see no cache. Source: arch/arm/mm/dma-mapping.c,
// kernel/dma/direct.c (6.12).

import { pageBytes, pageCount } from '../address/align.js';
import { offsetBy, type KernelVa, type PhysAddr } from '../address/spaces.js';
import { forgetLines } from '../cache/maintenance.js';
import { zeroMemory } from '../memory/contents.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { isLowmem, physToKernel } from '../memory/linear-map.js';
import { dmaMemoryType } from '../memory/memory-types.js';
import { vmap, vunmap } from '../memory/vmalloc.js';
import { pageDescriptorOf } from '../memory/zones.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { hasQuirk, isCoherent } from '../platforms/platform.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { Device } from '../state/device.js';
import type { CoherentAllocation } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { takeFromPool } from './atomic-pool.js';
import { type AllocRequest, type Backend, type BackendAllocation, totalLength } from './backend.js';
import { directStreaming, dmaToPhys, physToDma } from './direct.js';

export const directNoncoherent: Backend = {
  name: 'direct-noncoherent',
  ...directStreaming,
  alloc,
  free(now, _device, allocation, attrs) {
    if (allocation.isCookie !== attrs.includes('no-kernel-mapping')) {
      // The address is not in the kernel's list of buffers, or is taken for a page descriptor.
      raise(now, { id: 'KERNEL_WARN', site: 'free of an invalid buffer' });
      return false;
    }
    release(now, allocation);
    return true;
  },
  mmapPages(now, _device, { address, attrs, pageOffset, pages }) {
    const start = offsetBy(dmaToPhys(address), pageOffset * pageBytes);
    const type = dmaMemoryType(now.state.platform, attrs);
    return { runs: [{ start, length: pages * pageBytes }], type, insertion: 'pfn' };
  },
};

/** The decision table of `arch_dma_alloc`: no row falls back to another (quirk Q16). */
function alloc(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  const { platform } = now.state;
  if (request.attrs.includes('no-kernel-mapping')) return allocCookie(now, request);
  const type = dmaMemoryType(platform, request.attrs);
  if (request.gfp === 'atomic') return allocFromPool(now, device, request, type);
  if (platform.cma.kind === 'off') return allocRemapped(now, device, request, type);
  const contiguous = allocContiguous(now, device, request, type);
  const mayFallBack = contiguous === undefined && !hasQuirk(platform, 'Q16');
  return mayFallBack ? allocRemapped(now, device, request, type) : contiguous;
}

/** Pages nobody maps, zeroes or cleans; the caller gets the page descriptor's address. */
export function allocCookie(now: Transition, { size }: AllocRequest): BackendAllocation | undefined {
  const pages = pageCount(size);
  const start = takeFrames(now, 'highmem', pages) ?? takeFrames(now, 'normal', pages);
  if (start === undefined) return undefined;
  // A coherent machine has no dirty lines to leave behind, and zeroes nothing either.
  if (hasQuirk(now.state.platform, 'Q10')) raise(now, { id: 'QUIRK', quirk: 'Q10' });
  else if (!isCoherent(now.state.platform)) clearPages(now, { start, length: pages * pageBytes });
  const cpuAddress = physToKernel(now.state.platform, pageDescriptorOf(now.state.platform, start));
  return describe('pages', { start, length: pages * pageBytes }, cpuAddress, 'write-alloc', true);
}

export function allocFromPool(
  now: Transition,
  device: Device,
  { size }: AllocRequest,
  type: MemoryType,
): BackendAllocation | undefined {
  const taken = takeFromPool(now.state, pageCount(size));
  if (taken === undefined) {
    raise(now, { id: 'ATOMIC_POOL_EXHAUSTED', device: device.id, bytes: size });
    return undefined;
  }
  if (hasQuirk(now.state.platform, 'Q11')) raise(now, { id: 'QUIRK', quirk: 'Q11' });
  else clearPages(now, taken);
  return describe('pool', taken, taken.va, type, false);
}

/** Contiguous memory in lowmem is mapped by pages, so its own attributes are changed and no alias is left. */
export function allocContiguous(
  now: Transition,
  device: Device,
  { size }: AllocRequest,
  type: MemoryType,
): BackendAllocation | undefined {
  const pages = pageCount(size);
  const start = takeFrames(now, 'cma', pages);
  if (start === undefined) {
    raise(now, { id: 'CMA_EXHAUSTED', device: device.id, bytes: size });
    return undefined;
  }
  const run = { start, length: pages * pageBytes };
  clearPages(now, run);
  change(now, { linearTypes: now.state.linearTypes.set(start, start + run.length, type) });
  return describe('cma', run, physToKernel(now.state.platform, start), type, false);
}

/** A second, non-cacheable mapping of ordinary pages; the cacheable linear one stays. */
function allocRemapped(
  now: Transition,
  device: Device,
  { size }: AllocRequest,
  type: MemoryType,
): BackendAllocation | undefined {
  const pages = pageCount(size);
  const start = takeFrames(now, 'normal', pages);
  if (start === undefined) return undefined;
  const run = { start, length: pages * pageBytes };
  clearPages(now, run);
  const va = remap(now, device, [run], type);
  if (va !== undefined) return describe('remap', run, va, type, false);
  returnFrames(now, start, pages);
  return undefined;
}

/** Maps pages non-cacheable in vmalloc space, and says where that leaves an alias. */
export function remap(
  now: Transition,
  device: Device,
  runs: readonly PhysRun[],
  type: MemoryType,
): KernelVa | undefined {
  const va = vmap(now, runs, type);
  if (va === undefined) {
    raise(now, { id: 'VMALLOC_EXHAUSTED', device: device.id, bytes: totalLength(runs) });
  } else if (runs.some(({ start }) => isLowmem(now.state.platform, start))) {
    raise(now, { id: 'QUIRK', quirk: 'Q18' });
  }
  return va;
}

/** Linux `__dma_clear_buffer`: zeroed, then flushed out of every cache. */
export function clearPages(now: Transition, run: PhysRun): void {
  zeroMemory(now, run.start, run.start + run.length);
  forgetLines(now, run);
}

/** Gives an allocation's pages back to where they came from; pool pages are free once nobody owns them. */
export function release(now: Transition, { allocator, cpuAddress, runs }: CoherentAllocation): void {
  if (allocator === 'pool') return;
  if (allocator === 'remap') vunmap(now, cpuAddress, totalLength(runs));
  for (const { start, length } of runs) {
    if (allocator === 'cma') change(now, { linearTypes: now.state.linearTypes.clear(start, start + length) });
    returnFrames(now, start, length / pageBytes);
  }
}

function describe(
  allocator: BackendAllocation['allocator'],
  run: { readonly start: PhysAddr; readonly length: number },
  cpuAddress: KernelVa,
  memoryType: MemoryType,
  isCookie: boolean,
): BackendAllocation {
  const { start, length } = run;
  return { address: physToDma(start), cpuAddress, isCookie, runs: [{ start, length }], memoryType, allocator };
}
