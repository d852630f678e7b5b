import { hexAddress } from '../address/spaces.js';
import type { ContextEvent, Shortage } from '../ops/event-context.js';
import type { FaultEvent } from '../ops/event-fault.js';
import { describeIommuFault } from './event-line-iommu.js';
import { type EventLine, nameMaybe, printRange } from './event-text.js';
import type { Names } from './names.js';

export function describeFault(event: FaultEvent, names: Names): EventLine {
  switch (event.id) {
    case 'TRANSLATION_FAULT':
    case 'PERMISSION_FAULT':
    case 'ACCESS_FLAG_FAULT':
    case 'MULTI_HIT':
    case 'WALK_FAULT':
    case 'SECURITY_FAULT':
      return describeIommuFault(event);
    case 'IOTLB_STALE_ACCESS':
      return {
        subject: event.device,
        details: `${event.access} at ${hexAddress(event.iova)}, filled ${event.filledAt}, ${event.pending}`,
      };
    case 'NO_FAULT_BUT_WRONG':
      return { subject: event.device, details: `${event.access} at ${hexAddress(event.address)}, ${event.because}` };
    case 'MEMORY_CORRUPTION':
      return {
        subject: event.by.kind === 'device' ? event.by.device : event.by.domain,
        details: `${printRange(event.bytes)} of ${event.victim}`,
      };
    case 'MASK_OVERFLOW':
      return {
        subject: event.limit.kind === 'format' ? event.limit.domain : event.limit.device,
        details: `${hexAddress(event.address)} becomes ${hexAddress(event.truncated)}, ${event.victim}`,
      };
    case 'UNMAP_LARGER':
      return {
        subject: event.domain,
        details: `${event.unmapped} of ${event.size} bytes at ${hexAddress(event.iova)}`,
      };
    case 'DOMAIN_FREED_ATTACHED':
      return { subject: event.domain, details: event.devices.join(', ') };
    case 'DMA_TO_FREED_PAGE':
      return {
        subject: event.device,
        details: `${event.access}, ${printRange(event.bytes)} of ${event.freed}, freed ${event.freedAt}`,
      };
    case 'USER_MAPPING_OF_FREED_PAGE':
    case 'USE_AFTER_FREE_VISIBLE':
      return { subject: nameMaybe(names, event.of), details: `${hexAddress(event.va)}, freed ${event.freedAt}` };
    case 'CPU_PERMISSION_FAULT':
      return { subject: hexAddress(event.va), details: event.access };
    case 'CPU_TRANSLATION_FAULT':
      return { subject: hexAddress(event.va), details: '' };
    case 'KERNEL_PANIC':
    case 'KERNEL_BUG':
    case 'KERNEL_WARN':
      return { subject: '-', details: event.site };
  }
}

export function describeContext(event: ContextEvent, names: Names): EventLine {
  switch (event.id) {
    case 'SLEEP_IN_ATOMIC':
      return { subject: event.call, details: event.isQuirk ? (event.call === 'unmap' ? 'Q24' : 'Q5') : '' };
    case 'RESV_LOCK_REQUIRED':
    case 'RESV_LOCK_HELD':
      return { subject: names.shared(event.buffer), details: '' };
    case 'MMAP_LOCK_REQUIRED':
      return { subject: hexAddress(event.va), details: '' };
    case 'FREE_IRQS_DISABLED':
      return { subject: event.device, details: '' };
    case 'ATOMIC_POOL_EXHAUSTED':
    case 'CMA_EXHAUSTED':
    case 'VMALLOC_EXHAUSTED':
    case 'IOVA_EXHAUSTED':
    case 'SWIOTLB_FULL':
      return { subject: event.device, details: printShortage(event) };
  }
}

function printShortage({ bytes, free, largestHole, holders }: Shortage): string {
  const most = holders.map((it) => `${it.name} ${it.bytes}`);
  return [`${bytes} bytes`, `${free} free`, `${largestHole} in one piece`, ...most].join(', ');
}
