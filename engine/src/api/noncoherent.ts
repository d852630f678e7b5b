// dma_alloc_pages and dma_alloc_noncoherent: cached pages that change hands by sync.

import { bytes } from '../address/spaces.js';
import { backendOf } from '../backends/index.js';
import { ownedBy } from '../contract/ownership.js';
import { removeRecord } from '../contract/records.js';
import { reportSleep } from '../contract/sleeping.js';
import { physToKernel } from '../memory/linear-map.js';
import { addObject, removeObject } from '../memory/objects.js';
import type { AllocPages, FreePages } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, newMapId, raise } from '../ops/transition.js';
import type { MachineState } from '../state/machine-state.js';
import type { NoncoherentAllocation } from '../state/map-record.js';
import { reportOutliving } from '../user/outlive.js';
import { allocAttrs, takeInjectedFailure } from './alloc-attrs.js';
import { checkRelease } from './debug-checks.js';
import { deviceOf } from './devices.js';
import { freeAttrs } from './free-attrs.js';
import { enterRecord } from './enter-record.js';

export function allocPages(state: MachineState, op: AllocPages): StepResult {
  // Linux 2.6.39 on ARM has a stub; in 3.10 the non-coherent allocation is the coherent one.
  if (state.platform.profile === 'k2639') return finish(begin(state), { kind: 'out-of-memory' });
  if (state.platform.profile === 'k310') return allocAttrs(state, { ...op, kind: 'alloc-attrs', attrs: [] });
  const now = begin(state);
  const device = deviceOf(state, op.device);
  if (device.coherentMaskBits === 0) {
    raise(now, { id: 'KERNEL_WARN', site: 'no coherent DMA mask' });
    return finish(now, { kind: 'out-of-memory' });
  }
  reportSleep(now, 'alloc', op.gfp);
  if (takeInjectedFailure(now)) return finish(now, { kind: 'out-of-memory' });
  const { size, gfp, direction } = op;
  const made = backendOf(device).allocPages?.(now, device, { size, gfp, direction, attrs: [] });
  const [first] = made?.runs ?? [];
  if (made === undefined || first === undefined) return finish(now, { kind: 'out-of-memory' });
  const { runs } = made;
  const { start, length } = first;
  const cpuAddress = physToKernel(state.platform, start);
  const about = { name: 'DMA pages', region: 'dma-alloc', size: bytes(length), va: cpuAddress, runs } as const;
  const record: NoncoherentAllocation = {
    kind: 'noncoherent',
    id: newMapId(now),
    device: device.id,
    address: made.address,
    size: op.size,
    attrs: [],
    runs,
    createdAt: state.step,
    direction: op.direction,
    cpuAddress,
    object: addObject(now, about).id,
    ...ownedBy('cpu', op.size, state.step),
  };
  enterRecord(now, record);
  const { id: allocation, address } = record;
  return finish(now, { kind: 'allocated', allocation, cpuAddress, address, isCookie: false });
}

export function freePages(state: MachineState, op: FreePages): StepResult {
  if (state.platform.profile === 'k310') return freeAttrs(state, { ...op, kind: 'free-attrs', attrs: [] });
  const now = begin(state);
  const { device, address, size, cpuAddress, direction } = op;
  const record = checkRelease(now, {
    device,
    address,
    size,
    cpuAddress,
    direction,
    type: 'noncoherent',
    sgCallEnts: 0,
  });
  if (record?.kind !== 'noncoherent') return finish(now);
  reportOutliving(now, record.runs);
  const owner = deviceOf(state, device);
  backendOf(owner).freePages?.(now, owner, record);
  const object = now.state.objects.get(record.object);
  if (object !== undefined) removeObject(now, object);
  removeRecord(now, record);
  raise(now, { id: 'FREED', record });
  return finish(now);
}
