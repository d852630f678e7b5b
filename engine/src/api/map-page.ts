// dma_map_single, dma_map_page and dma_map_resource.

import { offsetBy, type PhysAddr } from '../address/spaces.js';
import type { Mapped, MapRequest } from '../backends/backend.js';
import { backendOf } from '../backends/index.js';
import { ownedBy } from '../contract/ownership.js';
import { dmaMappingError } from '../memory/dma-address.js';
import { isLinear } from '../memory/linear-map.js';
import { ownersOf } from '../memory/objects.js';
import type { MapPage, MapResource, MapSingle } from '../ops/op.js';
import type { OpResult, StepResult } from '../ops/step-result.js';
import { begin, change, finish, newMapId, raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { StreamingMapping } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { resolvePointer } from './buffer-checks.js';
import { deviceOf } from './devices.js';
import { enterFailedResource, enterRecord } from './enter-record.js';
import { checkLimits, checkMaskExists } from './limits.js';

/** A wrapper of `map-page`, as in Linux; only the pointer has to be turned into a page first. */
export function mapSingle(state: MachineState, op: MapSingle): StepResult {
  const now = begin(state);
  const start = resolvePointer(now, op.device, op.va);
  if (start === 'refused') return finish(now, failed(now));
  if (state.platform.profile === 'k2639' && !isLinear(state.platform, op.va)) {
    raise(now, { id: 'KERNEL_BUG', site: 'map of an address outside the linear map' });
    return finish(now, failed(now));
  }
  return finish(now, mapRun(now, op, { start, length: op.size }, 'single'));
}

export function mapPage(state: MachineState, op: MapPage): StepResult {
  const now = begin(state);
  return finish(now, mapRun(now, op, { start: offsetBy(op.page, op.offset), length: op.size }, 'page', op.page));
}

export function mapResource(state: MachineState, op: MapResource): StepResult {
  const now = begin(state);
  return finish(now, mapRun(now, op, { start: op.phys, length: op.size }, 'resource'));
}

type MapOp = Pick<MapPage, 'device' | 'size' | 'direction' | 'attrs'>;

function mapRun(now: Transition, op: MapOp, run: PhysRun, call: StreamingMapping['call'], page?: PhysAddr): OpResult {
  const device = deviceOf(now.state, op.device);
  if (op.size === 0) raise(now, { id: 'ZERO_SIZE', device: device.id });
  if (!checkMaskExists(now, device)) return failed(now);
  checkLimits(now, device, op.size);

  const request = { run, page, direction: op.direction, attrs: op.attrs };
  const mapped = takeInjectedFailure(now) ? undefined : mapThrough(now, device, call, request);
  if (mapped === undefined && call === 'resource') enterFailedResource(now, { ...op, phys: run.start });
  if (mapped === undefined) return failed(now);
  const { address, bounce } = mapped;

  const record: StreamingMapping = {
    kind: 'streaming',
    call,
    id: newMapId(now),
    device: device.id,
    address,
    size: op.size,
    direction: op.direction,
    attrs: op.attrs,
    runs: [run],
    bounce,
    createdAt: now.state.step,
    objects: ownersOf(now.state, run),
    errorCheck: 'not-checked',
    ...ownedBy('device', op.size, now.state.step),
  };
  enterRecord(now, record);
  return { kind: 'mapped', mapping: record.id, address };
}

function mapThrough(
  now: Transition,
  device: Device,
  call: StreamingMapping['call'],
  request: MapRequest,
): Mapped | undefined {
  if (call !== 'resource') return backendOf(device).map(now, device, request);
  const address = backendOf(device).mapResource?.(now, device, request);
  return address === undefined ? undefined : { address, bounce: undefined };
}

export function failed(now: Transition): OpResult {
  return { kind: 'map-failed', address: dmaMappingError(now.state.platform) };
}

/** Whether the trace asked this call to fail. */
export function takeInjectedFailure(now: Transition): boolean {
  if (now.state.injectedFailure !== 'map') return false;
  change(now, { injectedFailure: 'none' });
  return true;
}
