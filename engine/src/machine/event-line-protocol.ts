import { hexAddress } from '../address/spaces.js';
import type {
  LeakEvent,
  MisuseEvent,
  OwnershipEvent,
  ProtocolEvent,
  ReleaseEvent,
  SgEvent,
} from '../ops/event-protocol.js';
import { type EventLine, printLeak, printRange } from './event-text.js';
import type { Names } from './names.js';

export function describeOwnership(event: OwnershipEvent, names: Names): EventLine {
  const about = nameAbout(event, names);
  switch (event.id) {
    case 'CPU_ACCESS_DEVICE_OWNED': {
      const harmless = event.isHarmless ? ', harmless' : '';
      return {
        subject: about,
        details: `${event.access} ${printRange(event.bytes)}, owned since ${event.ownedSince}${harmless}`,
      };
    }
    case 'DEVICE_ACCESS_CPU_OWNED':
      return { subject: about, details: `${event.access} by ${event.device}, ${event.because} ${event.ownedSince}` };
    case 'MISSING_SYNC_FOR_CPU':
      return { subject: about, details: `${printRange(event.bytes)}, device wrote ${event.deviceWroteAt}` };
    case 'MISSING_SYNC_FOR_DEVICE':
      return { subject: about, details: `CPU wrote ${event.cpuWroteAt}` };
    case 'SYNC_RANGE_PARTIAL':
      return { subject: about, details: `${printRange(event.bytes)} not synced, device wrote ${event.deviceWroteAt}` };
  }
}

export function describeRelease(event: ReleaseEvent | LeakEvent, names: Names): EventLine {
  const about = nameAbout(event, names);
  switch (event.id) {
    case 'DOUBLE_UNMAP':
      return { subject: names.mapping(event.first.record.id), details: `first ${event.first.step}` };
    case 'UNMAP_NOT_MAPPED':
      return { subject: event.device, details: `${hexAddress(event.address)}, ${event.because}` };
    case 'FREE_NOT_ALLOCATED':
      return { subject: event.device, details: hexAddress(event.cpuAddress) };
    case 'UNMAP_INVALID_ADDRESS':
      return { subject: event.device, details: '' };
    case 'SIZE_MISMATCH':
      return { subject: about, details: `${event.size} of ${event.record.size} bytes` };
    case 'DIRECTION_MISMATCH':
      return { subject: about, details: event.direction };
    case 'FUNCTION_MISMATCH':
      return { subject: about, details: event.function };
    case 'CPU_ADDRESS_MISMATCH':
      return { subject: about, details: hexAddress(event.cpuAddress) };
    case 'DEVICE_MISMATCH':
      return { subject: about, details: `${event.device} instead of ${event.record.device}` };
    case 'DEVRES_DOUBLE_FREE':
      return {
        subject: 'name' in event.managed ? event.managed.name : names.mapping(event.managed.id),
        details: `managed since ${event.managed.createdAt}`,
      };
    case 'LEAK_MAPPING':
    case 'LEAK_ALLOCATION':
      return { subject: about, details: printLeak(event.record.createdAt, event.exit) };
  }
}

export function describeMisuse(event: SgEvent | MisuseEvent, names: Names): EventLine {
  const about = nameAbout(event, names);
  switch (event.id) {
    case 'SG_WRONG_COUNT':
      return { subject: about, details: `${event.used} used, ${event.origNents} given, ${event.nents} mapped` };
    case 'SG_LEN_CONFUSION':
      return { subject: about, details: `sg->length ${event.cpuLength}, sg_dma_len ${event.dmaLength}, ${event.used}` };
    case 'SG_SEGMENT_TOO_LONG':
      return { subject: event.device, details: `${event.length} bytes, limit ${event.limit}` };
    case 'SG_BOUNDARY': {
      const range = `${hexAddress(event.address)}+0x${event.length.toString(16)}`;
      return { subject: about, details: `${range} crosses ${hexAddress(event.boundaryBytes)}` };
    }
    case 'MAP_ERROR_UNCHECKED':
      return { subject: about, details: '' };
    case 'MAP_ERROR_USED':
      return { subject: event.device, details: event.use };
    case 'ALLOC_NULL_UNCHECKED':
      return { subject: '-', details: event.use };
    case 'BAD_MEMORY_STACK':
    case 'BAD_MEMORY_VMALLOC':
    case 'BAD_MEMORY_TEXT':
    case 'BAD_MEMORY_INVALID':
    case 'BAD_MEMORY_USER':
    case 'BAD_MEMORY_IOMEM':
    case 'BAD_MEMORY_COOKIE':
      return { subject: event.device, details: hexAddress(event.address) };
    case 'COHERENT_STREAMED':
    case 'UNPORTABLE_COOKIE':
      return { subject: names.mapping(event.allocation.id), details: '' };
    case 'OVERLAPPING_MAPPINGS':
      return {
        subject: names.mapping(event.second.id),
        details: `with ${names.mapping(event.first.id)}, ${printRange(event.line)}`,
      };
    case 'SYNC_NOT_FOUND':
      return { subject: event.device, details: `${event.size} bytes at ${hexAddress(event.address)}` };
    case 'HANDLE_ARITHMETIC':
      return { subject: about, details: `${event.size} bytes at ${hexAddress(event.address)}` };
    case 'DMA_WRONG_DEVICE':
      return { subject: about, details: `${hexAddress(event.address)} used by ${event.device}` };
    case 'ATTR_MISMATCH':
      return { subject: names.mapping(event.allocation.id), details: event.attrs.join(' ') };
    case 'COOKIE_DEREF':
      return { subject: names.mapping(event.allocation.id), details: event.access };
    case 'SKIP_SYNC_UNBALANCED':
      return { subject: about, details: event.access };
    case 'SYNC_OUTSIDE':
      return { subject: about, details: `${event.size} bytes at ${hexAddress(event.address)}` };
    case 'SYNC_DIRECTION':
      return { subject: about, details: `${event.direction}, ${event.because}` };
    case 'UNKNOWN_ATTR':
      return { subject: event.device, details: `${event.attr}, ${event.profile}` };
    case 'WRONG_ERROR_CHECK':
      return { subject: '-', details: `${event.result} tested by ${event.test}, ${event.outcome}` };
    case 'ZERO_SIZE':
      return { subject: event.device, details: '' };
  }
}

function nameAbout(event: ProtocolEvent, names: Names): string {
  return 'record' in event ? names.mapping(event.record.id) : '-';
}
