import { hexAddress } from '../address/spaces.js';
import type { SharingEvent } from '../ops/event-sharing.js';
import { type EventLine, printRange } from './event-text.js';
import type { Names } from './names.js';

export function describeSharing(event: SharingEvent, names: Names): EventLine {
  return { subject: subjectOf(event, names), details: detailsOf(event) };
}

function subjectOf(event: SharingEvent, names: Names): string {
  if ('buffer' in event) return names.shared(event.buffer);
  if ('queue' in event) return `${names.shared(event.queue)}.${event.index}`;
  if ('allocation' in event) return names.mapping(event.allocation.id);
  if (event.id === 'VMA_OUTLIVES_BUFFER') return event.of === undefined ? '-' : names.mapping(event.of);
  return event.id === 'VB2_NOT_CONTIGUOUS' ? event.device : '-';
}

function detailsOf(event: SharingEvent): string {
  switch (event.id) {
    case 'IMPORTER_USED_PAGES':
    case 'IMPORTER_REMAPPED':
    case 'IMPORTER_FREED_TABLE':
      return event.device;
    case 'CPU_ACCESS_UNBRACKETED':
      return `${event.access} ${printRange(event.bytes)}`;
    case 'BRACKET_UNBALANCED':
      return event.because;
    case 'BRACKET_DIRECTION':
      return `${event.used} in ${event.opened}`;
    case 'MAP_ATTACHMENT_DIRECTION':
      return `${event.call} by ${event.device}, ${event.asked} instead of ${event.mapped}`;
    case 'USE_AFTER_MOVE':
      return `${event.access} by ${event.device}, moved ${event.movedAt}`;
    case 'DMABUF_RELEASED_ATTACHED':
      return event.devices.join(' ');
    case 'LEAK_ATTACHMENT':
      return `${event.device}, ${event.maps} mappings`;
    case 'FD_LEAK':
      return `failed ${event.failedAt}`;
    case 'VB2_STATE':
      return `${event.call} while ${event.state}`;
    case 'VB2_BUFFER_TOUCHED_WHILE_QUEUED':
      return `${event.access} ${printRange(event.bytes)}, ${event.state}`;
    case 'VB2_USERPTR_UNALIGNED':
      return `${event.size} bytes at ${hexAddress(event.va)}, alignment ${event.alignBytes}`;
    case 'VB2_NOT_CONTIGUOUS':
      return `${event.contiguous} of ${event.needed} bytes`;
    case 'SGTABLE_WITHOUT_PAGES':
      return '';
    case 'MMAP_OFFSET_NOT_RESET':
      return `${hexAddress(event.va)}, page offset ${event.pageOffset}`;
    case 'VMA_OUTLIVES_BUFFER':
      return `${hexAddress(event.va)}, ${event.insertion}`;
  }
}
