// The memory behind coherent allocations on ARM, by where it comes from: contiguous area, second mapping, atomic
// pool. Source: arch/arm/mm/dma-mapping.c (6.12); 3.10 has the same three.

import { alignUp, pageBytes, pageCount } from '../address/align.js';
import type { KernelVa, PhysAddr } from '../address/spaces.js';
import { addressLimit, busAddressOf } from '../memory/dma-address.js';
import { returnFrames, takeFrames } from '../memory/frames.js';
import { isLinear, isLowmem, physToKernel } from '../memory/linear-map.js';
import { vmap, vunmap } from '../memory/vmalloc.js';
import { dmaLimit } from '../memory/zones.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { LinearType, MemoryType } from '../state/cpu-map.js';
import type { Device } from '../state/device.js';
import type { CoherentAllocation } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { atomicPool, takeFromPool } from './atomic-pool.js';
import { type AllocRequest, type BackendAllocation, totalLength } from './backend.js';
import { clearPages, reportCmaExhausted, takeFromCma } from './direct-pages.js';
import { shortageOfArea, shortageOfVmalloc } from './shortage.js';

export function allocFromPool(
  now: Transition,
  device: Device,
  { size }: AllocRequest,
  type: MemoryType,
): BackendAllocation | undefined {
  const taken = takeFromPool(now, pageCount(size));
  if (taken === undefined) {
    raise(now, { id: 'ATOMIC_POOL_EXHAUSTED', device: device.id, ...shortageOfArea(now.state, atomicPool, size) });
    return undefined;
  }
  if (hasQuirk(now.state.platform, 'Q11')) raise(now, { id: 'QUIRK', quirk: 'Q11' });
  else clearPages(now, taken);
  return describe(device, 'pool', taken, taken.va, type);
}

/** Lowmem of the area is mapped by pages, so its own attributes are changed and no alias is left; highmem is mapped. */
export function allocContiguous(
  now: Transition,
  device: Device,
  { size }: AllocRequest,
  type: MemoryType,
): BackendAllocation | undefined {
  const length = alignUp(size, pageBytes);
  const start = takeFromCma(now, device, length);
  if (start === undefined) {
    reportCmaExhausted(now, device, length);
    return undefined;
  }
  const run = { start, length };
  clearPages(now, run);
  const va = isLowmem(now.state.platform, start) ? retype(now, run, type) : remap(now, device, [run], type);
  if (va !== undefined) return describe(device, 'cma', run, va, type);
  returnFrames(now, start, length / pageBytes);
  return undefined;
}

function retype(now: Transition, { start, length }: PhysRun, type: MemoryType): KernelVa {
  setLinear(now, [{ start, length }], type);
  return physToKernel(now.state.platform, start);
}

/** A second, non-cacheable mapping of ordinary pages; the cacheable linear one stays. */
export function allocRemapped(
  now: Transition,
  device: Device,
  { size }: AllocRequest,
  type: MemoryType,
): BackendAllocation | undefined {
  const run = takeBuffer(now, device, size);
  if (run === undefined) return undefined;
  const va = remap(now, device, [run], type);
  if (va !== undefined) return describe(device, 'remap', run, va, type);
  returnFrames(now, run.start, run.length / pageBytes);
  return undefined;
}

/** `get_coherent_dma_mask`, of the two older kernels: a mask they cannot work with gets nothing. */
export function hasUsableMask(now: Transition, device: Device): boolean {
  if (device.coherentMaskBits === 0) {
    raise(now, { id: 'KERNEL_WARN', site: 'no coherent DMA mask' });
    return false;
  }
  const isEnough = dmaLimit(now.state.platform) - 1 <= addressLimit(device, 'coherent');
  if (!isEnough) raise(now, { id: 'KERNEL_WARN', site: 'coherent DMA mask smaller than what the machine needs' });
  return isEnough;
}

/** Linux `__dma_alloc_buffer`: zeroed pages, from ZONE_DMA where the mask has a hole. */
export function takeBuffer(now: Transition, device: Device, size: number): PhysRun | undefined {
  const pages = pageCount(size);
  const start = takeFrames(now, hasNarrowMask(device) ? 'dma' : 'normal', pages);
  if (start === undefined) return undefined;
  const run = { start, length: pages * pageBytes };
  clearPages(now, run);
  return run;
}

function hasNarrowMask({ coherentMaskBits, busLimit, missingLine }: Device): boolean {
  const isNarrow = coherentMaskBits !== 0 && coherentMaskBits < 32;
  return isNarrow || busLimit < 2 ** 32 - 1 || missingLine !== undefined;
}

/** Maps pages non-cacheable in vmalloc space, and says where that leaves an alias. */
export function remap(
  now: Transition,
  device: Device,
  runs: readonly PhysRun[],
  type: MemoryType,
): KernelVa | undefined {
  const va = withSecondMapping(now, runs, () => vmap(now, runs, type));
  if (va === undefined) {
    raise(now, { id: 'VMALLOC_EXHAUSTED', device: device.id, ...shortageOfVmalloc(now.state, totalLength(runs)) });
  }
  return va;
}

/** Around the making of a second mapping: lowmem keeps its cacheable one (quirk Q18), or loses it. */
export function withSecondMapping(
  now: Transition,
  runs: readonly PhysRun[],
  make: () => KernelVa | undefined,
): KernelVa | undefined {
  const { platform } = now.state;
  const keepsAlias = hasQuirk(platform, 'Q18') && !platform.unmapLinear;
  const lowmem = runs.filter(({ start }) => isLowmem(platform, start));
  if (!keepsAlias) setLinear(now, lowmem, 'unmapped');
  const va = make();
  if (va === undefined && !keepsAlias) returnLinear(now, lowmem);
  if (va !== undefined && keepsAlias && 0 < lowmem.length) raise(now, { id: 'QUIRK', quirk: 'Q18' });
  return va;
}

function setLinear(now: Transition, runs: readonly PhysRun[], type: LinearType): void {
  let { linearTypes } = now.state;
  for (const { start, length } of runs) linearTypes = linearTypes.set(start, start + length, type);
  change(now, { linearTypes });
}

export function returnLinear(now: Transition, runs: readonly PhysRun[]): void {
  let { linearTypes } = now.state;
  for (const { start, length } of runs) linearTypes = linearTypes.clear(start, start + length);
  change(now, { linearTypes });
}

type ReleasedMemory = Pick<CoherentAllocation, 'allocator' | 'cpuAddress' | 'isCookie' | 'runs'>;

/** Gives an allocation's pages back to where they came from. */
export function release(now: Transition, { allocator, cpuAddress, isCookie, runs }: ReleasedMemory): void {
  if (!isCookie && allocator !== 'pool') {
    if (!isLinear(now.state.platform, cpuAddress)) vunmap(now, cpuAddress, totalLength(runs));
    returnLinear(now, runs);
  }
  for (const { start, length } of runs) returnFrames(now, start, length / pageBytes);
}

export function describe(
  device: Device,
  allocator: BackendAllocation['allocator'],
  { start, length }: { readonly start: PhysAddr; readonly length: number },
  cpuAddress: KernelVa,
  memoryType: MemoryType,
): BackendAllocation {
  const address = busAddressOf(device, start);
  return { address, cpuAddress, isCookie: false, runs: [{ start, length }], memoryType, allocator };
}
