import { hexAddress } from '../address/spaces.js';
import type { InformationEvent } from '../ops/event-information.js';
import { quirks } from '../platforms/quirks.js';
import { count, nameDirection, nameDomain, nameMemory, type Names, nameRecord } from './names.js';

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
      return `The kernel writes ${count(event.writes.length, 'page-table word')} of ${nameDomain(event.domain)}.`;
    case 'IOTLB_INVALIDATE':
      return `The IOMMU forgets translations it remembered for the domain ${event.domain}.`;
    case 'IOTLB_FILL':
      return `${event.iommu} remembers where ${event.device} finds ${count(event.entry.size)} from ${hexAddress(event.entry.iova)} on.`;
    case 'BARRIER':
      return `${event.barrier}: ${count(event.drained, 'waiting store')} reach memory.`;
    case 'USER_MAPPED':
      return `User space maps ${count(event.pages, 'page')} of ${nameMemory(names, event.of)} as ${event.type}.`;
    case 'DEBUG_POOL_GROWN':
      return `The kernel's checker grows to ${count(event.entries, 'record')}: more is mapped than it was made for.`;
    case 'BOUNCE_COPY':
      return event.direction === 'back'
        ? `The kernel copies ${count(event.bytes.length)} from the bounce buffer of ${event.device} back to ${hexAddress(event.bytes.start)}.`
        : `The kernel copies ${count(event.bytes.length)} at ${hexAddress(event.bytes.start)} into the bounce buffer of ${event.device}.`;
    case 'QUIRK':
      return `The kernel itself is at fault here (${event.quirk}): ${quirks[event.quirk].title}.`;
  }
}
