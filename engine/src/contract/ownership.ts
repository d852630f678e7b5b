// Whose bytes these are: every access is held against the last hand-over.

import { physAddr } from '../address/spaces.js';
import { emptyIntervals } from '../data/interval-map.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { Owner, OwnedRecord, Ownership, Tenure } from '../state/map-record.js';
import type { StepId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';
import { checkPoolAccess } from './pool-access.js';
import { isOwned, type MappedPart, mappedParts, updateRecord } from './records.js';
import { checkBracket, isLent } from './sharing-checks.js';

/** A fresh record whose `size` bytes all belong to `owner`. */
export function ownedBy(owner: Owner, size: number, since: StepId): Ownership {
  return {
    tenures: emptyIntervals<Tenure>().set(0, size, { owner, since }),
    deviceWrites: emptyIntervals<StepId>(),
    cpuWrites: emptyIntervals<StepId>(),
  };
}

/** Gives [offset, offset + length) of a record to a new owner. */
export function handOver(now: Transition, record: OwnedRecord, to: Owner, offset: number, length: number): void {
  const end = Math.min(offset + length, record.size);
  if (end <= offset) return;
  updateRecord(now, {
    ...record,
    tenures: record.tenures.set(offset, end, { owner: to, since: now.state.step }),
    deviceWrites: record.deviceWrites.clear(offset, end),
    cpuWrites: record.cpuWrites.clear(offset, end),
  });
}

/** What the CPU left in these bytes is given up: until the device writes them they mean nothing. */
export function cede(now: Transition, runs: readonly PhysRun[]): void {
  let { ceded } = now.state;
  for (const { start, length } of runs) ceded = ceded.set(start, start + length, now.state.step);
  change(now, { ceded });
}

/** Holds a CPU access to physical bytes against every live record over them. */
export function checkCpuAccess(now: Transition, run: PhysRun, access: 'load' | 'store'): void {
  checkPoolAccess(now, run, 'CPU', access === 'load' ? 'read' : 'write');
  const end = run.start + run.length;
  for (const part of mappedParts(now.state, run.start, end)) {
    if (isOwned(part.record) && !isLent(part.record)) checkPart(now, part, part.record, access);
  }
  checkBracket(now, run, access);
  if (access === 'load') reportUndefined(now, run);
}

function checkPart(now: Transition, part: MappedPart, record: OwnedRecord, access: 'load' | 'store'): void {
  const { offset } = part;
  const last = offset + (part.end - part.start);
  for (const { start, end, value } of record.tenures.slices(offset, last)) {
    if (value.owner !== 'device') continue;
    const bytes = { start: physAddr(part.start + (start - offset)), length: end - start };
    const [written] = record.deviceWrites.slices(start, end);
    if (access === 'store' || written === undefined) {
      const isHarmless = access === 'load' && record.direction === 'to-device';
      raise(now, { id: 'CPU_ACCESS_DEVICE_OWNED', record, access, bytes, ownedSince: value.since, isHarmless });
    } else if (hasCpuPart(record)) {
      raise(now, { id: 'SYNC_RANGE_PARTIAL', record, bytes, deviceWroteAt: written.value });
    } else {
      const deviceWroteAt = written.value;
      raise(now, { id: 'MISSING_SYNC_FOR_CPU', record, bytes, ownedSince: value.since, deviceWroteAt });
    }
  }
  if (access === 'store') noteWrite(now, record, 'cpuWrites', offset, last);
}

/** An access may touch a record in several parts, so the newest version is the one to extend. */
function noteWrite(
  now: Transition,
  record: OwnedRecord,
  by: 'cpuWrites' | 'deviceWrites',
  start: number,
  end: number,
): void {
  const newest = now.state.mappings.get(record.id);
  if (newest === undefined || !isOwned(newest)) return;
  updateRecord(now, { ...newest, [by]: newest[by].set(start, end, now.state.step) });
}

/** Mapped without cache maintenance, and still in the hands the mapping put it into. */
function isUnsynced(record: OwnedRecord, start: number, end: number): boolean {
  if (!record.attrs.includes('skip-cpu-sync')) return false;
  return record.tenures.slices(start, end).some((slice) => slice.value.since === record.createdAt);
}

function hasCpuPart(record: OwnedRecord): boolean {
  return [...record.tenures].some((slice) => slice.value.owner === 'cpu');
}

function reportUndefined(now: Transition, { start, length }: PhysRun): void {
  for (const slice of now.state.ceded.slices(start, start + length)) {
    if (isDeviceOwned(now.state, slice.start)) continue;
    const bytes = { start: physAddr(slice.start), length: slice.end - slice.start };
    const mapping = now.state.lastMapped.at(slice.start);
    raise(now, { id: 'UNDEFINED_READ', bytes, mapping, cededAt: slice.value });
  }
}

function isDeviceOwned(state: MachineState, pa: number): boolean {
  return mappedParts(state, pa, pa + 1).some(
    ({ record, offset }) => isOwned(record) && record.tenures.at(offset)?.owner === 'device',
  );
}

/** Holds a device access to [offset, offset + length) of its own live record against the last hand-over. */
export function checkDeviceAccess(
  now: Transition,
  record: OwnedRecord,
  { offset, length, access }: { readonly offset: number; readonly length: number; readonly access: 'read' | 'write' },
): void {
  const last = offset + length;
  if (!isLent(record) && isUnsynced(record, offset, last)) raise(now, { id: 'SKIP_SYNC_UNBALANCED', record, access });
  for (const { start, end, value } of record.tenures.slices(offset, last)) {
    if (value.owner !== 'cpu') continue;
    const [stored] = record.cpuWrites.slices(start, end);
    if (access === 'read' && stored !== undefined) {
      raise(now, { id: 'MISSING_SYNC_FOR_DEVICE', record, ownedSince: value.since, cpuWroteAt: stored.value });
    } else {
      raise(now, {
        id: 'DEVICE_ACCESS_CPU_OWNED',
        device: record.device,
        record,
        access,
        ownedSince: value.since,
        because: 'synced for CPU',
      });
    }
  }
  if (access === 'write') noteWrite(now, record, 'deviceWrites', offset, last);
}
