import type { OwnershipEvent } from '../ops/event-protocol.js';
import { count, type Names, nameRecord } from './names.js';

export function explainOwnership(event: OwnershipEvent, names: Names): string {
  const name = nameRecord(names, event.record);
  switch (event.id) {
    case 'CPU_ACCESS_DEVICE_OWNED': {
      const what = event.access === 'load' ? 'reads' : 'writes';
      const story = `The CPU ${what} ${count(event.bytes.length)} of ${name}, which the device owns since ${names.step(event.ownedSince)}`;
      return event.isHarmless ? `${story}; it may, since the device only reads them.` : `${story}.`;
    }
    case 'DEVICE_ACCESS_CPU_OWNED': {
      const since = names.step(event.ownedSince);
      return event.because === 'released'
        ? `The ${event.access} of ${event.device} comes after ${name} was released at ${since}.`
        : `The ${event.access} of ${event.device} hits ${name}, which belongs to the CPU since the sync at ${since}.`;
    }
    case 'MISSING_SYNC_FOR_CPU':
      return `The CPU reads what the device wrote to ${name} at ${names.step(event.deviceWroteAt)} without dma_sync_*_for_cpu or an unmap in between.`;
    case 'MISSING_SYNC_FOR_DEVICE':
      return `The device reads what the CPU stored to ${name} at ${names.step(event.cpuWroteAt)} without dma_sync_*_for_device in between.`;
    case 'SYNC_RANGE_PARTIAL':
      return `The CPU reads ${count(event.bytes.length)} of ${name} that the last dma_sync_*_for_cpu did not cover.`;
  }
}
