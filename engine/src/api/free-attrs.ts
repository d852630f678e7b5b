// dma_free_coherent, dma_free_wc, dma_free_attrs.

import { offsetBy } from '../address/spaces.js';
import { freeToPool, isInDevicePool } from '../backends/coherent-pool.js';
import { backendOf } from '../backends/index.js';
import { recordsAtPhys, removeRecord } from '../contract/records.js';
import { removeObject } from '../memory/objects.js';
import type { FreeAttrs } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import { areIrqsDisabled } from '../state/context.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation, DmaAttr } from '../state/map-record.js';
import { reportOutliving } from '../user/outlive.js';
import { checkRelease } from './debug-checks.js';
import { deviceOf } from './devices.js';

export function freeAttrs(state: MachineState, op: FreeAttrs): StepResult {
  const now = begin(state);
  const { device, address, size, cpuAddress } = op;
  const call = {
    device,
    address,
    size,
    cpuAddress,
    type: 'coherent',
    direction: 'bidirectional',
    sgCallEnts: 0,
  } as const;
  const pooled = findInDevicePool(state, op);
  if (pooled !== undefined) {
    checkRelease(now, call);
    freeToPool(now, pooled);
    forget(now, pooled);
    return finish(now);
  }
  if (areIrqsDisabled(state.context)) {
    raise(now, { id: 'FREE_IRQS_DISABLED', device: op.device });
    raise(now, { id: 'KERNEL_WARN', site: 'dma_free with interrupts disabled' });
  }
  // NULL: the kernel returns without a word.
  if (op.cpuAddress === 0) return finish(now);
  const record = checkRelease(now, call);
  if (record?.kind !== 'coherent') return finish(now);
  checkAttrs(now, record, op.attrs);
  reportOutliving(now, record.runs);
  // Memory the kernel does not recognize stays allocated and mapped.
  const owner = deviceOf(state, device);
  if (!backendOf(owner).free(now, owner, record, op.attrs, op)) return finish(now);
  forget(now, record);
  return finish(now);
}

/** A device's own pool is asked first, and nobody else hears of the call. */
function findInDevicePool(state: MachineState, { device, cpuAddress }: FreeAttrs): CoherentAllocation | undefined {
  if (!isInDevicePool(state, device, cpuAddress)) return undefined;
  const mapping = state.kernelMap.at(cpuAddress);
  const records = mapping === undefined ? [] : recordsAtPhys(state, offsetBy(mapping.pa, cpuAddress - mapping.va));
  return records.find((it): it is CoherentAllocation => it.kind === 'coherent' && it.device === device);
}

function forget(now: Transition, record: CoherentAllocation): void {
  const object = now.state.objects.get(record.object);
  if (object !== undefined) removeObject(now, object);
  removeRecord(now, record);
  raise(now, { id: 'FREED', record });
}

/** Attributes that change what the memory or its address is must be repeated by every later call. */
const meaningful: readonly DmaAttr[] = ['write-combine', 'no-kernel-mapping'];

export function checkAttrs(now: Transition, allocation: CoherentAllocation, attrs: readonly DmaAttr[]): void {
  const differs = meaningful.some((attr) => allocation.attrs.includes(attr) !== attrs.includes(attr));
  if (differs) raise(now, { id: 'ATTR_MISMATCH', allocation, attrs });
}
