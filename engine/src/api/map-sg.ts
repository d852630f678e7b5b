// dma_map_sg and what drivers do with its result.

import { offsetBy } from '../address/spaces.js';
import { backendOf } from '../backends/index.js';
import { addDebugEntry } from '../contract/debug-entries.js';
import { cede, ownedBy } from '../contract/ownership.js';
import { addRecord } from '../contract/records.js';
import { ownersOf } from '../memory/objects.js';
import type { MapSg, ProgramSg } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, newMapId, raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { SgEntry, SgMapping } from '../state/map-record.js';
import { bytes } from '../address/spaces.js';
import { checkEdges, checkMemoryKind, checkOverlap } from './buffer-checks.js';
import { deviceOf } from './devices.js';
import { failed, takeInjectedFailure } from './map-page.js';

export function mapSg(state: MachineState, op: MapSg): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  const entries: readonly SgEntry[] = op.entries.map(({ page, offset, length }) => ({
    start: offsetBy(page, offset),
    length,
  }));
  checkEntries(now, device, entries);
  if (entries.length === 0 || takeInjectedFailure(now)) return finish(now, failed(now));
  const { direction, attrs } = op;
  const segments = backendOf(device).mapSg(now, device, { entries, direction, attrs });
  const [first] = segments ?? [];
  if (segments === undefined || first === undefined) return finish(now, failed(now));

  const size = entries.reduce((sum, entry) => sum + entry.length, 0);
  const nents = segments.filter((segment) => segment.length !== 0).length;
  const record: SgMapping = {
    kind: 'sg',
    id: newMapId(now),
    device: device.id,
    address: first.address,
    size: bytes(size),
    attrs,
    direction,
    runs: entries,
    objects: entries.flatMap((entry) => ownersOf(state, entry)),
    entries,
    segments,
    nents,
    createdAt: state.step,
    ...ownedBy('device', size, state.step),
  };
  raise(now, { id: 'MAPPED', record });
  if (direction !== 'to-device') {
    for (const entry of entries) {
      checkEdges(now, record, entry);
      checkOverlap(now, record, entry);
    }
  }
  addRecord(now, record);
  addSegmentEntries(now, record);
  if (direction === 'from-device') cede(now, entries);
  return finish(now, { kind: 'sg-mapped', list: record.id, nents, segments });
}

function checkEntries(now: Transition, device: Device, entries: readonly SgEntry[]): void {
  if (entries.length === 0) raise(now, { id: 'ZERO_SIZE', device: device.id });
  for (const { start, length } of entries) {
    checkMemoryKind(now, device.id, { start, length });
    if (length <= device.maxSegmentBytes) continue;
    const limit = device.maxSegmentBytes;
    raise(now, { id: 'SG_SEGMENT_TOO_LONG', device: device.id, length, limit, kernelMessage: 'D15' });
  }
}

/** dma-debug keeps one entry per mapped segment. */
function addSegmentEntries(now: Transition, record: SgMapping): void {
  for (const [index, { address, length }] of record.segments.slice(0, record.nents).entries()) {
    addDebugEntry(now, {
      device: record.device,
      address,
      size: length,
      type: 'sg',
      direction: record.direction,
      paddr: record.entries[index]?.start,
      sgCallEnts: record.entries.length,
      sgMappedEnts: record.nents,
      mapError: 'not-applicable',
      of: record.id,
    });
  }
}

/** The driver hands `count` segments to the hardware. */
export function programSg(state: MachineState, op: ProgramSg): StepResult {
  const now = begin(state);
  const record = state.mappings.get(op.list);
  if (record?.kind !== 'sg') return finish(now);
  const { nents, entries, segments } = record;
  if (op.count !== nents) {
    const origNents = entries.length;
    raise(now, { id: 'SG_WRONG_COUNT', record, origNents, nents, used: op.count, kernelMessage: 'none' });
  }
  const [dmaLength, cpuLength] = [segments[0]?.length ?? 0, entries[0]?.length ?? 0];
  if (op.lengths === 'cpu' && dmaLength !== cpuLength) {
    raise(now, { id: 'SG_LEN_CONFUSION', record, dmaLength, cpuLength });
  }
  return finish(now);
}
