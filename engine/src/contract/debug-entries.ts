// The kernel's own run-time checker: its table and how it looks things up, mistakes included.
// Source: kernel/dma/debug.c (6.12).

import type { DmaAddr } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import type { DebugEntry } from '../state/debug-entry.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';

/** HASH_SIZE, HASH_FN_SHIFT. */
const buckets = 16384;
const bucketBytes = 8192;

export function addDebugEntry(now: Transition, entry: DebugEntry): void {
  const bucket = bucketOf(entry.address);
  const entries = now.state.debugEntries.get(bucket) ?? [];
  change(now, { debugEntries: now.state.debugEntries.set(bucket, [...entries, entry]) });
}

export function replaceDebugEntry(now: Transition, old: DebugEntry, by: DebugEntry | undefined): void {
  const bucket = bucketOf(old.address);
  const entries = (now.state.debugEntries.get(bucket) ?? []).flatMap((it) => (it === old ? (by ?? []) : it));
  const { debugEntries } = now.state;
  change(now, { debugEntries: entries.length === 0 ? debugEntries.delete(bucket) : debugEntries.set(bucket, entries) });
}

/** What a release or a sync says about the mapping it means. */
export type Reference = Pick<DebugEntry, 'device' | 'address' | 'size' | 'type' | 'direction' | 'sgCallEnts'>;

export type Found =
  | { readonly kind: 'entry'; readonly entry: DebugEntry }
  /** `ambiguous`: several candidates, none of which fits perfectly. */
  | { readonly kind: 'none'; readonly ambiguous: readonly DebugEntry[] };

/** The entry a release means: same device and address, best fit. */
export function findExact(state: MachineState, ref: Reference): Found {
  const candidates = entriesIn(state, ref.address).filter(
    (it) => it.device === ref.device && it.address === ref.address,
  );
  return bestFit(candidates, ref);
}

/** The entry a sync means: one that contains its range, in this bucket or as far below as a segment may reach. */
export function findContaining(state: MachineState, device: Device, ref: Reference): Found {
  const rounds = Math.min(buckets, Math.floor(device.maxSegmentBytes / bucketBytes) + 1);
  for (let round = 0; round < rounds; round += 1) {
    const address = (ref.address - round * bucketBytes) as DmaAddr;
    if (address < 0) break;
    const candidates = entriesIn(state, address).filter(
      (it) => it.device === ref.device && it.address <= ref.address && ref.address + ref.size <= it.address + it.size,
    );
    const found = bestFit(candidates, ref);
    if (found.kind === 'entry') return found;
  }
  return { kind: 'none', ambiguous: [] };
}

/** The first entry at an address whose error was not checked yet. */
export function findUnchecked(
  state: MachineState,
  ref: Pick<DebugEntry, 'device' | 'address'>,
): DebugEntry | undefined {
  return entriesIn(state, ref.address).find(
    (it) => it.device === ref.device && it.address === ref.address && it.mapError === 'not-checked',
  );
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

function entriesIn(state: MachineState, address: DmaAddr): readonly DebugEntry[] {
  return state.debugEntries.get(bucketOf(address)) ?? [];
}

function bucketOf(address: DmaAddr): number {
  return Math.floor(address / bucketBytes) % buckets;
}
