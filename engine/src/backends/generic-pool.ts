// Pools for allocations that may not sleep, one for each zone, on kernels that remap coherent memory.
// Source: kernel/dma/pool.c (6.12). The worker that makes them grow never gets to run within a trace.

import { alignUp, orderOf, pageBytes } from '../address/align.js';
import { type DmaAddr, offsetBy, type PhysAddr } from '../address/spaces.js';
import { returnToArea, takeFromArea } from '../memory/areas.js';
import { addressLimit, dmaToPhys, highestAddress, isReachable, physToDma } from '../memory/dma-address.js';
import { physToKernel } from '../memory/linear-map.js';
import { raise, type Transition } from '../ops/transition.js';
import type { ZoneName } from '../state/allocator-state.js';
import type { Device } from '../state/device.js';
import type { PoolMemory } from './atomic-pool.js';
import { clearPages } from './direct-pages.js';
import { shortageOfArea } from './shortage.js';

/** Zeroed memory that the device's coherent mask reaches: first fit at a multiple of its order. */
export function allocFromGenericPool(now: Transition, device: Device, size: number): PoolMemory | undefined {
  const length = alignUp(size, pageBytes);
  const pools = poolsFor(now, device);
  for (const pool of pools) {
    const start = takeFromArea(now, pool, length, pageBytes * 2 ** orderOf(length));
    if (start === undefined) continue;
    if (isInReach(device, start, length)) {
      clearPages(now, { start, length });
      return { start, length, va: physToKernel(now.state.platform, start) };
    }
    returnToArea(now, pool, start, length);
  }
  const [first = ''] = pools;
  raise(now, { id: 'ATOMIC_POOL_EXHAUSTED', device: device.id, ...shortageOfArea(now.state, first, length) });
  return undefined;
}

/** `dma_guess_pool`: the one of the zone the mask falls into, then the lower ones. */
function poolsFor({ state }: Transition, device: Device): readonly string[] {
  const { ramBase, zoneDmaBytes } = state.platform.memory;
  const last = dmaToPhys(device, addressLimit(device, 'coherent') as DmaAddr) ?? Infinity;
  const isInZoneDma = zoneDmaBytes !== 0 && last <= offsetBy(ramBase, zoneDmaBytes - 1);
  const order: readonly ZoneName[] = isInZoneDma
    ? ['dma']
    : last <= highestAddress(32)
      ? ['dma32', 'dma']
      : ['normal', 'dma32', 'dma'];
  const pools = order.map((zone) => `pool ${zone}`).filter((pool) => state.areas.has(pool));
  return 0 < pools.length ? pools : ['pool normal'];
}

function isInReach(device: Device, start: PhysAddr, length: number): boolean {
  const address = physToDma(device, start);
  return address !== undefined && isReachable(device, 'coherent', address, length);
}
