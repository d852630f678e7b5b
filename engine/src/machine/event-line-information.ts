import { hexAddress } from '../address/spaces.js';
import { hexWord } from '../iommu/formats/word.js';
import type { InformationEvent } from '../ops/event-information.js';
import { type EventLine, nameMaybe, printRange } from './event-text.js';
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
      const seen = record.kind === 'sg' ? 'no CPU address' : `CPU ${hexAddress(record.cpuAddress)}`;
      return {
        subject: names.mapping(record.id),
        details: `${record.size} bytes, at ${hexAddress(record.address)}, ${kind}, ${seen}`,
      };
    }
    case 'CACHE_OP': {
      const { op, bytes, linesWrittenBack } = event;
      return { subject: event.level, details: `${op} ${printRange(bytes)}, ${linesWrittenBack} lines written back` };
    }
    case 'TABLE_WRITE': {
      const [first, second] = event.writes;
      const words = [first, second].flatMap((write) =>
        write === undefined ? [] : `L${write.level}[0x${write.index.toString(16)}] = ${hexWord(write.new)}`,
      );
      const more = event.writes.length - words.length;
      return { subject: event.domain, details: [...words, ...(0 < more ? [`${more} more`] : [])].join(', ') };
    }
    case 'IOTLB_INVALIDATE':
      return { subject: event.domain, details: `${event.invalidations.length} requests` };
    case 'IOTLB_FILL': {
      const { iova, pa, size } = event.entry;
      return {
        subject: event.device,
        details: `${event.iommu}, ${hexAddress(iova)}+0x${size.toString(16)} to ${hexAddress(pa)}`,
      };
    }
    case 'BARRIER':
      return { subject: event.barrier, details: `${event.drained} drained${event.outerSync ? ', outer sync' : ''}` };
    case 'USER_MAPPED':
      return {
        subject: nameMaybe(names, event.of),
        details: `${event.pages} pages at ${hexAddress(event.va)}, ${event.type}`,
      };
    case 'DEBUG_POOL_GROWN':
      return { subject: '-', details: `${event.entries} entries` };
    case 'BOUNCE_COPY':
      return {
        subject: event.device,
        details: `${event.direction}, ${printRange(event.bytes)}, copy at ${hexAddress(event.copy)}`,
      };
    case 'QUIRK':
      return { subject: event.quirk, details: '' };
  }
}
