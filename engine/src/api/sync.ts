// dma_sync_*: hand-overs without release.

import { offsetBy } from '../address/spaces.js';
import { backendOf } from '../backends/index.js';
import { cede, handOver } from '../contract/ownership.js';
import { dmaPieces } from '../contract/records.js';
import { sliceRuns } from '../backends/backend.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { Sync, SyncSg } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { MapRecord, OwnedRecord, Owner } from '../state/map-record.js';
import { checkSync } from './debug-checks.js';
import { deviceOf } from './devices.js';
import { checkListSync } from './list-checks.js';

export function sync(state: MachineState, op: Sync): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  const to: Owner = op.kind === 'sync-for-cpu' ? 'cpu' : 'device';
  if (op.address === dmaMappingError(state.platform)) {
    raise(now, { id: 'MAP_ERROR_USED', device: op.device, use: 'sync' });
    return finish(now);
  }
  const address = offsetBy(op.address, op.offset);
  const { size, direction } = op;
  backendOf(device).sync?.(now, device, { to, base: op.address, offset: op.offset, size, direction });
  const record = checkSync(
    now,
    device,
    { device: op.device, address, size, type: 'single', direction, sgCallEnts: 0 },
    to,
  );
  if (record === undefined) return finish(now);
  passOn(now, record, to, offsetOf(record, address), size);
  return finish(now);
}

export function syncSg(state: MachineState, op: SyncSg): StepResult {
  const now = begin(state);
  const to: Owner = op.kind === 'sync-sg-for-cpu' ? 'cpu' : 'device';
  const record = checkListSync(now, op, to);
  if (record === undefined) return finish(now);
  const device = deviceOf(state, op.device);
  backendOf(device).syncSg?.(now, device, { to, record, nents: op.nents, direction: op.direction });
  const synced = record.entries.slice(0, op.nents);
  passOn(
    now,
    record,
    to,
    0,
    synced.reduce((sum, entry) => sum + entry.length, 0),
  );
  return finish(now);
}

function passOn(now: Transition, record: OwnedRecord, to: Owner, offset: number, length: number): void {
  handOver(now, record, to, offset, length);
  if (to === 'device' && record.direction === 'from-device') cede(now, sliceRuns(record.runs, offset, length));
  raise(now, { id: 'SYNCED', record, for: to, offset, length });
}

function offsetOf(record: MapRecord, address: number): number {
  const piece = dmaPieces(record).find((it) => it.address <= address && address < it.address + it.length);
  return piece === undefined ? 0 : piece.offset + (address - piece.address);
}
