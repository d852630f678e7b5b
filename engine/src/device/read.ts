import { physAddr } from '../address/spaces.js';
import { cacheAt } from '../cache/lookup.js';
import { placesPassed, readSnooping, type Snoop, snoopOf } from '../cache/snoop.js';
import { drain, letOrderedStoresPass, markReported, pendingIn } from '../cache/write-buffer.js';
import { reportMissingBarrier } from '../cpu/mmio.js';
import type { Slice } from '../data/interval-map.js';
import { linearIndex } from '../memory/alias-index.js';
import { type BouncePart, bounceParts } from '../memory/bounce.js';
import { readOracle, staleParts } from '../memory/contents.js';
import type { HazardEvent } from '../ops/event-hazard.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';
import type { PostedStore } from '../state/posted-store.js';
import type { WriteRef } from '../state/write-ref.js';

/**
 * A device reads memory it was led to: below the caches, as far as it does not snoop them. What it
 * reads of a bounce buffer is meant to be the driver's own bytes.
 */
export function deviceReadRun(now: Transition, device: Device, run: PhysRun): void {
  for (const part of bounceParts(now.state, run)) {
    const snoop = snoopOf(now.state, device, part.start);
    readPart(now, device.id, part, snoop);
  }
}

function readPart(now: Transition, device: DeviceId, part: BouncePart, snoop: Snoop): void {
  const end = part.start + part.length;
  reportUninitialized(now, device, part);
  letOrderedStoresPass(now, part.start, end);
  const pending = pendingIn(now, part.start, end);
  reportPending(now, device, pending);
  for (const got of readSnooping(now.state, snoop, part)) reportStale(now, device, { part, got, snoop });
  // What was said to be possible did not happen: the stores arrive before anyone looks again.
  const { policy } = now.state.platform;
  if (0 < pending.length && policy !== 'lazy' && policy !== 'worst') drain(now);
}

/** The device looks before these stores have arrived; each is said once. */
function reportPending(now: Transition, device: DeviceId, pending: readonly PostedStore[]): void {
  const fresh = pending.filter((store) => !store.isReported);
  for (const store of fresh) reportMissingBarrier(now, device, store, 'none');
  if (0 < fresh.length) markReported(now, fresh);
}

interface DeviceLoad {
  readonly part: BouncePart;
  readonly got: Slice<WriteRef>;
  readonly snoop: Snoop;
}

function reportStale(now: Transition, device: DeviceId, { part, got, snoop }: DeviceLoad): void {
  const shift = meantFor(part) - part.start;
  const meant = { start: got.start + shift, end: got.end + shift, value: got.value };
  for (const { start, end, expected } of staleParts(now.state, meant)) {
    const reached = { start: physAddr(start - shift), length: end - start };
    const isCopy = part.original !== undefined;
    const cause = causeOf(now, reached, snoop) ?? (isCopy ? 'bounce not updated' : 'overwritten by write-back');
    raise(now, {
      id: 'STALE_DEVICE_READ',
      certainty: isTransient(cause) ? 'may' : 'must',
      device,
      bytes: { start: physAddr(start), length: end - start },
      expected,
      got: got.value,
      cause,
      mapping: now.state.lastMapped.at(start),
    });
  }
}

type StaleCause = Extract<HazardEvent, { id: 'STALE_DEVICE_READ' }>['cause'];

/** A dirty line may have been evicted and a posted store drained by now; a lost byte stays lost. */
function isTransient(cause: StaleCause): boolean {
  return cause === 'write buffer' || cause === 'dirty L1' || cause === 'dirty L2' || cause === 'other alias';
}

/** Where the bytes are that the device should have read, as far as anything on the way has them. */
function causeOf(now: Transition, { start, length }: PhysRun, snoop: Snoop): StaleCause | undefined {
  const end = start + length;
  if (0 < pendingIn(now, start, end).length) return 'write buffer';
  const dirty = placesPassed(now.state, snoop).filter((place) => cacheAt(now.state, place).dirty.touches(start, end));
  const linear = linearIndex(now.state.platform);
  if (dirty.some((place) => place.level === 'l1' && place.index !== linear)) return 'other alias';
  if (dirty.some((place) => place.level === 'l1')) return snoop === 'none' ? 'dirty L1' : 'other alias';
  if (0 < dirty.length) return 'dirty L2';
  return now.state.discarded.touches(start, end) ? 'discarded by invalidate' : undefined;
}

function reportUninitialized(now: Transition, device: DeviceId, part: BouncePart): void {
  const start = meantFor(part);
  for (const slice of readOracle(now.state, start, start + part.length)) {
    if (slice.value.by !== 'nobody') continue;
    const bytes = { start: physAddr(slice.start), length: slice.end - slice.start };
    raise(now, { id: 'UNINITIALISED_TO_DEVICE', device, bytes });
  }
}

/** The first byte a device means when it accesses the part. */
export function meantFor({ start, original }: BouncePart): PhysRun['start'] {
  return original ?? start;
}
