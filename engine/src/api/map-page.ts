// dma_map_single, dma_map_page and dma_map_resource.

import { offsetBy } from '../address/spaces.js';
import type { Mapped, MapRequest } from '../backends/backend.js';
import { backendOf } from '../backends/index.js';
import { addDebugEntry } from '../contract/debug-entries.js';
import { cede, ownedBy } from '../contract/ownership.js';
import { addRecord } from '../contract/records.js';
import { dmaMappingError } from '../memory/dma-address.js';
import { ownersOf } from '../memory/objects.js';
import type { MapPage, MapResource, MapSingle } from '../ops/op.js';
import type { OpResult, StepResult } from '../ops/step-result.js';
import { begin, change, finish, newMapId, raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { StreamingMapping } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { checkEdges, checkMemoryKind, checkOverlap, isWrittenByDevice, resolvePointer } from './buffer-checks.js';
import { deviceOf } from './devices.js';

/** A wrapper of `map-page`, as in Linux; only the pointer has to be turned into a page first. */
export function mapSingle(state: MachineState, op: MapSingle): StepResult {
  const now = begin(state);
  const start = resolvePointer(now, op.device, op.va);
  if (start === 'refused') return finish(now, failed(now));
  return finish(now, mapRun(now, op, { start, length: op.size }, 'single'));
}

export function mapPage(state: MachineState, op: MapPage): StepResult {
  const now = begin(state);
  return finish(now, mapRun(now, op, { start: offsetBy(op.page, op.offset), length: op.size }, 'page'));
}

export function mapResource(state: MachineState, op: MapResource): StepResult {
  const now = begin(state);
  return finish(now, mapRun(now, op, { start: op.phys, length: op.size }, 'resource'));
}

type MapOp = Pick<MapPage, 'device' | 'size' | 'direction' | 'attrs'>;

function mapRun(now: Transition, op: MapOp, run: PhysRun, call: StreamingMapping['call']): OpResult {
  const device = deviceOf(now.state, op.device);
  if (op.size === 0) raise(now, { id: 'ZERO_SIZE', device: device.id });
  if (call !== 'resource') checkMemoryKind(now, device.id, run);
  if (takeInjectedFailure(now)) return failed(now);

  const request = { run, direction: op.direction, attrs: op.attrs };
  const mapped =
    call === 'resource' ? mapResourceOf(now, device, request) : backendOf(device).map(now, device, request);
  if (mapped === undefined) return failed(now);
  const { address, bounce } = mapped;

  const record: StreamingMapping = {
    kind: 'streaming',
    call,
    id: newMapId(now),
    device: device.id,
    address,
    size: op.size,
    direction: op.direction,
    attrs: op.attrs,
    runs: [run],
    bounce,
    createdAt: now.state.step,
    objects: ownersOf(now.state, run),
    errorCheck: 'not-checked',
    ...ownedBy('device', op.size, now.state.step),
  };
  raise(now, { id: 'MAPPED', record });
  if (call !== 'resource' && isWrittenByDevice(record)) {
    checkEdges(now, record, run);
    checkOverlap(now, record, run);
  }
  enterRecord(now, record);
  return { kind: 'mapped', mapping: record.id, address };
}

function mapResourceOf(now: Transition, device: Device, request: MapRequest): Mapped | undefined {
  const address = backendOf(device).mapResource?.(now, device, request);
  return address === undefined ? undefined : { address, bounce: undefined };
}

function enterRecord(now: Transition, record: StreamingMapping): void {
  addRecord(now, record);
  const [run] = record.runs;
  addDebugEntry(now, {
    device: record.device,
    address: record.address,
    size: record.size,
    type: record.call === 'resource' ? 'resource' : 'single',
    direction: record.direction,
    paddr: run?.start,
    sgCallEnts: 0,
    sgMappedEnts: 0,
    mapError: 'not-checked',
    of: record.id,
  });
  if (record.direction === 'from-device' && record.call !== 'resource') cede(now, record.runs);
}

export function failed(now: Transition): OpResult {
  return { kind: 'map-failed', address: dmaMappingError(now.state.platform) };
}

/** Whether the trace asked this call to fail. */
export function takeInjectedFailure(now: Transition): boolean {
  if (now.state.injectedFailure !== 'map') return false;
  change(now, { injectedFailure: 'none' });
  return true;
}
