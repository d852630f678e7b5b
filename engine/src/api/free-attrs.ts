// dma_free_coherent, dma_free_wc, dma_free_attrs.

import { backendOf } from '../backends/index.js';
import { removeRecord } from '../contract/records.js';
import { removeObject } from '../memory/objects.js';
import type { FreeAttrs } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import { areIrqsDisabled } from '../state/context.js';
import type { MachineState } from '../state/machine-state.js';
import type { CoherentAllocation, DmaAttr } from '../state/map-record.js';
import { checkRelease } from './debug-checks.js';
import { deviceOf } from './devices.js';

export function freeAttrs(state: MachineState, op: FreeAttrs): StepResult {
  const now = begin(state);
  if (areIrqsDisabled(state.context)) {
    raise(now, { id: 'FREE_IRQS_DISABLED', device: op.device });
    raise(now, { id: 'KERNEL_WARN', site: 'dma_free with interrupts disabled' });
  }
  // NULL: the kernel returns without a word.
  if (op.cpuAddress === 0) return finish(now);
  const { device, address, size, cpuAddress } = op;
  const record = checkRelease(now, {
    device,
    address,
    size,
    cpuAddress,
    type: 'coherent',
    direction: 'bidirectional',
    sgCallEnts: 0,
  });
  if (record?.kind !== 'coherent') return finish(now);
  checkAttrs(now, record, op.attrs);
  // Memory the kernel does not recognize stays allocated and mapped.
  const owner = deviceOf(state, device);
  if (!backendOf(owner).free(now, owner, record, op.attrs)) return finish(now);
  const object = now.state.objects.get(record.object);
  if (object !== undefined) removeObject(now, object);
  removeRecord(now, record);
  raise(now, { id: 'FREED', record });
  return finish(now);
}

/** Attributes that change what the memory or its address is must be repeated by every later call. */
const meaningful: readonly DmaAttr[] = ['write-combine', 'no-kernel-mapping'];

export function checkAttrs(now: Transition, allocation: CoherentAllocation, attrs: readonly DmaAttr[]): void {
  const differs = meaningful.some((attr) => allocation.attrs.includes(attr) !== attrs.includes(attr));
  if (differs) raise(now, { id: 'ATTR_MISMATCH', allocation, attrs });
}
