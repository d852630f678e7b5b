import { hexAddress } from '../address/spaces.js';
import type { HazardEvent } from '../ops/event-hazard.js';
import { count, type Names, nameRecord, nameWrite } from './names.js';

export function explainHazard(event: HazardEvent, names: Names): string {
  switch (event.id) {
    case 'STALE_CPU_READ':
      return `The CPU ${verb(event, 'reads')} ${nameWrite(names, event.got)} instead of ${nameWrite(names, event.expected)}, because of ${staleReasons[event.cause]}.`;
    case 'STALE_DEVICE_READ':
      return `${event.device} ${verb(event, 'reads')} ${nameWrite(names, event.got)} instead of ${nameWrite(names, event.expected)}: ${deviceReasons[event.cause]}.`;
    case 'DIRTY_OVER_DEVICE_WRITE':
      return event.certainty === 'may'
        ? `The cache line at ${hexAddress(event.line.start)}, dirty since ${names.step(event.dirtiedAt)}, can be evicted over what ${event.device} just wrote.`
        : `The cache line at ${hexAddress(event.line.start)}, dirty since ${names.step(event.dirtiedAt)}, is written back over what ${event.device} wrote.`;
    case 'PARTIAL_LINE_OVERWRITE':
      return `${event.neighbor.name} shares a cache line with the buffer's edge; writing that line back replaces ${count(event.lost.length)} the device wrote.`;
    case 'CACHELINE_SHARED':
      return `${event.neighbor.name} shares the cache line at ${hexAddress(event.line.start)} with ${nameRecord(names, event.record)}, which the device writes.`;
    case 'CPU_WRITE_DISCARDED':
      return `The store at ${names.step(event.storedAt)} is lost: the cache line that held it was invalidated at ${names.step(event.invalidatedAt)}.`;
    case 'ATTRIBUTE_ALIAS_MAPPING':
      return `The page at ${hexAddress(event.bytes.start)} is mapped ${event.existing.type} at ${hexAddress(event.existing.va)} and ${event.added.type} at ${hexAddress(event.added.va)}.`;
    case 'ATTRIBUTE_ALIAS_ACCESS':
      return `The CPU uses the page at ${hexAddress(event.bytes.start)} as ${event.used} while it is also mapped ${event.other.type} at ${hexAddress(event.other.va)}.`;
    case 'UNDEFINED_READ':
      return `The CPU reads ${count(event.bytes.length)} that were given to the device at ${names.step(event.cededAt)} and that it never wrote.`;
    case 'UNINITIALISED_TO_DEVICE':
      return `${event.device} reads ${count(event.bytes.length)} that nobody wrote: whatever the memory held before leaves the kernel.`;
    case 'MISSING_BARRIER':
      return event.ordering === 'none'
        ? `The doorbell does not wait for the store of ${names.step(event.storedAt)}: ${event.device} may look before it arrives.`
        : `dma_wmb orders the store of ${names.step(event.storedAt)} before other stores to memory, not before a relaxed register write.`;
  }
}

function verb(event: { readonly certainty: 'must' | 'may' }, word: string): string {
  return event.certainty === 'may' ? 'can read' : word;
}

const staleReasons: Readonly<Record<Extract<HazardEvent, { id: 'STALE_CPU_READ' }>['cause'], string>> = {
  'cached copy': 'a line that was still in the cache',
  'speculative refill': 'a line the CPU may have loaded ahead of time',
  'overwritten by write-back': 'a cache line written back over the data',
  'other alias': 'another mapping of the page whose cache line has newer data',
};

const deviceReasons: Readonly<Record<Extract<HazardEvent, { id: 'STALE_DEVICE_READ' }>['cause'], string>> = {
  'dirty L1': 'the store is still in the data cache',
  'dirty L2': 'the store is still in the outer cache',
  'write buffer': 'the store is still in the write buffer',
  'overwritten by write-back': 'a cache line was written back over it',
  'discarded by invalidate': 'the cache line that held it was invalidated',
};
