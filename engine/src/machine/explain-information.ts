import { hexAddress } from '../address/spaces.js';
import type { InformationEvent } from '../ops/event-information.js';
import { quirks } from '../platforms/quirks.js';
import { count, nameDirection, type Names, nameRecord } from './names.js';

export function explainInformation(event: InformationEvent, names: Names): string {
  switch (event.id) {
    case 'MAPPED': {
      const { record } = event;
      const direction = record.kind === 'coherent' ? '' : ` ${nameDirection(record.direction)}`;
      return `${nameRecord(names, record)}: ${count(record.size)} are mapped${direction} at ${hexAddress(record.address)}; the device owns them now.`;
    }
    case 'UNMAPPED':
      return `${nameRecord(names, event.record)} is unmapped; its bytes belong to the CPU.`;
    case 'SYNCED':
      return `${count(event.length)} of ${nameRecord(names, event.record)} belong to the ${event.for === 'cpu' ? 'CPU' : 'device'} now.`;
    case 'ALLOCATED':
      return `${nameRecord(names, event.record)}: ${count(event.record.size)} of DMA memory are allocated at ${hexAddress(event.record.address)}.`;
    case 'FREED':
      return `${nameRecord(names, event.record)} is freed.`;
    case 'CACHE_OP':
      return `${event.level} ${event.op}: ${count(event.bytes.length)} at ${hexAddress(event.bytes.start)}, ${count(event.linesWrittenBack, 'line')} written back.`;
    case 'TABLE_WRITE':
      return `The kernel writes ${count(event.writes.length, 'page-table word')} of ${event.device}'s IOMMU.`;
    case 'IOTLB_INVALIDATE':
      return `The IOMMU of ${event.device} forgets remembered translations.`;
    case 'BARRIER':
      return `${event.barrier}: ${count(event.drained, 'waiting store')} reach memory.`;
    case 'USER_MAPPED':
      return `User space maps ${count(event.pages, 'page')} of ${names.mapping(event.of)} as ${event.type}.`;
    case 'QUIRK':
      return `The kernel itself is at fault here (${event.quirk}): ${quirks[event.quirk].title}.`;
  }
}
