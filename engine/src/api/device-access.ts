// What a device does with the addresses it was given, and how that is held against the contract.

import { physAddr } from '../address/spaces.js';
import { backendOf } from '../backends/index.js';
import type { ReachedRun } from '../backends/backend.js';
import { isTranslated, reachThroughIommu } from '../backends/iommu-reach.js';
import { iommusOf } from '../backends/iommu-topology.js';
import { checkDeviceAccess } from '../contract/ownership.js';
import { checkPoolAccess } from '../contract/pool-access.js';
import { dmaPieces, isOwned, recordsAt, updateRecord } from '../contract/records.js';
import { checkMoved } from '../contract/sharing-checks.js';
import { deviceReadRun } from '../device/read.js';
import { deviceWriteRun } from '../device/write.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { DeviceAccess, ProgramAddress } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { ObjectId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord } from '../state/map-record.js';
import { deviceOf } from './devices.js';

type AccessKind = 'read' | 'write';

export function deviceAccess(state: MachineState, op: DeviceAccess): StepResult {
  const now = begin(state);
  const access: AccessKind = op.kind === 'device-read' ? 'read' : 'write';
  if (op.address === dmaMappingError(state.platform)) {
    raise(now, { id: 'MAP_ERROR_USED', device: op.device, use: 'device' });
    return finish(now);
  }
  const record = findOwnRecord(state, op);
  if (record === undefined) reportNoMapping(now, op, access);
  else checkRecord(now, op, record, access);

  const device = deviceOf(state, op.device);
  const request = { address: op.address, size: op.size, access, port: op.port };
  const reached = isTranslated(state, device)
    ? reachThroughIommu(now, device, request)
    : backendOf(device).reach(now, device, request);
  const believed = believedRecord(state, op) ?? record;
  for (const run of reached.runs) {
    checkPoolAccess(now, run, op.device, access);
    reportWrongMemory(now, op, run, believed, access);
    if (access === 'read') deviceReadRun(now, device, run);
    else deviceWriteRun(now, device, run);
  }
  const reachedBytes = reached.runs.reduce((sum, run) => sum + run.length, 0);
  if (record !== undefined && 0 < reachedBytes) reportUnenforced(now, op, record, access);
  return finish(now);
}

/** A driver writes the address into a descriptor or a register. */
export function programAddress(state: MachineState, op: ProgramAddress): StepResult {
  const now = begin(state);
  if (op.address === dmaMappingError(state.platform)) {
    raise(now, { id: 'MAP_ERROR_USED', device: op.device, use: 'program' });
    return finish(now);
  }
  const record = findOwnRecord(state, { device: op.device, address: op.address });
  if (record === undefined) reportForeign(now, op);
  else reportUnchecked(now, record);
  return finish(now);
}

function findOwnRecord(
  state: MachineState,
  { device, address }: Pick<DeviceAccess, 'device' | 'address'>,
): MapRecord | undefined {
  return recordsAt(state, address).findLast((it) => it.device === device);
}

/** The mapping the driver has in mind: the one it says, or the last one of the device at that address. */
function believedRecord(state: MachineState, { device, meant, address }: DeviceAccess): MapRecord | undefined {
  const live = meant === undefined ? findOwnRecord(state, { device, address }) : state.mappings.get(meant);
  if (live !== undefined) return live;
  const released = state.released.at(address)?.record;
  return released?.device === device && (meant === undefined || released.id === meant) ? released : undefined;
}

function reportNoMapping(now: Transition, op: DeviceAccess, access: AccessKind): void {
  if (reportForeign(now, op)) return;
  const released = now.state.released.at(op.address);
  if (released?.record.device !== op.device) return;
  raise(now, {
    id: 'DEVICE_ACCESS_CPU_OWNED',
    device: op.device,
    record: released.record,
    access,
    ownedSince: released.step,
    because: 'released',
  });
}

function reportForeign(now: Transition, { device, address }: Pick<DeviceAccess, 'device' | 'address'>): boolean {
  const foreign = recordsAt(now.state, address).find((it) => it.device !== device);
  if (foreign !== undefined) raise(now, { id: 'DMA_WRONG_DEVICE', device, address, record: foreign });
  return foreign !== undefined;
}

function checkRecord(now: Transition, op: DeviceAccess, record: MapRecord, access: AccessKind): void {
  checkMoved(now, record, access);
  reportUnchecked(now, record);
  const piece = dmaPieces(record).find((it) => it.address <= op.address && op.address < it.address + it.length);
  if (piece === undefined) return;
  const within = op.address - piece.address;
  const length = Math.min(op.size, piece.length - within);
  if (length < op.size) {
    raise(now, { id: 'HANDLE_ARITHMETIC', device: op.device, address: op.address, size: op.size, record });
  }
  const newest = now.state.mappings.get(record.id);
  if (newest !== undefined && isOwned(newest)) {
    checkDeviceAccess(now, newest, { offset: piece.offset + within, length, access });
  }
}

/** Using a handle before testing it is said once per mapping. */
function reportUnchecked(now: Transition, record: MapRecord): void {
  if (record.kind !== 'streaming' || record.errorCheck !== 'not-checked') return;
  raise(now, { id: 'MAP_ERROR_UNCHECKED', record, kernelMessage: 'none' });
  updateRecord(now, { ...record, errorCheck: 'used-unchecked' });
}

/** Memory that changed owner since it was mapped, or never belonged to the mapping. */
function reportWrongMemory(
  now: Transition,
  op: DeviceAccess,
  run: ReachedRun,
  record: MapRecord | undefined,
  access: AccessKind,
): void {
  const end = run.start + run.length;
  for (const { start, end: to, value } of now.state.freed.slices(run.start, end)) {
    const bytes = { start: physAddr(start), length: to - start };
    const { name } = value.object;
    raise(now, {
      id: 'DMA_TO_FREED_PAGE',
      certainty: run.route === 'stale translation' ? 'may' : 'must',
      device: op.device,
      bytes,
      access,
      freed: name,
      freedAt: value.step,
    });
  }
  // What a driver's own tables lead to is what the driver wants.
  if (access === 'read' || run.route === 'own tables') return;
  const owners = new Set(record === undefined ? [] : objectsOf(record));
  for (const { start, end: to, value } of now.state.owners.slices(run.start, end)) {
    const isMapped = record !== undefined && isInside(record, start, to);
    if (owners.has(value) || (isMapped && owners.size === 0)) continue;
    const victim = now.state.parts.at(start) ?? now.state.objects.get(value)?.name ?? 'memory';
    const bytes = { start: physAddr(start), length: to - start };
    raise(now, { id: 'MEMORY_CORRUPTION', by: { kind: 'device', device: op.device }, bytes, victim, record });
  }
}

/** The objects a mapping was made over. */
function objectsOf(record: MapRecord): readonly ObjectId[] {
  return record.kind === 'streaming' || record.kind === 'sg' ? record.objects : [record.object];
}

function isInside(record: MapRecord, start: number, end: number): boolean {
  return record.runs.some((run) => run.start <= start && end <= run.start + run.length);
}

/** An access the mapping does not allow, and that nothing stopped. */
function reportUnenforced(now: Transition, op: DeviceAccess, record: MapRecord, access: AccessKind): void {
  if (record.kind === 'coherent' || record.direction === 'bidirectional') return;
  const allowed: AccessKind = record.direction === 'to-device' ? 'read' : 'write';
  // A device that also reads what it writes is common (partial lines) and harmless.
  if (access === allowed || access === 'read') return;
  const hasFaulted = now.events.some((event) => event.id === 'PERMISSION_FAULT');
  if (hasFaulted) return;
  const device = deviceOf(now.state, op.device);
  const because = isTranslated(now.state, device) ? 'format cannot express it' : bypassOf(now.state, device);
  raise(now, { id: 'NO_FAULT_BUT_WRONG', device: op.device, address: op.address, access, record, because });
}

/** An IOMMU that lets everything pass is as good as none, unless somebody counts on it. */
function bypassOf(state: MachineState, device: Device): 'no IOMMU' | 'identity domain' {
  const isBehindIommu = device.iommu !== undefined && backendOf(device).name.includes('iommu');
  return isBehindIommu && iommusOf(state, device.id).length !== 0 ? 'identity domain' : 'no IOMMU';
}
