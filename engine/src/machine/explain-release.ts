import { hexAddress } from '../address/spaces.js';
import type { LeakExit } from '../ops/event-base.js';
import type { LeakEvent, ReleaseEvent } from '../ops/event-protocol.js';
import type { DebugType } from '../state/debug-entry.js';
import type { MapRecord } from '../state/map-record.js';
import { count, nameDirection, type Names, nameRecord } from './names.js';

export function explainRelease(event: ReleaseEvent | LeakEvent, names: Names): string {
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
      return `${nameRecord(names, event.record)} is released by ${releases[event.function]}, but is ${kindOf(event.record)}.`;
    case 'CPU_ADDRESS_MISMATCH':
      return `${nameRecord(names, event.record)} is freed with the CPU address ${hexAddress(event.cpuAddress)}, which is not its own.`;
    case 'DEVICE_MISMATCH':
      return `${nameRecord(names, event.record)} belongs to ${event.record.device}, but is released for ${event.device}.`;
    case 'DEVRES_DOUBLE_FREE':
      return `${nameManaged(event.managed, names)}, managed since ${names.step(event.managed.createdAt)}, is freed by hand; the driver core frees it once more when the driver leaves.`;
    case 'LEAK_MAPPING':
      return `${nameRecord(names, event.record)}, mapped at ${names.step(event.record.createdAt)}, is never unmapped${leakExits[event.exit]}.`;
    case 'LEAK_ALLOCATION':
      return `${nameRecord(names, event.record)}, allocated at ${names.step(event.record.createdAt)}, is never freed${leakExits[event.exit]}.`;
  }
}

export const leakExits: Readonly<Record<LeakExit, string>> = {
  'driver unbound': '',
  'probe failed': ': the probe fails without releasing it',
  'handle overwritten': ': its only handle is lost here',
};

function nameManaged(managed: Extract<ReleaseEvent, { id: 'DEVRES_DOUBLE_FREE' }>['managed'], names: Names): string {
  return 'name' in managed ? `Pool ${managed.name}` : nameRecord(names, managed);
}

const releases: Readonly<Record<DebugType, string>> = {
  single: 'the unmap of a buffer',
  page: 'the unmap of a page',
  sg: 'the unmap of a list',
  resource: 'the unmap of a resource',
  coherent: 'the free of coherent memory',
  noncoherent: 'the free of DMA pages',
};

function kindOf(record: MapRecord): string {
  switch (record.kind) {
    case 'streaming':
      return record.call === 'single' ? 'a mapped buffer' : `a mapped ${record.call}`;
    case 'sg':
      return 'a mapped list';
    case 'coherent':
      return 'coherent memory';
    case 'noncoherent':
      return 'DMA pages';
  }
}
