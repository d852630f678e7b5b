// Which slots of a SWIOTLB pool a copy gets. Source: kernel/dma/swiotlb.c (6.12), swiotlb_search_pool_area.

import { alignUp, pageBytes } from '../address/align.js';
import { offsetBy, type PhysAddr } from '../address/spaces.js';
import { emptyIntervals } from '../data/interval-map.js';
import { roomBetween, setAside } from '../memory/areas.js';
import { changeBounce } from '../memory/bounce.js';
import { physToDma } from '../memory/dma-address.js';
import { raise, type Transition } from '../ops/transition.js';
import type { SwiotlbPool } from '../state/bounce-state.js';
import { type Device, plainDevice } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { holdersAt } from './shortage.js';

/** IO_TLB_SIZE, and IO_TLB_SEGSIZE slots: no copy spans two segments. */
export const slotBytes = 2048;
const segmentSlots = 128;
export const segmentBytes = segmentSlots * slotBytes;

export interface SlotRequest {
  readonly original: PhysAddr;
  readonly size: number;
  /** Of start and end, a power of two; 1 for streaming mappings. */
  readonly alignment: number;
}

export interface TakenSlots {
  /** Of the copy. */
  readonly start: PhysAddr;
  readonly held: PhysRun;
}

/** Answers where the copy of `size` bytes goes, keeping the low address bits the device cares for. */
export function takeSlots(now: Transition, device: Device, request: SlotRequest): TakenSlots | undefined {
  const name = poolNameOf(now.state, device.id);
  const pool = poolOf(now, device, name);
  if (pool === undefined) return undefined;
  // Padding in front: bits below the slot size, and above it as far as the alignment itself would cut them off.
  const kept = request.original % 2 ** Math.ceil(Math.log2(device.minAlignMask + 1));
  const padding = request.alignment === 1 ? kept % slotBytes : kept % Math.max(request.alignment, slotBytes);
  const bytes = alignUp(request.size + padding, request.alignment);
  const slots = Math.ceil(bytes / slotBytes);
  const index = findSlots(pool, device, request, slots, bytes);
  if (index === undefined) {
    reportFull(now, device, pool, request.size);
    return undefined;
  }
  const next = index + slots;
  const taken = pool.taken.set(index, next, true);
  setPool(now, name, { ...pool, taken, nextSlot: next < pool.slots ? next : 0 });
  const start = offsetBy(pool.start, index * slotBytes);
  return { start: offsetBy(start, padding), held: { start, length: slots * slotBytes } };
}

export function releaseSlots(now: Transition, device: DeviceId, { start, length }: PhysRun): void {
  const name = poolNameOf(now.state, device);
  const pool = now.state.bounce.swiotlb.get(name);
  if (pool === undefined) return;
  const index = (start - pool.start) / slotBytes;
  setPool(now, name, { ...pool, taken: pool.taken.clear(index, index + Math.ceil(length / slotBytes)) });
}

function findSlots(
  pool: SwiotlbPool,
  device: Device,
  { original, alignment }: SlotRequest,
  slots: number,
  bytes: number,
): number | undefined {
  const isPageAligned = alignment === 1 && device.minAlignMask === 0 && pageBytes <= bytes;
  const start = Math.max(isPageAligned ? pageBytes : alignment, slotBytes);
  const kept = Math.max(device.minAlignMask + 1, start);
  const stride = kept / slotBytes;
  const bus = physToDma(device, pool.start) ?? pool.start;
  let index = pool.nextSlot;
  for (let checked = 0; checked < pool.slots; ) {
    const at = bus + index * slotBytes;
    const isAligned = at % start === 0 && (original === 0 || isEqualBetween(at, original, start, kept));
    if (isAligned && isFree(pool, index, slots) && !crossesBoundary(at, slots, device)) return index;
    const step = isAligned ? stride : 1;
    index = index + step < pool.slots ? index + step : 0;
    checked += step;
  }
  return undefined;
}

/** Whether two addresses agree in the bits from `low` up to, not including, `high`; both are powers of two. */
function isEqualBetween(one: number, other: number, low: number, high: number): boolean {
  return Math.floor((one % high) / low) === Math.floor((other % high) / low);
}

function isFree({ taken, slots: all }: SwiotlbPool, index: number, slots: number): boolean {
  const last = index + slots - 1;
  const isOneSegment = Math.floor(index / segmentSlots) === Math.floor(last / segmentSlots);
  return isOneSegment && last < all && !taken.touches(index, index + slots);
}

function crossesBoundary(at: number, slots: number, { segmentBoundaryBytes }: Device): boolean {
  return segmentBoundaryBytes < (at % segmentBoundaryBytes) + slots * slotBytes;
}

/** The machine's pool, or the one that is the device's own. */
function poolNameOf(state: MachineState, id: DeviceId): string {
  const device = state.devices.get(id) ?? plainDevice(state.platform, id);
  return 0 < device.restrictedPoolBytes ? `restricted ${id}` : 'swiotlb';
}

/** A restricted pool is reserved by firmware; here, when its device needs it first. */
function poolOf(now: Transition, { restrictedPoolBytes }: Device, name: string): SwiotlbPool | undefined {
  const known = now.state.bounce.swiotlb.get(name);
  if (known !== undefined) return known;
  if (0 < restrictedPoolBytes) setAside(now, name, restrictedPoolBytes, 'dma32');
  const area = now.state.areas.get(name);
  if (area === undefined) return undefined;
  const slots = Math.floor((area.end - area.start) / slotBytes);
  return { start: area.start, slots, nextSlot: 0, taken: emptyIntervals() };
}

function setPool(now: Transition, name: string, pool: SwiotlbPool): void {
  changeBounce(now, { swiotlb: now.state.bounce.swiotlb.set(name, pool) });
}

function reportFull(now: Transition, device: Device, pool: SwiotlbPool, bytes: number): void {
  const { free, largestHole } = roomBetween(pool.taken, 0, pool.slots);
  raise(now, {
    id: 'SWIOTLB_FULL',
    device: device.id,
    bytes,
    free: free * slotBytes,
    largestHole: Math.min(largestHole * slotBytes, segmentBytes),
    holders: holdersOfCopies(now.state, pool),
  });
}

function holdersOfCopies(state: MachineState, { start, slots }: SwiotlbPool): ReturnType<typeof holdersAt> {
  const copies = state.bounce.buffers.slices(start, start + slots * slotBytes);
  const originals = copies.map(({ value }) => ({ start: value.original, length: value.copy.length }));
  return holdersAt(state, originals);
}
