import { backendOf } from '../backends/index.js';
import { findExact, replaceDebugEntry } from '../contract/debug-entries.js';
import { removeRecord } from '../contract/records.js';
import type { UnmapSg } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { ReleasedRecord, SgMapping } from '../state/map-record.js';
import { checkRelease } from './debug-checks.js';
import { deviceOf } from './devices.js';

/** dma_unmap_sg: `nents` must be what was given to map, not what map returned. */
export function unmapSg(state: MachineState, op: UnmapSg): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  const record = state.mappings.get(op.list);
  if (record?.kind !== 'sg') {
    reportUnknownList(now, op);
    return finish(now);
  }
  // Unlike unmap_page, the checker looks first.
  checkSegments(now, op, record);
  backendOf(device).unmapSg(now, device, record, op);
  removeRecord(now, record);
  raise(now, { id: 'UNMAPPED', record });
  return finish(now);
}

/** One look-up per segment; how many there are comes from the first segment's entry. */
function checkSegments(now: Transition, op: UnmapSg, record: SgMapping): void {
  const [first, ...others] = record.segments.slice(0, record.nents);
  if (first === undefined) return;
  const ref = { device: op.device, type: 'sg' as const, direction: op.direction, sgCallEnts: op.nents };
  checkRelease(now, { ...ref, address: first.address, size: first.length, cpuAddress: undefined });
  // The same arguments are as wrong for the others as for the first; said once is enough.
  for (const { address, length } of others) {
    const found = findExact(now.state, { ...ref, address, size: length });
    if (found.kind === 'entry') replaceDebugEntry(now, found.entry, undefined);
  }
}

function reportUnknownList(now: Transition, op: UnmapSg): void {
  const released = [...now.state.released].find((slice) => slice.value.record.id === op.list);
  const first: ReleasedRecord | undefined = released?.value;
  if (first === undefined) return;
  const { address } = first.record;
  raise(now, { id: 'DOUBLE_UNMAP', device: op.device, address, first, kernelMessage: 'D2' });
}
