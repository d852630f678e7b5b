// The live mappings and allocations, and how to find them by physical and by DMA address.

import type { DmaAddr, PhysAddr } from '../address/spaces.js';
import { change, type Transition } from '../ops/transition.js';
import type { DeviceId, MapId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord, OwnedRecord } from '../state/map-record.js';

/** Bytes a device finds in one piece; `offset` counts from the start of the record. */
export interface DmaPiece {
  readonly address: DmaAddr;
  readonly length: number;
  readonly offset: number;
}

/** Where the device sees a record. Segments follow the entries in order, so one offset counts for both sides. */
export function dmaPieces(record: MapRecord): readonly DmaPiece[] {
  if (record.kind !== 'sg') return [{ address: record.address, length: record.size, offset: 0 }];
  let offset = 0;
  return record.segments.slice(0, record.nents).map(({ address, length }) => {
    const piece = { address, length, offset };
    offset += length;
    return piece;
  });
}

export function isOwned(record: MapRecord): record is OwnedRecord {
  return record.kind !== 'coherent';
}

export function addRecord(now: Transition, record: MapRecord): void {
  let { mappedBytes, lastMapped, dmaRanges } = now.state;
  for (const { start, length } of record.runs) {
    mappedBytes = withId(mappedBytes, start, start + length, record.id);
    lastMapped = lastMapped.set(start, start + length, record.id);
  }
  for (const { address, length } of dmaPieces(record)) {
    dmaRanges = withId(dmaRanges, address, address + length, record.id);
  }
  change(now, { mappedBytes, lastMapped, dmaRanges, mappings: now.state.mappings.set(record.id, record) });
}

/** The same record with other fields; its bytes and addresses stay. */
export function updateRecord(now: Transition, record: MapRecord): void {
  change(now, { mappings: now.state.mappings.set(record.id, record) });
}

export function removeRecord(now: Transition, record: MapRecord): void {
  let { mappedBytes, dmaRanges, released } = now.state;
  const gone = { record, step: now.state.step };
  for (const { start, length } of record.runs) mappedBytes = withoutId(mappedBytes, start, start + length, record.id);
  for (const { address, length } of dmaPieces(record)) {
    dmaRanges = withoutId(dmaRanges, address, address + length, record.id);
    released = released.set(address, address + length, gone);
  }
  change(now, { mappedBytes, dmaRanges, released, mappings: now.state.mappings.delete(record.id) });
}

/** Live records whose DMA address range contains `address`, oldest first, whatever their device. */
export function recordsAt(state: MachineState, address: DmaAddr): readonly MapRecord[] {
  return (state.dmaRanges.at(address) ?? []).flatMap((id) => state.mappings.get(id) ?? []);
}

/** Live records with the byte at a physical address, oldest first. */
export function recordsAtPhys(state: MachineState, pa: PhysAddr): readonly MapRecord[] {
  return (state.mappedBytes.at(pa) ?? []).flatMap((id) => state.mappings.get(id) ?? []);
}

/** The live record that starts exactly there, for that device. */
export function findRecord(state: MachineState, device: DeviceId, address: DmaAddr): MapRecord | undefined {
  return recordsAt(state, address).find((it) => it.device === device && it.address === address);
}

/** The record with that id after its release, while nobody else had its addresses. */
export function findReleased(state: MachineState, id: MapId): MapRecord | undefined {
  return [...state.released].find((slice) => slice.value.record.id === id)?.value.record;
}

/** A part of a record's bytes inside a physical range. */
export interface MappedPart {
  readonly record: MapRecord;
  readonly start: number;
  readonly end: number;
  /** Of `start`, from the start of the record. */
  readonly offset: number;
}

/** Every live record with bytes in the physical range [start, end). */
export function mappedParts(state: MachineState, start: number, end: number): readonly MappedPart[] {
  const ids = new Set(state.mappedBytes.slices(start, end).flatMap((slice) => slice.value));
  return [...ids].flatMap((id) => {
    const record = state.mappings.get(id);
    return record === undefined ? [] : partsOf(record, start, end);
  });
}

function partsOf(record: MapRecord, start: number, end: number): readonly MappedPart[] {
  const parts: MappedPart[] = [];
  let before = 0;
  for (const run of record.runs) {
    const from = Math.max(start, run.start);
    const to = Math.min(end, run.start + run.length);
    if (from < to) parts.push({ record, start: from, end: to, offset: before + (from - run.start) });
    before += run.length;
  }
  return parts;
}

type Ids = MachineState['mappedBytes'];

function withId(map: Ids, start: number, end: number, id: MapId): Ids {
  let result = map;
  for (const slice of map.sections<readonly MapId[]>(start, end, [])) {
    result = result.set(slice.start, slice.end, [...slice.value, id]);
  }
  return result;
}

function withoutId(map: Ids, start: number, end: number, id: MapId): Ids {
  let result = map;
  for (const slice of map.slices(start, end)) {
    const left = slice.value.filter((it) => it !== id);
    result = left.length === 0 ? result.clear(slice.start, slice.end) : result.set(slice.start, slice.end, left);
  }
  return result;
}
