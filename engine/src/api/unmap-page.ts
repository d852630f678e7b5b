import { backendOf } from '../backends/index.js';
import { removeRecord } from '../contract/records.js';
import { dmaMappingError } from '../memory/dma-address.js';
import type { UnmapPage } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import { checkRelease } from './debug-checks.js';
import { deviceOf } from './devices.js';

/** dma_unmap_page, dma_unmap_single and dma_unmap_resource: the first two have one implementation in Linux. */
export function unmapPage(state: MachineState, op: UnmapPage): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  const backend = backendOf(device);
  const isResource = op.kind === 'unmap-resource';
  if (op.address !== dmaMappingError(state.platform)) {
    if (isResource) backend.unmapResource?.(now, device, op);
    else backend.unmap(now, device, op);
  }
  const record = checkRelease(now, {
    device: op.device,
    address: op.address,
    size: op.size,
    type: releaseTypes[op.kind],
    direction: op.direction,
    sgCallEnts: 0,
    cpuAddress: undefined,
  });
  if (record === undefined) return finish(now);
  removeRecord(now, now.state.mappings.get(record.id) ?? record);
  raise(now, { id: 'UNMAPPED', record });
  return finish(now);
}

/** Kernels before 4.20 tell `dma_unmap_page` of a `dma_map_single` from the right function. */
const releaseTypes = { 'unmap-single': 'single', 'unmap-page': 'page', 'unmap-resource': 'resource' } as const;
