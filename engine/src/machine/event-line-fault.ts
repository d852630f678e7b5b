import { hexAddress } from '../address/spaces.js';
import type { VisitedWord } from '../iommu/formats/format.js';
import type { ContextEvent } from '../ops/event-context.js';
import type { FaultEvent } from '../ops/event-fault.js';
import { type EventLine, printRange } from './event-text.js';
import type { Names } from './names.js';

export function describeFault(event: FaultEvent, names: Names): EventLine {
  switch (event.id) {
    case 'TRANSLATION_FAULT':
    case 'PERMISSION_FAULT':
      return {
        subject: event.device,
        details: `${event.access} at ${hexAddress(event.iova)}${printWords(event.visited)}`,
      };
    case 'IOTLB_STALE_ACCESS':
      return {
        subject: event.device,
        details: `${event.access} at ${hexAddress(event.iova)}, filled ${event.filledAt}`,
      };
    case 'NO_FAULT_BUT_WRONG':
      return { subject: event.device, details: `${event.access} at ${hexAddress(event.address)}, ${event.because}` };
    case 'MEMORY_CORRUPTION':
      return { subject: event.device, details: `${printRange(event.bytes)} of ${event.victim}` };
    case 'DMA_TO_FREED_PAGE':
      return {
        subject: event.device,
        details: `${event.access}, ${printRange(event.bytes)} of ${event.freed}, freed ${event.freedAt}`,
      };
    case 'USER_MAPPING_OF_FREED_PAGE':
    case 'USE_AFTER_FREE_VISIBLE':
      return { subject: names.mapping(event.of), details: `${hexAddress(event.va)}, freed ${event.freedAt}` };
    case 'CPU_TRANSLATION_FAULT':
      return { subject: hexAddress(event.va), details: '' };
    case 'KERNEL_PANIC':
    case 'KERNEL_BUG':
    case 'KERNEL_WARN':
      return { subject: '-', details: event.site };
  }
}

export function describeContext(event: ContextEvent): EventLine {
  switch (event.id) {
    case 'SLEEP_IN_ATOMIC':
      return { subject: event.call, details: event.isQuirk ? 'Q5' : '' };
    case 'FREE_IRQS_DISABLED':
      return { subject: event.device, details: '' };
    case 'ATOMIC_POOL_EXHAUSTED':
    case 'CMA_EXHAUSTED':
    case 'VMALLOC_EXHAUSTED':
    case 'IOVA_EXHAUSTED':
      return { subject: event.device, details: `${event.bytes} bytes` };
  }
}

function printWords(visited: readonly VisitedWord[]): string {
  return visited.map(({ level, index, word }) => `, L${level}[0x${index.toString(16)}] ${hexAddress(word)}`).join('');
}
