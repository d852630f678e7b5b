// Memory for allocations that may not sleep: made uncached once at boot, handed out first fit, never
// zeroed. Source: arch/arm/mm/dma-mapping.c (6.12), atomic_pool_init, __alloc_from_pool.

import { orderOf, pageBytes } from '../address/align.js';
import { kernelVa, type KernelVa, type PhysAddr } from '../address/spaces.js';
import { emptyIntervals } from '../data/interval-map.js';
import { takeFromArea } from '../memory/areas.js';
import { isLowmem, physToKernel } from '../memory/linear-map.js';
import { dmaMemoryType } from '../memory/memory-types.js';
import type { Transition } from '../ops/transition.js';
import { isCoherent, type Platform } from '../platforms/platform.js';
import type { AreaState, AreaStates } from '../state/allocator-state.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { MachineState } from '../state/machine-state.js';

/** The name of its area. */
export const atomicPool = 'pool';

export interface PoolMemory {
  readonly start: PhysAddr;
  readonly va: KernelVa;
  readonly length: number;
}

interface PoolMapping extends Pick<MachineState, 'linearTypes' | 'kernelMap' | 'views'> {
  /** The pool, where it has an address in vmalloc space. */
  readonly remapped: PoolMemory | undefined;
}

/** How the kernel reaches the pool of a fresh machine. */
export function mapAtomicPool(platform: Platform, areas: AreaStates): PoolMapping {
  const nothing: PoolMapping = {
    linearTypes: emptyIntervals(),
    kernelMap: emptyIntervals(),
    views: emptyIntervals(),
    remapped: undefined,
  };
  const pool = areas.get(atomicPool);
  const type = isCoherent(platform) ? 'write-alloc' : dmaMemoryType(platform, []);
  if (pool === undefined) return { ...nothing, linearTypes: retypeGenericPools(areas, type) };
  const { start, end } = pool;
  if (!isRemapped(platform, pool)) return { ...nothing, linearTypes: nothing.linearTypes.set(start, end, type) };
  const va = platform.memory.vmallocStart;
  return {
    ...nothing,
    kernelMap: nothing.kernelMap.set(va, va + (end - start), { va, pa: start, type }),
    views: nothing.views.set(start, end, [{ va, pa: start, space: 'kernel', type }]),
    remapped: { start, va, length: end - start },
  };
}

/** Kernels with a pool for each zone (`generic-pool.ts`) map them twice; here they have one address, of the DMA type. */
function retypeGenericPools(areas: AreaStates, type: MemoryType): MachineState['linearTypes'] {
  let types: MachineState['linearTypes'] = emptyIntervals();
  for (const [name, { start, end }] of areas) {
    if (name.startsWith(`${atomicPool} `)) types = types.set(start, end, type);
  }
  return types;
}

/** First fit for `pages` pages at a multiple of their order, or `undefined` when there is no room. */
export function takeFromPool(now: Transition, pages: number): PoolMemory | undefined {
  const length = pages * pageBytes;
  const { platform } = now.state;
  const start = takeFromArea(now, atomicPool, length, pageBytes * 2 ** orderOf(length));
  const pool = now.state.areas.get(atomicPool);
  if (start === undefined || pool === undefined) return undefined;
  const va = isRemapped(platform, pool)
    ? kernelVa(platform.memory.vmallocStart + (start - pool.start))
    : physToKernel(platform, start);
  return { start, length, va };
}

/** Only memory of a contiguous area inside lowmem can have its own attributes changed. */
function isRemapped(platform: Platform, { start }: AreaState): boolean {
  return platform.cma.kind === 'off' || !isLowmem(platform, start);
}
