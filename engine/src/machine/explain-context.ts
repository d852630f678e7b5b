import type { ContextEvent } from '../ops/event-context.js';
import { count } from './names.js';

export function explainContext(event: ContextEvent): string {
  switch (event.id) {
    case 'SLEEP_IN_ATOMIC':
      return event.isQuirk
        ? 'The kernel may sleep inside this mapping although the caller may not: a mistake of its own IOMMU code.'
        : 'An allocation that may sleep is made where sleeping is not allowed.';
    case 'FREE_IRQS_DISABLED':
      return `DMA memory of ${event.device} is freed with interrupts disabled.`;
    case 'ATOMIC_POOL_EXHAUSTED':
      return `The pool for atomic allocations has no ${count(event.bytes)} left for ${event.device}.`;
    case 'CMA_EXHAUSTED':
      return `The contiguous memory area has no ${count(event.bytes)} left for ${event.device}.`;
    case 'VMALLOC_EXHAUSTED':
      return `There is no address space left to map ${count(event.bytes)} for ${event.device}.`;
    case 'IOVA_EXHAUSTED':
      return `The IOMMU of ${event.device} has no ${count(event.bytes)} of addresses left.`;
  }
}
