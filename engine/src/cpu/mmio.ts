import { physAddr } from '../address/spaces.js';
import { drain } from '../cache/write-buffer.js';
import type { MmioWrite } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, change, finish, raise, type Transition } from '../ops/transition.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { PostedStore } from '../state/posted-store.js';

/** A doorbell. `writel` waits for earlier stores; Linux arch/arm/include/asm/io.h (6.12), __iowmb. */
export function mmioWrite(state: MachineState, op: MmioWrite): StepResult {
  const now = begin(state);
  if (op.ordering === 'ordered') raise(now, { id: 'BARRIER', barrier: 'writel', drained: drain(now) });
  else reportOvertaken(now, op.device);
  return finish(now);
}

/** Stores to this device's memory that the doorbell overtakes, each said once. */
function reportOvertaken(now: Transition, device: DeviceId): void {
  const stores = now.state.writeBuffer.map((store) => {
    if (store.isReported || !belongsTo(now.state, store, device)) return store;
    reportMissingBarrier(now, device, store);
    return { ...store, isReported: true };
  });
  change(now, { writeBuffer: stores });
}

export function reportMissingBarrier(now: Transition, device: DeviceId, store: PostedStore): void {
  raise(now, {
    id: 'MISSING_BARRIER',
    device,
    bytes: { start: physAddr(store.start), length: store.end - store.start },
    storedAt: store.step,
    ordering: store.isOrdered ? 'dma-wmb only' : 'none',
  });
}

function belongsTo(state: MachineState, store: PostedStore, device: DeviceId): boolean {
  const owners = state.mappedBytes.slices(store.start, store.end).flatMap((slice) => slice.value);
  return owners.some((id) => state.mappings.get(id)?.device === device);
}
