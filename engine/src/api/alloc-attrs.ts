// dma_alloc_coherent, dma_alloc_wc, dma_alloc_attrs.

import { bytes } from '../address/spaces.js';
import { totalLength } from '../backends/backend.js';
import { backendOf } from '../backends/index.js';
import { addDebugEntry } from '../contract/debug-entries.js';
import { addRecord } from '../contract/records.js';
import { addObject } from '../memory/objects.js';
import type { AllocAttrs } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, change, finish, newMapId, raise, type Transition } from '../ops/transition.js';
import { maySleep } from '../state/context.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation } from '../state/map-record.js';
import { deviceOf } from './devices.js';

export function allocAttrs(state: MachineState, op: AllocAttrs): StepResult {
  const now = begin(state);
  const device = deviceOf(state, op.device);
  if (op.size === 0) raise(now, { id: 'ZERO_SIZE', device: device.id });
  reportSleep(now, op.gfp);
  if (takeInjectedFailure(now)) return finish(now, { kind: 'out-of-memory' });
  const made = backendOf(device).alloc(now, device, op);
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
  addRecord(now, record);
  enterDebug(now, record);
  raise(now, { id: 'ALLOCATED', record });
  const { cpuAddress, address, isCookie } = made;
  return finish(now, { kind: 'allocated', allocation: record.id, cpuAddress, address, isCookie });
}

export function reportSleep(now: Transition, gfp: AllocAttrs['gfp']): void {
  if (gfp === 'kernel' && !maySleep(now.state.context)) {
    raise(now, { id: 'SLEEP_IN_ATOMIC', call: 'alloc', isQuirk: false });
  }
}

export function takeInjectedFailure(now: Transition): boolean {
  if (now.state.injectedFailure !== 'alloc') return false;
  change(now, { injectedFailure: 'none' });
  return true;
}

/** Coherent memory counts as bidirectional. A cookie that is no kernel address is not tracked. */
function enterDebug(now: Transition, record: CoherentAllocation): void {
  addDebugEntry(now, {
    device: record.device,
    address: record.address,
    size: record.size,
    type: 'coherent',
    direction: 'bidirectional',
    paddr: record.runs[0]?.start,
    sgCallEnts: 0,
    sgMappedEnts: 0,
    mapError: 'not-applicable',
    of: record.id,
  });
}
