// Memory for allocations that may not sleep: made uncached once at boot, handed out first fit, never
// zeroed. Source: arch/arm/mm/dma-mapping.c (6.12), atomic_pool_init, __alloc_from_pool.

import { alignUp, orderOf, pageBytes } from '../address/align.js';
import { kernelVa, offsetBy, physAddr, type KernelVa, type PhysAddr } from '../address/spaces.js';
import type { IntervalMap } from '../data/interval-map.js';
import { physToKernel } from '../memory/linear-map.js';
import type { Platform } from '../platforms/platform.js';
import type { MachineState } from '../state/machine-state.js';

export interface PoolMemory {
  readonly start: PhysAddr;
  readonly va: KernelVa;
  readonly length: number;
}

/** The pool is the end of lowmem: in the contiguous area where there is one, remapped otherwise. */
export function poolMemory(platform: Platform): PoolMemory | undefined {
  const { memory, coherentPoolBytes, cma } = platform;
  if (coherentPoolBytes === 0) return undefined;
  const start = offsetBy(memory.ramBase, memory.lowmemBytes - coherentPoolBytes);
  const va = cma.kind === 'area' ? physToKernel(platform, start) : memory.vmallocStart;
  return { start, va, length: coherentPoolBytes };
}

/** First fit for `pages` pages at a multiple of their order, or `undefined` when there is no room. */
export function takeFromPool(state: MachineState, pages: number): PoolMemory | undefined {
  const pool = poolMemory(state.platform);
  if (pool === undefined) return undefined;
  const length = pages * pageBytes;
  const start = findGap(state.owners, pool, length, pageBytes * 2 ** orderOf(length));
  if (start === undefined) return undefined;
  return { start, length, va: kernelVa(pool.va + (start - pool.start)) };
}

export function isInPool(platform: Platform, pa: PhysAddr): boolean {
  const pool = poolMemory(platform);
  return pool !== undefined && pool.start <= pa && pa < pool.start + pool.length;
}

function findGap(
  owners: IntervalMap<unknown>,
  pool: PoolMemory,
  length: number,
  alignment: number,
): PhysAddr | undefined {
  let candidate = 0;
  for (const { start, end } of owners.slices(pool.start, pool.start + pool.length)) {
    if (pool.start + candidate + length <= start) break;
    candidate = alignUp(end - pool.start, alignment);
  }
  return candidate + length <= pool.length ? physAddr(pool.start + candidate) : undefined;
}
