import { hexAddress } from '../address/spaces.js';
import type { FaultEvent } from '../ops/event-fault.js';
import { count, nameDirection, type Names, nameRecord } from './names.js';

export function explainFault(event: FaultEvent, names: Names): string {
  switch (event.id) {
    case 'TRANSLATION_FAULT': {
      const owner = event.lastOwner;
      const story =
        owner === undefined
          ? 'nothing was mapped there'
          : `${nameRecord(names, owner.record)} was released at ${names.step(owner.step)}`;
      return `The IOMMU stops the ${event.access} of ${event.device} at ${hexAddress(event.iova)}: ${story}.`;
    }
    case 'PERMISSION_FAULT': {
      const why =
        event.record === undefined || event.record.kind === 'coherent'
          ? 'the page table does not allow it'
          : `the mapping is ${nameDirection(event.record.direction)}`;
      return `The IOMMU stops the ${event.access} of ${event.device} at ${hexAddress(event.iova)}: ${why}.`;
    }
    case 'NO_FAULT_BUT_WRONG':
      return `The ${event.access} of ${event.device} at ${hexAddress(event.address)} goes against its mapping, and nothing stops it: ${reasons[event.because]}.`;
    case 'MEMORY_CORRUPTION':
      return `${event.device} overwrites ${count(event.bytes.length)} of ${event.victim}.`;
    case 'DMA_TO_FREED_PAGE':
      return `The ${event.access} of ${event.device} reaches ${event.freed}, which was freed at ${names.step(event.freedAt)}.`;
    case 'IOTLB_STALE_ACCESS':
      return `The ${event.access} of ${event.device} at ${hexAddress(event.iova)} uses a translation that the IOMMU still remembers although the page table no longer has it.`;
    case 'USER_MAPPING_OF_FREED_PAGE':
      return `User code at ${hexAddress(event.va)} still sees pages of ${names.mapping(event.of)}, freed at ${names.step(event.freedAt)}.`;
    case 'USE_AFTER_FREE_VISIBLE':
      return `User code at ${hexAddress(event.va)} keeps pages of ${names.mapping(event.of)} alive that the driver freed at ${names.step(event.freedAt)}.`;
    case 'CPU_TRANSLATION_FAULT':
      return `The CPU accesses ${hexAddress(event.va)}, where nothing is mapped.`;
    case 'KERNEL_PANIC':
      return `The kernel panics: ${event.site}.`;
    case 'KERNEL_BUG':
      return `The kernel stops with a BUG: ${event.site}.`;
    case 'KERNEL_WARN':
      return `The kernel warns: ${event.site}.`;
  }
}

const reasons: Readonly<Record<Extract<FaultEvent, { id: 'NO_FAULT_BUT_WRONG' }>['because'], string>> = {
  'no IOMMU': 'there is no IOMMU in between',
  'format cannot express it': 'the page table cannot express the direction',
};
