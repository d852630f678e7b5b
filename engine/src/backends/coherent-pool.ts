// Memory that one device has for itself, or that a machine without MMU has for all of them.
// Source: kernel/dma/coherent.c (6.12).

import { alignUp, orderOf, pageBytes } from '../address/align.js';
import { type DmaAddr, type KernelVa, kernelVa, offsetBy, type PhysAddr } from '../address/spaces.js';
import { freshArea } from '../memory/zones.js';
import { returnToArea, takeFromArea } from '../memory/areas.js';
import { zeroMemory } from '../cache/operations.js';
import { physToDma } from '../memory/dma-address.js';
import { vmap, vunmap } from '../memory/vmalloc.js';
import { codes } from '../ops/step-result.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { CoherentPool } from '../state/allocator-state.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { Device } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import type { BackendAllocation } from './backend.js';

const globalPool = 'coherent pool';
const poolOf = (device: DeviceId): string => `coherent pool of ${device}`;

/** MEMREMAP_WC. */
const poolType: MemoryType = 'device-write-combine';

/** `dma_declare_coherent_memory`; for no device, what firmware calls `linux,dma-default`. Answers 0 or an error. */
export function declarePool(
  now: Transition,
  { device, start, address, length }: { device: Device | undefined; start: PhysAddr; address: DmaAddr; length: number },
): number {
  const name = device === undefined ? globalPool : poolOf(device.id);
  if (length === 0) return codes.EINVAL;
  if (isRam(now.state, { start, length })) {
    // memremap() does not give RAM a second type.
    raise(now, { id: 'KERNEL_WARN', site: 'memremap attempted on RAM' });
    return codes.EINVAL;
  }
  if (now.state.coherentPools.has(name)) return codes.EBUSY;
  const va = vmap(now, [{ start, length }], poolType);
  if (va === undefined) return codes.EINVAL;
  const pool: CoherentPool = { start, end: offsetBy(start, length), va, address };
  change(now, {
    coherentPools: now.state.coherentPools.set(name, pool),
    areas: now.state.areas.set(name, freshArea(pool.start, pool.end)),
  });
  return 0;
}

/** `dma_release_coherent_memory`: what was allocated from it dangles. */
export function releasePool(now: Transition, device: DeviceId): void {
  const name = poolOf(device);
  const pool = now.state.coherentPools.get(name);
  if (pool === undefined) return;
  vunmap(now, pool.va, pool.end - pool.start);
  change(now, { coherentPools: now.state.coherentPools.delete(name), areas: now.state.areas.delete(name) });
}

export function hasGlobalPool(state: MachineState): boolean {
  return state.coherentPools.has(globalPool);
}

export function hasDevicePool(state: MachineState, device: DeviceId): boolean {
  return state.coherentPools.has(poolOf(device));
}

/** Whether an address lies in a device's own pool. */
export function isInDevicePool(state: MachineState, device: DeviceId, va: KernelVa): boolean {
  const pool = state.coherentPools.get(poolOf(device));
  return pool !== undefined && pool.va <= va && va < pool.va + (pool.end - pool.start);
}

/** The device's own pool answers for good: nothing else is tried when it is full. */
export function allocFromDevicePool(now: Transition, { id }: Device, size: number): BackendAllocation | undefined {
  const pool = now.state.coherentPools.get(poolOf(id));
  return pool === undefined ? undefined : allocFrom(now, poolOf(id), pool, pool.address, size, 'device-pool');
}

/** The machine's pool has no bus address of its own. */
export function allocFromGlobalPool(now: Transition, device: Device, size: number): BackendAllocation | undefined {
  const pool = now.state.coherentPools.get(globalPool);
  const address = pool === undefined ? undefined : physToDma(device, pool.start);
  if (pool === undefined || address === undefined) return undefined;
  return allocFrom(now, globalPool, pool, address, size, 'global-pool');
}

/** Pools give powers of two of pages. */
function heldBytes(length: number): number {
  return pageBytes * 2 ** orderOf(length);
}

/** First fit, zeroed. */
function allocFrom(
  now: Transition,
  name: string,
  pool: CoherentPool,
  address: DmaAddr,
  size: number,
  allocator: CoherentAllocation['allocator'],
): BackendAllocation | undefined {
  const length = alignUp(size, pageBytes);
  const start = takeFromArea(now, name, heldBytes(length), heldBytes(length));
  if (start === undefined) return undefined;
  zeroMemory(now, start, start + length);
  const offset = start - pool.start;
  return {
    address: offsetBy(address, offset),
    cpuAddress: kernelVa(pool.va + offset),
    isCookie: false,
    runs: [{ start, length }],
    memoryType: poolType,
    allocator,
  };
}

export function freeToPool(now: Transition, { device, allocator, runs }: CoherentAllocation): void {
  const name = allocator === 'device-pool' ? poolOf(device) : globalPool;
  for (const { start, length } of runs) returnToArea(now, name, start, heldBytes(length));
}

function isRam({ platform }: MachineState, { start, length }: PhysRun): boolean {
  const { ramBase, ramBytes } = platform.memory;
  return start < ramBase + ramBytes && ramBase < start + length;
}
