// B1: ARM without IOMMU whose devices see no cache. Source: arch/arm/mm/dma-mapping.c,
// kernel/dma/direct.c (6.12); arch/arm/mm/dma-mapping.c (3.10).

import { pageBytes } from '../address/align.js';
import { type KernelVa, offsetBy } from '../address/spaces.js';
import { recordsAtPhys } from '../contract/records.js';
import { busAddressOf, dmaToPhys, maskHole } from '../memory/dma-address.js';
import { returnFrames } from '../memory/frames.js';
import { kernelToPhys, physToKernel } from '../memory/linear-map.js';
import { dmaMemoryType } from '../memory/memory-types.js';
import { pageDescriptorOf } from '../memory/zones.js';
import type { MmapAttrs } from '../ops/op.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk, isArm32, isCoherent, type Platform } from '../platforms/platform.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation, DmaAttr } from '../state/map-record.js';
import {
  allocContiguous,
  allocFromPool,
  allocRemapped,
  describe,
  hasUsableMask,
  release,
  remap,
} from './arm-memory.js';
import type { AllocRequest, Backend, BackendAllocation, MmapPages } from './backend.js';
import { allocFromGlobalPool, freeToPool, hasGlobalPool } from './coherent-pool.js';
import { clearPages, giveBackPages, takeDirectPages } from './direct-pages.js';
import { directOps } from './direct.js';
import { allocFromGenericPool } from './generic-pool.js';

export const directNoncoherent: Backend = {
  name: 'direct-noncoherent',
  ...directOps,
  alloc(now, device, request) {
    if (isCookieWanted(now.state.platform, device, request.attrs)) return allocCookie(now, device, request);
    if (0 < device.restrictedPoolBytes) return allocRestricted(now, device, request);
    if (hasGlobalPool(now.state)) return allocFromGlobalPool(now, device, request.size);
    return isArm32(now.state.platform) ? allocForArm(now, device, request) : allocGeneric(now, device, request);
  },
  free(now, device, allocation, attrs, { cpuAddress }) {
    const { platform } = now.state;
    const isListed = allocation.isCookie || isAllocationAt(now.state, cpuAddress);
    if (!isKnown(platform, device, allocation, attrs) || (platform.profile === 'k612' && !isListed)) {
      // The address is not in the kernel's list of buffers, or is taken for a page descriptor.
      raise(now, { id: 'KERNEL_WARN', site: 'free of an invalid buffer' });
      return false;
    }
    if (!isListed && allocation.allocator === 'remap') {
      freeWithoutUnmap(now, allocation);
    } else {
      // The mapping goes by its address and the pages by theirs, which may be those of two allocations.
      freeDirect(now, device, { ...allocation, cpuAddress });
    }
    return true;
  },
  mmapPages(now, device, op, allocation) {
    return pfnPages(device, op, allocation, dmaMemoryType(now.state.platform, op.attrs));
  },
};

/** The decision table of `arch_dma_alloc`: no row falls back to another (quirk Q16). */
function allocForArm(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  const { platform } = now.state;
  if (platform.profile !== 'k612' && !hasUsableMask(now, device)) return undefined;
  if (platform.dmaDebug && maskHole(device, 'coherent') <= request.size) {
    raise(now, { id: 'KERNEL_WARN', site: 'coherent allocation too big for the mask' });
    return undefined;
  }
  const type = dmaMemoryType(platform, request.attrs);
  if (request.gfp === 'atomic') return allocFromPool(now, device, request, type);
  if (platform.cma.kind === 'off' && !device.hasOwnCma) return allocRemapped(now, device, request, type);
  const contiguous = allocContiguous(now, device, request, type);
  const mayFallBack = contiguous === undefined && !hasQuirk(platform, 'Q16');
  return mayFallBack ? allocRemapped(now, device, request, type) : contiguous;
}

/** Kernels that remap whatever pages there are; without leave to sleep, from pools made at boot. */
function allocGeneric(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  const type = dmaMemoryType(now.state.platform, request.attrs);
  if (request.gfp === 'atomic') {
    const taken = allocFromGenericPool(now, device, request.size);
    return taken === undefined ? undefined : describe(device, 'pool', taken, taken.va, type);
  }
  return allocAndRemap(now, device, request, type);
}

/** ARM cannot remap a restricted pool, so it has no coherent memory then; Linux says so once. */
function allocRestricted(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined {
  const { platform } = now.state;
  if (!isArm32(platform)) return allocAndRemap(now, device, request, dmaMemoryType(platform, request.attrs));
  raise(now, { id: 'KERNEL_WARN', site: 'coherent allocations not supported on this platform' });
  return undefined;
}

function allocAndRemap(
  now: Transition,
  device: Device,
  { size, gfp }: AllocRequest,
  type: MemoryType,
): BackendAllocation | undefined {
  const run = takeDirectPages(now, device, { size, gfp, mayBeHighmem: true });
  if (run === undefined) return undefined;
  clearPages(now, run);
  const va = remap(now, device, [run], type);
  if (va !== undefined) {
    return describe(device, 0 < device.restrictedPoolBytes ? 'restricted-pool' : 'remap', run, va, type);
  }
  giveBackPages(now, device, run);
  return undefined;
}

/** Linux 3.10's direct operations ignore the attribute, and so does a device with a pool of its own. */
export function isCookieWanted(platform: Platform, device: Device, attrs: readonly DmaAttr[]): boolean {
  const isHonored = platform.profile === 'k612' && platform.noKernelMapping === 'cookie';
  return isHonored && attrs.includes('no-kernel-mapping') && device.restrictedPoolBytes === 0;
}

/** Pages nobody maps, zeroes or cleans; the caller gets the page descriptor's address. */
export function allocCookie(
  now: Transition,
  device: Device,
  { size, gfp }: AllocRequest,
): BackendAllocation | undefined {
  const { platform } = now.state;
  const run = takeDirectPages(now, device, { size, gfp, mayBeHighmem: true });
  if (run === undefined) return undefined;
  // A coherent machine has no dirty lines to leave behind, and zeroes nothing either.
  if (hasQuirk(platform, 'Q10')) raise(now, { id: 'QUIRK', quirk: 'Q10' });
  else if (!isCoherent(platform)) clearPages(now, run);
  return {
    address: busAddressOf(device, run.start),
    cpuAddress: physToKernel(platform, pageDescriptorOf(platform, run.start)),
    isCookie: true,
    runs: [run],
    memoryType: 'write-alloc',
    allocator: 'pages',
  };
}

/** Whether the kernel finds what it is to free: as an address, or as a page descriptor. */
export function isKnown(
  platform: Platform,
  device: Device,
  { isCookie }: CoherentAllocation,
  attrs: readonly DmaAttr[],
): boolean {
  return isCookie === isCookieWanted(platform, device, attrs);
}

export function freeDirect(now: Transition, device: Device, allocation: CoherentAllocation): void {
  if (allocation.allocator === 'global-pool') {
    freeToPool(now, allocation);
    return;
  }
  if (allocation.allocator !== 'restricted-pool') {
    release(now, allocation);
    return;
  }
  release(now, { ...allocation, runs: [] });
  for (const run of allocation.runs) giveBackPages(now, device, run);
}

/** Whether the kernel's list of buffers has one at an address. */
function isAllocationAt(state: MachineState, va: KernelVa): boolean {
  const mapping = state.kernelMap.at(va);
  const pa = mapping === undefined ? kernelToPhys(state.platform, va) : offsetBy(mapping.pa, va - mapping.va);
  return recordsAtPhys(state, pa).some((it) => it.kind === 'coherent' && it.cpuAddress === va);
}

/** The older kernels warn, leave the mapping, and free the pages, which they find by their bus address. */
export function freeWithoutUnmap(now: Transition, { runs }: CoherentAllocation): void {
  raise(now, { id: 'KERNEL_WARN', site: 'free of an invalid coherent area' });
  for (const { start, length } of runs) returnFrames(now, start, length / pageBytes);
}

/** PFNs from the handle, as `remap_pfn_range` gets them. */
export function pfnPages(
  device: Device,
  { address, pageOffset, pages }: MmapAttrs,
  { runs, allocator }: CoherentAllocation,
  type: MemoryType,
): MmapPages | undefined {
  const isPool = allocator === 'device-pool' || allocator === 'global-pool';
  const start = isPool ? runs[0]?.start : dmaToPhys(device, address);
  if (start === undefined) return undefined;
  return {
    runs: [{ start: offsetBy(start, pageOffset * pageBytes), length: pages * pageBytes }],
    type,
    insertion: 'pfn',
  };
}
