// dmam_*: memory the driver core frees when the driver leaves. Source: kernel/dma/mapping.c (6.12).

import { reportSleep } from '../contract/sleeping.js';
import type { AllocManaged, FreeManaged } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, perform, raise, type Transition } from '../ops/transition.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import { allocAttrs } from './alloc-attrs.js';
import { freeAttrs } from './free-attrs.js';
import { addManaged, forgetAllManaged, forgetManaged, managedOf } from './managed-resources.js';
import { dropPool } from './pools.js';

export function allocManaged(state: MachineState, op: AllocManaged): StepResult {
  const now = begin(state);
  const { device, size, attrs } = op;
  const result = perform(now, allocAttrs, { ...op, kind: 'alloc-attrs' });
  if (result.kind === 'allocated') {
    const { allocation, cpuAddress, address } = result;
    addManaged(now, device, { kind: 'coherent', allocation, size, cpuAddress, address, attrs });
  }
  return finish(now, result);
}

/** Warns about memory that is not managed, and frees it all the same. */
export function freeManaged(state: MachineState, op: FreeManaged): StepResult {
  const now = begin(state);
  const found = forgetManaged(now, op.device, (it) => it.kind === 'coherent' && it.cpuAddress === op.cpuAddress);
  const isSame = found?.kind === 'coherent' && found.size === op.size && found.address === op.address;
  if (!isSame) raise(now, { id: 'KERNEL_WARN', site: 'release of what is not managed' });
  const result = perform(now, freeAttrs, { ...op, kind: 'free-attrs', attrs: [] });
  return finish(now, result);
}

/** The driver is gone: what is managed goes, the newest first. */
export function releaseManaged(now: Transition, device: DeviceId): void {
  const resources = managedOf(now, device);
  forgetAllManaged(now, device);
  for (const resource of resources) {
    if (resource.kind === 'coherent') {
      perform(now, freeAttrs, { ...resource, kind: 'free-attrs', device });
      continue;
    }
    const pool = now.state.pool.pools.get(resource.pool);
    if (pool === undefined) continue;
    reportSleep(now, 'pool-destroy');
    dropPool(now, pool);
  }
}
