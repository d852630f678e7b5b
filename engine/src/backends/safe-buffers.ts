// The coherent memory that dmabounce copies into: two pools of blocks for each device, and single allocations for
// what does not fit them. Source: arch/arm/common/dmabounce.c (2.6.39, 3.10), alloc_safe_buffer.

import { alignUp, pageBytes } from '../address/align.js';
import { type ByteLength, kernelVa, offsetBy } from '../address/spaces.js';
import { changeBounce } from '../memory/bounce.js';
import { change, type Transition } from '../ops/transition.js';
import type { Platform } from '../platforms/platform.js';
import { type DmabounceDevice, type SafeBlock, unusedDmabounce } from '../state/bounce-state.js';
import type { Device } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import type { Backend } from './backend.js';

/** Where the blocks come from: the coherent memory of the operations below. */
export interface CoherentMemory {
  readonly alloc: Backend['alloc'];
  readonly free: (now: Transition, memory: Pick<CoherentAllocation, 'cpuAddress' | 'runs'>) => void;
}

type PoolName = 'small' | 'large';

/** Bus code registers its devices itself; a driver can take one out. */
export function isRegistered({ platform, bounce }: MachineState, device: DeviceId): boolean {
  return platform.dmabounce.kind === 'pools' && bounce.dmabounce.get(device) !== 'unregistered';
}

/** A block for `size` bytes, or `undefined` when there is no coherent memory left. */
export function takeSafeBlock(
  now: Transition,
  device: Device,
  memory: CoherentMemory,
  size: number,
): SafeBlock | undefined {
  const pool = poolFor(now.state.platform, size);
  const free = pool === undefined ? [] : registeredOf(now.state, device.id)[pool.name];
  const [block, ...others] = 0 < free.length ? free : newBlocks(now, device, memory, pool?.blockBytes ?? size);
  if (block === undefined) return undefined;
  const registered = registeredOf(now.state, device.id);
  const rest = pool === undefined ? {} : { [pool.name]: others };
  setRegistered(now, device.id, { ...registered, ...rest, live: registered.live.set(block.pa, block) });
  return block;
}

/** Gives back the block at `start`, which was taken for `size` bytes. Pool memory stays with the device. */
export function giveSafeBlock(
  now: Transition,
  device: Device,
  memory: CoherentMemory,
  { start, length: size }: PhysRun,
): void {
  const registered = registeredOf(now.state, device.id);
  const block = registered.live.get(start);
  if (block === undefined) return;
  const pool = poolFor(now.state.platform, size);
  const live = registered.live.delete(start);
  if (pool === undefined) {
    setRegistered(now, device.id, { ...registered, live });
    memory.free(now, { cpuAddress: block.va, runs: [{ start, length: alignUp(size, pageBytes) }] });
  } else {
    setRegistered(now, device.id, { ...registered, [pool.name]: [block, ...registered[pool.name]], live });
  }
}

function poolFor(
  { dmabounce }: Platform,
  size: number,
): { readonly name: PoolName; readonly blockBytes: ByteLength } | undefined {
  if (dmabounce.kind === 'off') return undefined;
  if (size <= dmabounce.smallBytes) return { name: 'small', blockBytes: dmabounce.smallBytes };
  return size <= dmabounce.largeBytes ? { name: 'large', blockBytes: dmabounce.largeBytes } : undefined;
}

function registeredOf({ bounce }: MachineState, device: DeviceId): DmabounceDevice {
  const registered = bounce.dmabounce.get(device);
  return registered === undefined || registered === 'unregistered' ? unusedDmabounce : registered;
}

function setRegistered(now: Transition, id: DeviceId, device: DmabounceDevice): void {
  changeBounce(now, { dmabounce: now.state.bounce.dmabounce.set(id, device) });
}

/** The blocks of a new page, or one of several pages. */
function newBlocks(now: Transition, device: Device, memory: CoherentMemory, blockBytes: number): readonly SafeBlock[] {
  const made = memory.alloc(now, device, { size: Math.max(blockBytes, pageBytes), gfp: 'atomic', attrs: [] });
  const [run] = made?.runs ?? [];
  if (made === undefined || run === undefined) return [];
  // Nobody's object, but in use again.
  change(now, { freed: now.state.freed.clear(run.start, run.start + run.length) });
  return carve({ pa: run.start, va: made.cpuAddress, address: made.address }, blockBytes);
}

/** In ascending order. */
function carve(page: SafeBlock, blockBytes: number): readonly SafeBlock[] {
  return Array.from({ length: Math.max(1, Math.floor(pageBytes / blockBytes)) }, (_, index): SafeBlock => {
    const offset = index * blockBytes;
    return {
      pa: offsetBy(page.pa, offset),
      va: kernelVa(page.va + offset),
      address: offsetBy(page.address, offset),
    };
  });
}
