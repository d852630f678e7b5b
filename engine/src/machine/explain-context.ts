import type { ContextEvent, Shortage, SleepingCall } from '../ops/event-context.js';
import { hexAddress } from '../address/spaces.js';
import { count, type Names } from './names.js';

export function explainContext(event: ContextEvent, names: Names): string {
  switch (event.id) {
    case 'SLEEP_IN_ATOMIC':
      return event.isQuirk
        ? 'The kernel may sleep inside this call although it must not here: a mistake of its own IOMMU code.'
        : `${sleepers[event.call]} is asked for where sleeping is not allowed.`;
    case 'RESV_LOCK_REQUIRED':
      return `This call needs the reservation lock of ${names.shared(event.buffer)}, which nobody holds.`;
    case 'RESV_LOCK_HELD':
      return `This call takes the reservation lock of ${names.shared(event.buffer)}, which its caller already holds.`;
    case 'MMAP_LOCK_REQUIRED':
      return `Pages are mapped at ${hexAddress(event.va)} outside the mmap handler, without the lock of the address space.`;
    case 'FREE_IRQS_DISABLED':
      return `DMA memory of ${event.device} is freed with interrupts disabled.`;
    case 'ATOMIC_POOL_EXHAUSTED':
      return `The pool for atomic allocations has no ${count(event.bytes)} left for ${event.device}: ${rest(event)}.`;
    case 'CMA_EXHAUSTED':
      return `The contiguous memory area has no ${count(event.bytes)} left for ${event.device}: ${rest(event)}.`;
    case 'VMALLOC_EXHAUSTED':
      return `There is no address space left to map ${count(event.bytes)} for ${event.device}: ${rest(event)}.`;
    case 'IOVA_EXHAUSTED':
      return `The IOMMU of ${event.device} has no ${count(event.bytes)} of addresses left: ${rest(event)}.`;
    case 'SWIOTLB_FULL':
      return `The bounce buffers have no ${count(event.bytes)} left for ${event.device}: ${rest(event)}.`;
  }
}

function rest({ free, largestHole, holders: [most] }: Shortage): string {
  const left = `${count(free)} are free, ${count(largestHole)} in one piece`;
  return most === undefined ? left : `${left}, and ${most.name} has ${count(most.bytes)}`;
}

const sleepers: Readonly<Record<SleepingCall, string>> = {
  alloc: 'An allocation that may sleep',
  map: 'A mapping that may sleep',
  unmap: 'An unmap that may sleep',
  vmap: 'A kernel mapping, which may sleep,',
  'dma-buf': 'A dma-buf function that may sleep',
  'pool-create': 'The creation of a pool, which may sleep,',
  'pool-alloc': 'An allocation from a pool that may sleep',
  'pool-destroy': 'The destruction of a pool, which may sleep,',
};
