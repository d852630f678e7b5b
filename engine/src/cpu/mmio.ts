// Registers of devices. Linux arch/arm/include/asm/io.h (6.12).

import { physAddr } from '../address/spaces.js';
import { forgetFlag } from '../cache/read-ordering.js';
import { drain, markReported } from '../cache/write-buffer.js';
import type { HazardEvent } from '../ops/event-hazard.js';
import type { MmioRead, MmioWrite } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, finish, raise, type Transition } from '../ops/transition.js';
import type { DeviceId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { PostedStore } from '../state/posted-store.js';
import { syncsOuterCache } from './barrier.js';
import { uncachedDrains } from './ordering.js';

/** A doorbell. Where DMA memory is bufferable, `writel` waits for earlier stores: `__iowmb`. */
export function mmioWrite(state: MachineState, { device, ordering }: MmioWrite): StepResult {
  const now = begin(state);
  const { platform } = state;
  if (ordering === 'ordered' && platform.bufferableDma) {
    raise(now, { id: 'BARRIER', barrier: 'writel', drained: drain(now), outerSync: syncsOuterCache(platform) });
  } else if (uncachedDrains(platform)) {
    drain(now);
  } else {
    reportOvertaken(now, device, ordering);
  }
  return finish(now);
}

/** A register is read. `readl` keeps later loads behind it where DMA memory is bufferable: `__iormb`. */
export function mmioRead(state: MachineState, { ordering }: MmioRead): StepResult {
  const now = begin(state);
  const { platform } = state;
  if (uncachedDrains(platform)) drain(now);
  if (ordering === 'ordered' && platform.bufferableDma) forgetFlag(now);
  return finish(now);
}

type Doorbell = Extract<HazardEvent, { id: 'MISSING_BARRIER' }>['doorbell'];

/** Stores to this device's memory that the doorbell overtakes, each said once. */
function reportOvertaken(now: Transition, device: DeviceId, doorbell: Doorbell): void {
  const overtaken = now.state.writeBuffer.filter((store) => !store.isReported && belongsTo(now.state, store, device));
  for (const store of overtaken) reportMissingBarrier(now, device, store, doorbell);
  if (0 < overtaken.length) markReported(now, overtaken);
}

const orderings = { nothing: 'none', 'smp-wmb': 'smp-wmb only', 'dma-wmb': 'dma-wmb only' } as const;

export function reportMissingBarrier(now: Transition, device: DeviceId, store: PostedStore, doorbell: Doorbell): void {
  raise(now, {
    id: 'MISSING_BARRIER',
    device,
    bytes: { start: physAddr(store.start), length: store.end - store.start },
    storedAt: store.step,
    ordering: orderings[store.orderedBy],
    doorbell,
  });
}

function belongsTo(state: MachineState, store: PostedStore, device: DeviceId): boolean {
  const owners = state.mappedBytes.slices(store.start, store.end).flatMap((slice) => slice.value);
  return owners.some((id) => state.mappings.get(id)?.device === device);
}
