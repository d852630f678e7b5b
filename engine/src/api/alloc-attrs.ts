// dma_alloc_coherent, dma_alloc_wc, dma_alloc_attrs.

import { bytes } from '../address/spaces.js';
import { totalLength } from '../backends/backend.js';
import { allocFromDevicePool, hasDevicePool } from '../backends/coherent-pool.js';
import { backendOf } from '../backends/index.js';
import { reportSleep } from '../contract/sleeping.js';
import { addObject } from '../memory/objects.js';
import type { AllocAttrs } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, change, finish, newMapId, raise, type Transition } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation } from '../state/map-record.js';
import { deviceOf } from './devices.js';
import { enterRecord } from './enter-record.js';
import { checkMaskWasSet } from './limits.js';

export function allocAttrs(state: MachineState, op: AllocAttrs): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  if (op.size === 0) raise(now, { id: 'ZERO_SIZE', device: device.id });
  reportSleep(now, 'alloc', op.gfp);
  if (device.coherentMaskBits === 0 && state.platform.profile === 'k612') {
    raise(now, { id: 'KERNEL_WARN', site: 'no coherent DMA mask' });
  }
  checkMaskWasSet(now, device);
  if (takeInjectedFailure(now)) return finish(now, { kind: 'out-of-memory' });
  const made = hasDevicePool(state, device.id)
    ? allocFromDevicePool(now, device, op.size)
    : backendOf(device).alloc(now, device, op);
  if (made === undefined) return finish(now, { kind: 'out-of-memory' });

  const va = made.isCookie ? undefined : made.cpuAddress;
  const size = bytes(totalLength(made.runs));
  const object = addObject(now, { name: 'coherent memory', region: 'dma-alloc', size, va, runs: made.runs });
  const record: CoherentAllocation = {
    kind: 'coherent',
    id: newMapId(now),
    device: device.id,
    size: op.size,
    attrs: op.attrs,
    createdAt: state.step,
    object: object.id,
    ...made,
  };
  enterRecord(now, record);
  const { cpuAddress, address, isCookie } = made;
  return finish(now, { kind: 'allocated', allocation: record.id, cpuAddress, address, isCookie });
}

export function takeInjectedFailure(now: Transition): boolean {
  if (now.state.injectedFailure !== 'alloc') return false;
  change(now, { injectedFailure: 'none' });
  return true;
}
