import { hexAddress } from '../address/spaces.js';
import type { ReleaseEvent } from '../ops/event-protocol.js';
import { count, nameDirection, type Names, nameRecord } from './names.js';

export function explainRelease(event: ReleaseEvent, names: Names): string {
  switch (event.id) {
    case 'DOUBLE_UNMAP':
      return `${nameRecord(names, event.first.record)} is unmapped again; it was released at ${names.step(event.first.step)}.`;
    case 'UNMAP_NOT_MAPPED':
      return event.because === 'nothing there'
        ? `${hexAddress(event.address)} is unmapped, but ${event.device} has nothing mapped there.`
        : `${hexAddress(event.address)} is mapped more than once, and this unmap fits none of the mappings.`;
    case 'FREE_NOT_ALLOCATED':
      return `${hexAddress(event.cpuAddress)} is freed as DMA memory of ${event.device}, but was not allocated as such.`;
    case 'UNMAP_INVALID_ADDRESS':
      return 'The error value of a failed mapping is unmapped.';
    case 'SIZE_MISMATCH':
      return `${nameRecord(names, event.record)} is released with ${count(event.size)}, but has ${event.record.size}.`;
    case 'DIRECTION_MISMATCH': {
      const had = event.record.kind === 'coherent' ? 'none' : nameDirection(event.record.direction);
      return `${nameRecord(names, event.record)} is released as ${nameDirection(event.direction)}, but was mapped ${had}.`;
    }
    case 'FUNCTION_MISMATCH':
      return `${nameRecord(names, event.record)} is released by the ${event.function} function, but is a ${event.record.kind} mapping.`;
    case 'CPU_ADDRESS_MISMATCH':
      return `${nameRecord(names, event.record)} is freed with the CPU address ${hexAddress(event.cpuAddress)}, which is not its own.`;
    case 'DEVICE_MISMATCH':
      return `${nameRecord(names, event.record)} belongs to ${event.record.device}, but is released for ${event.device}.`;
    case 'LEAK_MAPPING':
      return `${nameRecord(names, event.record)}, mapped at ${names.step(event.record.createdAt)}, is never unmapped.`;
    case 'LEAK_ALLOCATION':
      return `${nameRecord(names, event.record)}, allocated at ${names.step(event.record.createdAt)}, is never freed.`;
  }
}
