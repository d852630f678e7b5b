import { physAddr } from '../address/spaces.js';
import { drain, pendingIn } from '../cache/write-buffer.js';
import { reportMissingBarrier } from '../cpu/mmio.js';
import type { Slice } from '../data/interval-map.js';
import { readDram, readOracle, staleParts } from '../memory/contents.js';
import type { HazardEvent } from '../ops/event-hazard.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { isCoherent } from '../platforms/platform.js';
import type { DeviceId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';
import type { WriteRef } from '../state/write-ref.js';

/** A device reads memory it was led to. Without snooping that is DRAM, whatever the caches hold. */
export function deviceReadRun(now: Transition, device: DeviceId, { start, length }: PhysRun): void {
  const end = start + length;
  reportUninitialized(now, device, start, end);
  if (isCoherent(now.state.platform)) return;
  letOrderedStoresPass(now, start, end);
  const pending = pendingIn(now, start, end);
  for (const store of pending) {
    if (!store.isReported) reportMissingBarrier(now, device, store);
  }
  for (const got of readDram(now.state, start, end)) reportStale(now, device, got);
  // What was said to be possible did not happen: the stores arrive before anyone looks again.
  if (0 < pending.length) drain(now);
}

function reportStale(now: Transition, device: DeviceId, got: Slice<WriteRef>): void {
  for (const { start, end, expected } of staleParts(now.state, got)) {
    const cause = causeOf(now, start, end);
    raise(now, {
      id: 'STALE_DEVICE_READ',
      // A dirty line may have been evicted and a posted store drained by now; a lost byte stays lost.
      certainty: cause === 'overwritten by write-back' || cause === 'discarded by invalidate' ? 'must' : 'may',
      device,
      bytes: { start: physAddr(start), length: end - start },
      expected,
      got: got.value,
      cause,
      mapping: now.state.lastMapped.at(start),
    });
  }
}

function causeOf(
  now: Transition,
  start: number,
  end: number,
): Extract<HazardEvent, { id: 'STALE_DEVICE_READ' }>['cause'] {
  if (0 < pendingIn(now, start, end).length) return 'write buffer';
  if (now.state.l1.dirty.touches(start, end)) return 'dirty L1';
  if (now.state.outer.dirty.touches(start, end)) return 'dirty L2';
  return now.state.discarded.touches(start, end) ? 'discarded by invalidate' : 'overwritten by write-back';
}

/** Stores behind a `dma_wmb` were ordered before what made the device look, so it sees them. */
function letOrderedStoresPass(now: Transition, start: number, end: number): void {
  const passing = pendingIn(now, start, end).filter((store) => store.isOrdered);
  if (passing.length === 0) return;
  let { dram } = now.state;
  for (const store of passing) dram = dram.set(store.start, store.end, store.write);
  change(now, { dram, writeBuffer: now.state.writeBuffer.filter((store) => !passing.includes(store)) });
}

function reportUninitialized(now: Transition, device: DeviceId, start: number, end: number): void {
  for (const slice of readOracle(now.state, start, end)) {
    if (slice.value.by !== 'nobody') continue;
    const bytes = { start: physAddr(slice.start), length: slice.end - slice.start };
    raise(now, { id: 'UNINITIALISED_TO_DEVICE', device, bytes });
  }
}
