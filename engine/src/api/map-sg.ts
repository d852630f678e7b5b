// dma_map_sg and what drivers do with its result.

import { offsetBy } from '../address/spaces.js';
import { backendOf } from '../backends/index.js';
import { ownedBy } from '../contract/ownership.js';
import { ownersOf } from '../memory/objects.js';
import type { MapSg, ProgramSg } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, newMapId, raise } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { SgEntry, SgMapping } from '../state/map-record.js';
import { bytes } from '../address/spaces.js';
import { deviceOf } from './devices.js';
import { enterRecord } from './enter-record.js';
import { checkMaskExists, checkMaskWasSet } from './limits.js';
import { failed, takeInjectedFailure } from './map-page.js';

export function mapSg(state: MachineState, op: MapSg): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  const entries: readonly SgEntry[] = op.entries.map(({ page, offset, length }) => ({
    start: offsetBy(page, offset),
    length,
  }));
  if (entries.length === 0) raise(now, { id: 'ZERO_SIZE', device: device.id });
  if (!checkMaskExists(now, device)) return finish(now, failed(now));
  checkMaskWasSet(now, device);
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
    attachment: op.attachment,
    createdAt: state.step,
    ...ownedBy('device', size, state.step),
  };
  enterRecord(now, record);
  return finish(now, { kind: 'sg-mapped', list: record.id, nents, segments });
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
    raise(now, { id: 'SG_LEN_CONFUSION', record, dmaLength, cpuLength, used: 'cpu' });
  }
  return finish(now);
}
