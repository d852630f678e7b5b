// What the kernel's dma-debug would print, as events. Conditions and their order: kernel/dma/debug.c
// (6.12), check_unmap and check_sync; `machine/kernel-message.ts` numbers them.

import type { DmaAddr, KernelVa } from '../address/spaces.js';
import {
  findContaining,
  findExact,
  findUnchecked,
  type Reference,
  removeDebugEntry,
  replaceDebugEntry,
} from '../contract/debug-entries.js';
import { isKernelAddress, isNeverTracked } from '../contract/debug-track.js';
import { debugType } from '../contract/debug-version.js';
import { type DmaPiece, dmaPieces, isOwned, recordsAt } from '../contract/records.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { Printed } from '../ops/event-base.js';
import { raise, type Transition } from '../ops/transition.js';
import type { DebugEntry, DebugType } from '../state/debug-entry.js';
import type { Device } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord, OwnedRecord, Owner } from '../state/map-record.js';
import { isManaged } from './managed-resources.js';
import { type ReleaseReference, reportMismatches } from './release-mismatches.js';

export type { ReleaseReference } from './release-mismatches.js';

/** Checks a release, takes its entry out, and answers which record it means. */
export function checkRelease(now: Transition, call: ReleaseReference): MapRecord | undefined {
  const record = findRelease(now, call);
  if (record === undefined || !canRelease(record, call.type)) return undefined;
  const isOwn = isManaged(now, call.device, (it) => it.kind === 'coherent' && it.allocation === record.id);
  if (isOwn) raise(now, { id: 'DEVRES_DOUBLE_FREE', managed: record });
  return record;
}

/** The wrong function ends what is of its kind: an unmap frees no memory, and does not unmap a whole list. */
function canRelease(record: MapRecord, type: DebugType): boolean {
  switch (record.kind) {
    case 'coherent':
    case 'noncoherent':
      return type === 'coherent' || type === 'noncoherent';
    case 'sg':
      return type === 'sg' || record.nents === 1;
    case 'streaming':
      return type !== 'coherent' && type !== 'noncoherent';
  }
}

function findRelease(now: Transition, call: ReleaseReference): MapRecord | undefined {
  const ref = { ...call, type: debugType(now.state.platform, call.type) };
  const live = liveRecord(now.state, ref);
  const isUnseen = ref.type === 'coherent' && !isKernelAddress(now.state, ref.cpuAddress ?? (0 as KernelVa));
  const found = isUnseen ? undefined : findExact(now.state, ref);
  if (found?.kind === 'entry') return releaseEntry(now, ref, found.entry) ?? live;

  if (live !== undefined && (isUnseen || isNeverTracked(now.state, live))) {
    reportMismatches(now, ref, live, undefined);
    return live;
  }
  const isAmbiguous = found !== undefined && 0 < found.ambiguous.length;
  reportUnknownRelease(now, ref, isAmbiguous, isUnseen ? 'none' : 'D2');
  // The backend releases by address alone, so the machine's mapping goes although the checker lost it.
  return live;
}

function releaseEntry(now: Transition, ref: ReleaseReference, entry: DebugEntry): MapRecord | undefined {
  const record = entry.of === undefined ? undefined : now.state.mappings.get(entry.of);
  if (entry.of === undefined) reportFailedResource(now, ref, entry);
  else if (record !== undefined) reportMismatches(now, ref, record, entry);
  else if (liveRecord(now.state, ref) === undefined) reportUnknownRelease(now, ref, false, 'none');
  removeDebugEntry(now, entry);
  return record;
}

/** A mapping that failed was recorded all the same, so its release is compared like any other. */
function reportFailedResource(now: Transition, ref: ReleaseReference, entry: DebugEntry): void {
  const checks: readonly (Printed | false)[] = [
    ref.size !== entry.size && 'D3',
    ref.type !== entry.type && 'D4',
    ref.direction !== entry.direction && 'D7',
    entry.mapError === 'not-checked' && 'D8',
  ];
  const printed = checks.filter((it) => it !== false);
  for (const kernelMessage of printed.length === 0 ? (['none'] as const) : printed) {
    raise(now, { id: 'UNMAP_INVALID_ADDRESS', device: ref.device, kernelMessage });
  }
}

type Where = Pick<Reference, 'device' | 'address'>;

function liveRecord(state: MachineState, { device, address }: Where): MapRecord | undefined {
  return recordsAt(state, address).find((it) => it.device === device && isStartOf(it, address));
}

/** `printed`: what the kernel says about a valid address. */
function reportUnknownRelease(now: Transition, ref: ReleaseReference, isAmbiguous: boolean, printed: Printed): void {
  const { device, address } = ref;
  if (address === dmaMappingError(now.state.platform)) {
    raise(now, { id: 'UNMAP_INVALID_ADDRESS', device, kernelMessage: printed === 'none' ? 'none' : 'D1' });
    return;
  }
  const foreign = recordsAt(now.state, address).find((it) => it.device !== device && it.address === address);
  const before = now.state.released.at(address);
  const at = { device, address, kernelMessage: printed };
  if (isAmbiguous) {
    raise(now, { id: 'UNMAP_NOT_MAPPED', ...at, because: 'several candidates' });
  } else if (foreign !== undefined) {
    raise(now, { id: 'DEVICE_MISMATCH', record: foreign, device, kernelMessage: printed });
  } else if (ref.cpuAddress !== undefined) {
    raise(now, { id: 'FREE_NOT_ALLOCATED', ...at, cpuAddress: ref.cpuAddress });
  } else if (before?.record.device === device && isStartOf(before.record, address)) {
    raise(now, { id: 'DOUBLE_UNMAP', ...at, first: before });
  } else {
    raise(now, { id: 'UNMAP_NOT_MAPPED', ...at, because: 'nothing there' });
  }
}

function isStartOf(record: MapRecord, address: DmaAddr): boolean {
  return record.address === address || (record.kind === 'sg' && record.segments.some((it) => it.address === address));
}

/** The record a sync means, after checking its range and direction. */
export function checkSync(now: Transition, device: Device, ref: Reference, to: Owner): OwnedRecord | undefined {
  const found = findContaining(now.state, device, ref);
  const record = found.kind === 'entry' ? recordOf(now.state, found.entry) : undefined;
  if (found.kind === 'none') return reportUnknownSync(now, ref);
  if (record === undefined) return undefined;
  reportSyncDirection(now, found.entry, record, ref, to);
  const { direction, sgCallEnts } = found.entry;
  // A list that is mapped both ways is let through before its entries are counted.
  if (direction !== 'bidirectional' && ref.sgCallEnts !== 0 && ref.sgCallEnts !== sgCallEnts) {
    reportCount(now, record, ref.sgCallEnts, 'D14');
  }
  const isSynced = isOwned(record) && !(record.kind === 'streaming' && record.call === 'resource');
  if (isSynced) return record;
  // Registers and coherent memory have nothing to sync; the checker found the entry and stays silent.
  raise(now, { id: 'SYNC_NOT_FOUND', device: ref.device, address: ref.address, size: ref.size, kernelMessage: 'none' });
  return undefined;
}

function recordOf(state: MachineState, entry: DebugEntry): MapRecord | undefined {
  return entry.of === undefined ? undefined : state.mappings.get(entry.of);
}

function reportUnknownSync(now: Transition, { device, address, size }: Reference): OwnedRecord | undefined {
  const record = recordsAt(now.state, address).find((it) => it.device === device);
  const isInside = record !== undefined && dmaPieces(record).some((it) => contains(it, address, size));
  if (record === undefined || isInside)
    raise(now, { id: 'SYNC_NOT_FOUND', device, address, size, kernelMessage: 'D9' });
  else raise(now, { id: 'SYNC_OUTSIDE', record, address, size, kernelMessage: 'D9' });
  return record !== undefined && isOwned(record) ? record : undefined;
}

function contains(piece: DmaPiece, address: DmaAddr, size: number): boolean {
  return piece.address <= address && address + size <= piece.address + piece.length;
}

function reportSyncDirection(now: Transition, entry: DebugEntry, record: MapRecord, ref: Reference, to: Owner): void {
  const { direction } = ref;
  if (entry.direction === 'bidirectional' || entry.direction === direction) return;
  raise(now, { id: 'SYNC_DIRECTION', record, direction, because: 'differs', kernelMessage: 'D11' });
  if (to === 'cpu' && entry.direction !== 'from-device') {
    raise(now, { id: 'SYNC_DIRECTION', record, direction, because: 'device only reads', kernelMessage: 'D12' });
  }
  if (to === 'device' && entry.direction !== 'to-device') {
    raise(now, { id: 'SYNC_DIRECTION', record, direction, because: 'device only writes', kernelMessage: 'D13' });
  }
}

export function reportCount(now: Transition, record: MapRecord, used: number, kernelMessage: Printed): void {
  if (record.kind !== 'sg') return;
  const { entries, nents } = record;
  raise(now, { id: 'SG_WRONG_COUNT', record, origNents: entries.length, nents, used, kernelMessage });
}

/** `dma_mapping_error` marks the first unchecked entry at the address. */
export function markChecked(now: Transition, device: DeviceId, address: DmaAddr): void {
  const entry = findUnchecked(now.state, { device, address });
  if (entry !== undefined) replaceDebugEntry(now, entry, { ...entry, mapError: 'checked' });
}
