// dma_alloc_noncontiguous and its relatives: a scatterlist that is mapped already and belongs to the
// CPU at first. Source: kernel/dma/mapping.c (6.12).

import { bytes } from '../address/spaces.js';
import type { PagesAllocation } from '../backends/backend.js';
import { backendOf } from '../backends/index.js';
import { ownedBy } from '../contract/ownership.js';
import { removeRecord } from '../contract/records.js';
import { reportSleep } from '../contract/sleeping.js';
import { dmaMappingError } from '../memory/dma-address.js';
import { physToKernel } from '../memory/linear-map.js';
import { addObject, removeObject } from '../memory/objects.js';
import { shortageOfVmalloc } from '../backends/shortage.js';
import { vmap, vunmap } from '../memory/vmalloc.js';
import type { AllocNoncontiguous, FreeNoncontiguous, VmapNoncontiguous, VunmapNoncontiguous } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, newMapId, raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { NoncoherentAllocation, SgMapping } from '../state/map-record.js';
import { reportOutliving } from '../user/outlive.js';
import { takeInjectedFailure } from './alloc-attrs.js';
import { deviceOf } from './devices.js';
import { trackRecord } from './enter-record.js';
import { checkListRelease } from './list-checks.js';

export function allocNoncontiguous(state: MachineState, op: AllocNoncontiguous): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  if (op.attrs.some((attr) => attr !== 'alloc-single-pages')) {
    raise(now, { id: 'KERNEL_WARN', site: 'attribute that dma_alloc_noncontiguous does not take' });
    return finish(now, { kind: 'out-of-memory' });
  }
  reportSleep(now, 'alloc', op.gfp);
  if (takeInjectedFailure(now)) return finish(now, { kind: 'out-of-memory' });
  const { allocNoncontiguous: ofBackend, allocPages } = backendOf(device);
  const made = (ofBackend ?? allocPages)?.(now, device, op);
  if (made === undefined) return finish(now, { kind: 'out-of-memory' });
  const record = recordOf(now, device, op, made);
  raise(now, { id: 'ALLOCATED', record });
  trackRecord(now, record);
  return finish(now, { kind: 'sg-mapped', list: record.id, nents: 1, segments: record.segments });
}

function recordOf(now: Transition, device: Device, op: AllocNoncontiguous, made: PagesAllocation): SgMapping {
  const { address, runs } = made;
  const { direction, attrs, size } = op;
  const about = { name: 'non-contiguous DMA memory', region: 'dma-alloc', size, va: undefined, runs } as const;
  const object = addObject(now, about);
  const entries = runs.map(({ start, length }) => ({ start, length: bytes(length) }));
  const total = bytes(runs.reduce((sum, run) => sum + run.length, 0));
  const consumed = { address: dmaMappingError(now.state.platform), length: bytes(0) };
  return {
    kind: 'sg',
    id: newMapId(now),
    device: device.id,
    address,
    size: total,
    attrs,
    direction,
    runs,
    objects: [object.id],
    entries,
    segments: entries.map((_, index) => (index === 0 ? { address, length: total } : consumed)),
    nents: 1,
    attachment: undefined,
    createdAt: now.state.step,
    ...ownedBy('cpu', total, now.state.step),
  };
}

export function freeNoncontiguous(state: MachineState, op: FreeNoncontiguous): StepResult {
  const now = begin(state);
  const record = state.mappings.get(op.list);
  if (record?.kind !== 'sg') return finish(now);
  const nents = record.entries.length;
  checkListRelease(now, { device: op.device, list: record.id, direction: op.direction, nents });
  reportOutliving(now, record.runs);
  const device = deviceOf(state, op.device);
  const pages = asPages(now.state, record);
  if (pages !== undefined) backendOf(device).freePages?.(now, device, pages);
  for (const id of record.objects) {
    const object = now.state.objects.get(id);
    if (object !== undefined) removeObject(now, object);
  }
  removeRecord(now, record);
  raise(now, { id: 'FREED', record });
  return finish(now);
}

/** The backend frees pages; that they came as a list is not its business. */
function asPages({ platform }: MachineState, record: SgMapping): NoncoherentAllocation | undefined {
  const { id, device, address, size, attrs, runs, createdAt, direction, tenures, deviceWrites, cpuWrites } = record;
  const [first] = runs;
  const [object] = record.objects;
  if (first === undefined || object === undefined) return undefined;
  const common = { id, device, address, size, attrs, runs, createdAt, direction, tenures, deviceWrites, cpuWrites };
  const cpuAddress = physToKernel(platform, first.start);
  return { ...common, kind: 'noncoherent', cpuAddress, object };
}

/** A cached mapping of the whole list; one stretch of lowmem has one already. */
export function vmapNoncontiguous(state: MachineState, op: VmapNoncontiguous): StepResult {
  const now = begin(state);
  reportSleep(now, 'vmap');
  const { device: id, list, size } = op;
  const record = state.mappings.get(list);
  const [first] = record?.runs ?? [];
  if (record === undefined || first === undefined) return finish(now, { kind: 'out-of-memory' });
  const isList = backendOf(deviceOf(state, id)).allocNoncontiguous !== undefined;
  const va = isList ? vmap(now, record.runs, 'write-alloc') : physToKernel(state.platform, first.start);
  if (va !== undefined) return finish(now, { kind: 'kernel-mapped', va, size });
  raise(now, { id: 'VMALLOC_EXHAUSTED', device: id, ...shortageOfVmalloc(now.state, size) });
  return finish(now, { kind: 'out-of-memory' });
}

export function vunmapNoncontiguous(state: MachineState, { device, va, size }: VunmapNoncontiguous): StepResult {
  const now = begin(state);
  const isList = backendOf(deviceOf(state, device)).allocNoncontiguous !== undefined;
  if (isList) vunmap(now, va, size);
  return finish(now);
}
