// B6: bounce buffers under the direct backends and under dma-iommu, in a pool of 2 KiB slots.
// Source: kernel/dma/swiotlb.c (6.12). One area per pool: everything runs on CPU 0.

import { physAddr, type PhysAddr } from '../address/spaces.js';
import { addBounceBuffer, bounceBufferAt, removeBounceBuffer } from '../memory/bounce.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { BounceBuffer } from '../state/bounce-state.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { Direction, Owner } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import type { MapRequest } from './backend.js';
import { copyIn, copyOut } from './bounce-copy.js';
import { releaseSlots, segmentBytes, slotBytes, takeSlots } from './swiotlb-slots.js';

export function isSwiotlbActive({ platform }: MachineState, device: Device): boolean {
  return 0 < device.restrictedPoolBytes || platform.swiotlb.kind === 'pool';
}

/** Whether every streaming mapping of the device goes through the pool. */
export function isBounceForced({ platform: { swiotlb } }: MachineState, device: Device): boolean {
  return 0 < device.restrictedPoolBytes || (swiotlb.kind === 'pool' && swiotlb.force);
}

/** Linux `swiotlb_max_mapping_size`: one segment, less what alignment may cost. Bytes. */
export function swiotlbLimit({ minAlignMask }: Device): number {
  return segmentBytes - Math.ceil(minAlignMask / slotBytes) * slotBytes;
}

/**
 * Finds room for a copy and fills it, whatever the direction, so that bytes the device does not
 * write survive. Answers where the copy is, or `undefined` when the pool has no such room. The
 * caller maintains the caches over it. `alignment`: of the copy and its end, for an IOMMU that maps such pieces.
 */
export function mapBounce(
  now: Transition,
  device: Device,
  { run, direction, attrs }: MapRequest,
  alignment = 1,
): PhysRun | undefined {
  const taken = takeSlots(now, device, { original: run.start, size: run.length, alignment });
  if (taken === undefined) return undefined;
  if (device.skipsSync) change(now, { devices: now.state.devices.set(device.id, { ...device, skipsSync: false }) });
  const copy = { start: taken.start, length: run.length };
  const buffer: BounceBuffer = {
    by: 'swiotlb',
    device: device.id,
    original: run.start,
    copy,
    direction,
    held: taken.held,
  };
  addBounceBuffer(now, buffer);
  if (attrs.includes('skip-cpu-sync')) {
    if (!hasQuirk(now.state.platform, 'Q22')) return copy;
    raise(now, { id: 'QUIRK', quirk: 'Q22' });
  }
  copyIn(now, buffer, 0, run.length);
  return copy;
}

/** The part of a sync that concerns a copy; nothing where `at` is not in one. */
export function syncBounce(
  now: Transition,
  to: Owner,
  direction: Direction,
  { start: at, length: size }: PhysRun,
): void {
  const buffer = findBuffer(now.state, at);
  if (buffer === undefined || at < buffer.copy.start) return;
  const isCopied = to === 'device' ? direction !== 'from-device' : direction !== 'to-device';
  if (!isCopied) return;
  const offset = at - buffer.copy.start;
  const length = clip(now, buffer, offset, size);
  if (to === 'device') copyIn(now, buffer, offset, length);
  else copyOut(now, buffer, offset, length);
}

/** Gives up the copy at `at`, without copying back; nothing where there is none. */
export function releaseBounce(now: Transition, at: PhysAddr): void {
  const buffer = findBuffer(now.state, at);
  if (buffer === undefined) return;
  removeBounceBuffer(now, buffer);
  releaseSlots(now, buffer.device, buffer.held);
}

function findBuffer(state: MachineState, at: PhysAddr): BounceBuffer | undefined {
  const buffer = bounceBufferAt(state, at);
  return buffer?.by === 'swiotlb' ? buffer : undefined;
}

/** A copy that would leave the mapping is cut to it. */
function clip(now: Transition, { copy }: BounceBuffer, offset: number, size: number): number {
  const room = Math.max(copy.length - offset, 0);
  if (size <= room) return size;
  raise(now, { id: 'KERNEL_WARN', site: 'bounce buffer overflow' });
  return room;
}

/** Pages of the device's own pool, for an allocation; Linux `swiotlb_alloc`. */
export function allocFromRestrictedPool(now: Transition, device: Device, length: number): PhysRun | undefined {
  const alignment = 2 ** Math.ceil(Math.log2(length));
  const taken = takeSlots(now, device, { original: physAddr(0), size: length, alignment });
  return taken === undefined ? undefined : { start: taken.start, length };
}

export function freeToRestrictedPool(now: Transition, device: Device, run: PhysRun): void {
  releaseSlots(now, device.id, run);
}
