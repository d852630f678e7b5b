// What the kernel's dma-debug would print, as events. Conditions and their order: kernel/dma/debug.c
// (6.12), check_unmap and check_sync; engine.md §9.3 numbers them.

import type { DmaAddr, KernelVa } from '../address/spaces.js';
import {
  findContaining,
  findExact,
  findUnchecked,
  type Reference,
  replaceDebugEntry,
} from '../contract/debug-entries.js';
import { recordsAt } from '../contract/records.js';
import { dmaMappingError } from '../memory/dma-address.js';
import { kernelToPhys } from '../memory/linear-map.js';
import { raise, type Transition } from '../ops/transition.js';
import type { DebugEntry } from '../state/debug-entry.js';
import type { Device } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { MapRecord } from '../state/map-record.js';

export type ReleaseReference = Reference & { readonly cpuAddress: KernelVa | undefined };

/** Checks a release, takes its entry out, and answers which record it means. */
export function checkRelease(now: Transition, ref: ReleaseReference): MapRecord | undefined {
  const found = findExact(now.state, ref);
  if (found.kind === 'none') {
    reportUnknownRelease(now, ref, found.ambiguous);
    // The backend releases by address alone, so the machine's mapping goes although the checker lost it.
    return recordsAt(now.state, ref.address).find((it) => it.device === ref.device && it.address === ref.address);
  }
  const record = now.state.mappings.get(found.entry.of);
  if (record !== undefined) reportReleaseMismatches(now, ref, found.entry, record);
  replaceDebugEntry(now, found.entry, undefined);
  return record;
}

function reportUnknownRelease(now: Transition, ref: ReleaseReference, ambiguous: readonly DebugEntry[]): void {
  const { device, address } = ref;
  if (address === dmaMappingError(now.state.platform)) {
    raise(now, { id: 'UNMAP_INVALID_ADDRESS', device, kernelMessage: 'D1' });
    return;
  }
  const foreign = recordsAt(now.state, address).find((it) => it.device !== device && it.address === address);
  const before = now.state.released.at(address);
  if (0 < ambiguous.length) {
    raise(now, { id: 'UNMAP_NOT_MAPPED', device, address, because: 'several candidates', kernelMessage: 'D2' });
  } else if (foreign !== undefined) {
    raise(now, { id: 'DEVICE_MISMATCH', record: foreign, device, kernelMessage: 'D2' });
  } else if (ref.cpuAddress !== undefined) {
    raise(now, { id: 'FREE_NOT_ALLOCATED', device, address, cpuAddress: ref.cpuAddress, kernelMessage: 'D2' });
  } else if (before?.record.device === device && before.record.address === address) {
    raise(now, { id: 'DOUBLE_UNMAP', device, address, first: before, kernelMessage: 'D2' });
  } else {
    raise(now, { id: 'UNMAP_NOT_MAPPED', device, address, because: 'nothing there', kernelMessage: 'D2' });
  }
}

function reportReleaseMismatches(now: Transition, ref: ReleaseReference, entry: DebugEntry, record: MapRecord): void {
  if (ref.size !== entry.size) raise(now, { id: 'SIZE_MISMATCH', record, size: ref.size, kernelMessage: 'D3' });
  if (ref.type !== entry.type) {
    raise(now, { id: 'FUNCTION_MISMATCH', record, function: ref.type, kernelMessage: 'D4' });
  } else if (ref.cpuAddress !== undefined && !isSameCpuAddress(now, ref.cpuAddress, record)) {
    raise(now, { id: 'CPU_ADDRESS_MISMATCH', record, cpuAddress: ref.cpuAddress, kernelMessage: 'D5' });
  }
  if (ref.type === 'sg' && ref.sgCallEnts !== entry.sgCallEnts && record.kind === 'sg') {
    raise(now, {
      id: 'SG_WRONG_COUNT',
      record,
      origNents: record.entries.length,
      nents: record.nents,
      used: ref.sgCallEnts,
      kernelMessage: 'D6',
    });
  }
  if (ref.direction !== entry.direction) {
    raise(now, { id: 'DIRECTION_MISMATCH', record, direction: ref.direction, kernelMessage: 'D7' });
  }
  if (entry.mapError === 'not-checked') raise(now, { id: 'MAP_ERROR_UNCHECKED', record, kernelMessage: 'D8' });
}

function isSameCpuAddress(now: Transition, cpuAddress: KernelVa, record: MapRecord): boolean {
  if (record.kind !== 'coherent' && record.kind !== 'noncoherent') return true;
  if (record.cpuAddress === cpuAddress) return true;
  // The checker compares physical addresses, which two views of one page share.
  return record.kind === 'coherent' && record.runs[0]?.start === kernelToPhys(now.state.platform, cpuAddress);
}

/** The record a sync means, after checking its range and direction. */
export function checkSync(now: Transition, device: Device, ref: Reference): MapRecord | undefined {
  const found = findContaining(now.state, device, ref);
  if (found.kind === 'none') {
    const { address, size } = ref;
    raise(now, { id: 'SYNC_NOT_FOUND', device: device.id, address, size, kernelMessage: 'D9' });
    return recordsAt(now.state, address).find((it) => it.device === device.id);
  }
  const record = now.state.mappings.get(found.entry.of);
  // D12 and D13 never come without D11, so one event stands for them.
  if (record !== undefined && found.entry.direction !== 'bidirectional' && found.entry.direction !== ref.direction) {
    raise(now, { id: 'SYNC_DIRECTION', record, direction: ref.direction, kernelMessage: 'D11' });
  }
  return record;
}

/** `dma_mapping_error` marks the first unchecked entry at the address. */
export function markChecked(now: Transition, device: DeviceId, address: DmaAddr): void {
  const entry = findUnchecked(now.state, { device, address });
  if (entry !== undefined) replaceDebugEntry(now, entry, { ...entry, mapError: 'checked' });
}
