import { hexAddress } from '../address/spaces.js';
import type { FaultEvent } from '../ops/event-fault.js';
import { explainIommuFault } from './explain-iommu.js';
import { count, nameDomain, nameMemory, type Names } from './names.js';

export function explainFault(event: FaultEvent, names: Names): string {
  switch (event.id) {
    case 'TRANSLATION_FAULT':
    case 'PERMISSION_FAULT':
    case 'ACCESS_FLAG_FAULT':
    case 'MULTI_HIT':
    case 'WALK_FAULT':
    case 'SECURITY_FAULT':
      return explainIommuFault(event, names);
    case 'NO_FAULT_BUT_WRONG':
      return `The ${event.access} of ${event.device} at ${hexAddress(event.address)} goes against its mapping, and nothing stops it: ${reasons[event.because]}.`;
    case 'MEMORY_CORRUPTION':
      return `${corruptorOf(event)} overwrites ${count(event.bytes.length)} of ${event.victim}.`;
    case 'MASK_OVERFLOW':
      return `${limitOf(event)} cannot hold ${hexAddress(event.address)}: what is left of it, ${hexAddress(event.truncated)}, is ${event.victim}.`;
    case 'UNMAP_LARGER':
      return `An unmap of ${count(event.size)} at ${hexAddress(event.iova)} takes the whole entry away: ${count(event.unmapped)}.`;
    case 'DOMAIN_FREED_ATTACHED':
      return `A driver frees ${nameDomain(event.domain)} while ${event.devices.join(', ')} still uses it.`;
    case 'DMA_TO_FREED_PAGE':
      return `The ${event.access} of ${event.device} reaches ${event.freed}, which was freed at ${names.step(event.freedAt)}.`;
    case 'IOTLB_STALE_ACCESS':
      return `The ${event.access} of ${event.device} at ${hexAddress(event.iova)} uses a translation that the IOMMU still remembers although the page table no longer has it: ${pendings[event.pending]}.`;
    case 'USER_MAPPING_OF_FREED_PAGE':
      return `User code at ${hexAddress(event.va)} still sees pages of ${nameMemory(names, event.of)}, freed at ${names.step(event.freedAt)}.`;
    case 'USE_AFTER_FREE_VISIBLE':
      return `User code at ${hexAddress(event.va)} keeps pages of ${nameMemory(names, event.of)} alive that the driver freed at ${names.step(event.freedAt)}.`;
    case 'CPU_PERMISSION_FAULT':
      return `The CPU faults on a ${event.access} at ${hexAddress(event.va)}: the page does not allow it.`;
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
  'identity domain': 'the IOMMU lets every address of this device pass',
};

const pendings: Readonly<Record<Extract<FaultEvent, { id: 'IOTLB_STALE_ACCESS' }>['pending'], string>> = {
  'flush queue': 'the invalidation waits for the queue to be flushed',
  unmap_fast: 'nobody has called iommu_iotlb_sync since iommu_unmap_fast',
  nothing: 'the kernel never invalidates it',
};

function corruptorOf({ by, record }: Extract<FaultEvent, { id: 'MEMORY_CORRUPTION' }>): string {
  if (by.kind === 'page table of') return `The kernel takes memory for a page table of ${by.domain} and`;
  return record === undefined ? by.device : `${by.device}, which means another buffer,`;
}

function limitOf({ limit }: Extract<FaultEvent, { id: 'MASK_OVERFLOW' }>): string {
  if (limit.kind === 'bus') return `The bus of ${limit.device} has no memory there and`;
  return limit.kind === 'mask'
    ? `${limit.device} has ${limit.bits} address bits and`
    : `A page-table word of ${limit.domain}`;
}
