import { backendOf } from '../backends/index.js';
import { removeRecord } from '../contract/records.js';
import type { UnmapSg } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { deviceOf } from './devices.js';
import { checkListRelease } from './list-checks.js';

/** dma_unmap_sg: `nents` must be what was given to map, not what map returned. */
export function unmapSg(state: MachineState, op: UnmapSg): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  // Unlike unmap_page, the checker looks first.
  const record = checkListRelease(now, op);
  if (record === undefined) return finish(now);
  backendOf(device).unmapSg(now, device, record, op);
  removeRecord(now, record);
  raise(now, { id: 'UNMAPPED', record });
  return finish(now);
}
