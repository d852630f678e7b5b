// The kernel's own run-time checker: its table and how it looks things up, mistakes included.
// Source: kernel/dma/debug.c (6.12).

import type { DmaAddr } from '../address/spaces.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { DebugEntry } from '../state/debug-entry.js';
import type { Device } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { releaseLine } from './active-lines.js';
import { debugVersion } from './debug-version.js';

/** HASH_SIZE, HASH_FN_SHIFT. */
const buckets = 16384;
const bucketBytes = 8192;
/** DMA_DEBUG_DYNAMIC_ENTRIES: a page of 128-byte entries, whose size is rounded up to a cache line. */
const entriesPerPage = 32;

/** Takes a free entry into use; the pool grows by a page where none is left. */
export function addDebugEntry(now: Transition, entry: DebugEntry): void {
  const bucket = bucketOf(entry.address);
  const { debug } = now.state;
  const entries = debug.entries.set(bucket, [...(debug.entries.get(bucket) ?? []), entry]);
  const isFull = debug.entriesInUse === debug.entriesTotal;
  const entriesTotal = isFull ? debug.entriesTotal + entriesPerPage : debug.entriesTotal;
  change(now, { debug: { ...debug, entries, entriesTotal, entriesInUse: debug.entriesInUse + 1 } });
  // The kernel speaks only when the total passes a multiple of what it started with.
  if (isFull && entriesTotal % debug.options.preallocatedEntries < entriesPerPage) {
    raise(now, { id: 'DEBUG_POOL_GROWN', entries: entriesTotal });
  }
}

export function removeDebugEntry(now: Transition, entry: DebugEntry): void {
  replaceIn(now, entry, []);
  change(now, { debug: { ...now.state.debug, entriesInUse: now.state.debug.entriesInUse - 1 } });
  releaseLine(now, entry);
}

export function replaceDebugEntry(now: Transition, old: DebugEntry, by: DebugEntry): void {
  replaceIn(now, old, [by]);
}

function replaceIn(now: Transition, old: DebugEntry, by: readonly DebugEntry[]): void {
  const bucket = bucketOf(old.address);
  const { debug } = now.state;
  const left = (debug.entries.get(bucket) ?? []).flatMap((it) => (it === old ? by : it));
  const entries = left.length === 0 ? debug.entries.delete(bucket) : debug.entries.set(bucket, left);
  change(now, { debug: { ...debug, entries } });
}

/** Every entry of a device, in the order of the table. */
export function entriesOf(state: MachineState, device: DeviceId): readonly DebugEntry[] {
  return [...state.debug.entries].flatMap(([, entries]) => entries.filter((it) => it.device === device));
}

/** What a release or a sync says about the mapping it means. */
export type Reference = Pick<DebugEntry, 'device' | 'address' | 'size' | 'type' | 'direction' | 'sgCallEnts'>;

export type Found =
  | { readonly kind: 'entry'; readonly entry: DebugEntry }
  /** `ambiguous`: several candidates, none of which fits perfectly. */
  | { readonly kind: 'none'; readonly ambiguous: readonly DebugEntry[] };

/** The entry a release means: same device and address, best fit. */
export function findExact(state: MachineState, ref: Reference): Found {
  return bestFit(entriesAt(state, ref.device, ref.address), ref);
}

/** The entry a sync means: one that contains its range, in this bucket or the nearest one below. */
export function findContaining(state: MachineState, device: Device, ref: Reference): Found {
  for (const entries of bucketsDown(state, device, ref.address)) {
    const candidates = entries.filter(
      (it) => it.device === ref.device && it.address <= ref.address && ref.address + ref.size <= it.address + it.size,
    );
    const found = bestFit(candidates, ref);
    if (found.kind === 'entry') return found;
  }
  return { kind: 'none', ambiguous: [] };
}

/** The bucket of an address and those a sync visits after it: downwards, around the end of the table. */
function* bucketsDown(state: MachineState, device: Device, address: DmaAddr): Generator<readonly DebugEntry[]> {
  const reach =
    debugVersion(state.platform).syncSearch === 'whole table' ? address : Math.min(address, device.maxSegmentBytes);
  const rounds = Math.min(buckets, Math.floor(reach / bucketBytes) + 1);
  const first = bucketOf(address);
  yield* visit(state, first, Math.max(0, first - rounds + 1));
  if (first + 1 < rounds) yield* visit(state, buckets - 1, buckets + first + 1 - rounds);
}

/** The buckets in use from `top` down to `bottom`. */
function* visit(state: MachineState, top: number, bottom: number): Generator<readonly DebugEntry[]> {
  const { entries } = state.debug;
  for (let at = entries.floor(top); at !== undefined && bottom <= at[0]; at = entries.floor(at[0] - 1)) yield at[1];
}

/** The first entry at an address whose error was not checked yet. */
export function findUnchecked(
  state: MachineState,
  { device, address }: Pick<DebugEntry, 'device' | 'address'>,
): DebugEntry | undefined {
  return entriesAt(state, device, address).find((it) => it.mapError === 'not-checked');
}

export function entriesAt(state: MachineState, device: DeviceId, address: DmaAddr): readonly DebugEntry[] {
  const entries = state.debug.entries.get(bucketOf(address)) ?? [];
  return entries.filter((it) => it.device === device && it.address === address);
}

function bestFit(candidates: readonly DebugEntry[], ref: Reference): Found {
  const perfect = candidates.find((it) => fitOf(it, ref) === perfectFit);
  if (perfect !== undefined) return { kind: 'entry', entry: perfect };
  const [only, ...others] = candidates;
  if (only === undefined || 0 < others.length) return { kind: 'none', ambiguous: candidates };
  return { kind: 'entry', entry: only };
}

const perfectFit = 4;

function fitOf(entry: DebugEntry, ref: Reference): number {
  const equal = [
    entry.size === ref.size,
    entry.type === ref.type,
    entry.direction === ref.direction,
    entry.sgCallEnts === ref.sgCallEnts,
  ];
  return equal.filter(Boolean).length;
}

function bucketOf(address: DmaAddr): number {
  return Math.floor(address / bucketBytes) % buckets;
}
