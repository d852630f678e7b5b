import { hexAddress } from '../address/spaces.js';
import type { InformationEvent } from '../ops/event-information.js';
import { type EventLine, printRange } from './event-text.js';
import type { Names } from './names.js';

export function describeInformation(event: InformationEvent, names: Names): EventLine {
  switch (event.id) {
    case 'MAPPED': {
      const { record } = event;
      const direction = record.kind === 'coherent' ? '' : `, ${record.direction}`;
      const nents = record.kind === 'sg' ? `, ${record.nents} of ${record.entries.length} entries` : '';
      return {
        subject: names.mapping(record.id),
        details: `${record.size} bytes${direction}, at ${hexAddress(record.address)}${nents}`,
      };
    }
    case 'UNMAPPED':
    case 'FREED':
      return { subject: names.mapping(event.record.id), details: '' };
    case 'SYNCED':
      return {
        subject: names.mapping(event.record.id),
        details: `for ${event.for}, ${event.length} bytes at offset ${event.offset}`,
      };
    case 'ALLOCATED': {
      const { record } = event;
      const kind = record.kind === 'coherent' ? `${record.allocator}, ${record.memoryType}` : record.direction;
      return {
        subject: names.mapping(record.id),
        details: `${record.size} bytes, at ${hexAddress(record.address)}, ${kind}, CPU ${hexAddress(record.cpuAddress)}`,
      };
    }
    case 'CACHE_OP': {
      const { op, bytes, linesWrittenBack } = event;
      return { subject: event.level, details: `${op} ${printRange(bytes)}, ${linesWrittenBack} lines written back` };
    }
    case 'TABLE_WRITE': {
      const [first, second] = event.writes;
      const words = [first, second].flatMap((write) =>
        write === undefined ? [] : `L${write.level}[0x${write.index.toString(16)}] = ${hexAddress(write.new)}`,
      );
      const more = event.writes.length - words.length;
      return { subject: event.device, details: [...words, ...(0 < more ? [`${more} more`] : [])].join(', ') };
    }
    case 'IOTLB_INVALIDATE':
      return { subject: event.device, details: `${event.invalidations.length} requests` };
    case 'BARRIER':
      return { subject: event.barrier, details: `${event.drained} drained` };
    case 'USER_MAPPED':
      return {
        subject: names.mapping(event.of),
        details: `${event.pages} pages at ${hexAddress(event.va)}, ${event.type}`,
      };
    case 'QUIRK':
      return { subject: event.quirk, details: '' };
  }
}
