import { hexAddress } from '../address/spaces.js';
import type { AliasedAddress, HazardEvent } from '../ops/event-hazard.js';
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
      return event.role === 'mixed types'
        ? `The CPU uses the page at ${hexAddress(event.bytes.start)} as ${event.used} while it is also mapped ${event.other.type} at ${hexAddress(event.other.va)}.`
        : `The device is coherent with the cached mapping at ${hexAddress(event.other.va)}; this ${event.used} access goes past the cache.`;
    case 'VIPT_COLOUR_ALIAS':
      return `The cache keeps separate copies of the page at ${hexAddress(event.bytes.start)} for its addresses ${nameAlias(event.existing)} and ${nameAlias(event.added)}.`;
    case 'ALIAS_LOST_WRITE': {
      const other = event.other === undefined ? 'an address that is no longer mapped' : nameAlias(event.other);
      return `The line at ${hexAddress(event.bytes.start)} is now dirty for ${nameAlias(event.stored)} and, since ${names.step(event.otherDirtiedAt)}, for ${other}; one of the writes will be lost.`;
    }
    case 'COHERENCE_INDEX_INCONGRUENT':
      return `${nameRecord(names, event.record)} is coherent with the device at ${nameAlias(event.designated)} only; ${nameAlias(event.used)} has cache lines of its own.`;
    case 'UNDEFINED_READ':
      return `The CPU reads ${count(event.bytes.length)} that were given to the device at ${names.step(event.cededAt)} and that it never wrote.`;
    case 'UNINITIALISED_TO_DEVICE':
      return `${event.device} reads ${count(event.bytes.length)} that nobody wrote: whatever the memory held before leaves the kernel.`;
    case 'MISSING_BARRIER':
      return explainMissingBarrier(event, names);
    case 'READ_ORDERING':
      return `The CPU may load these ${count(event.bytes.length)} before the flag it reads at ${names.step(event.flagLoadedAt)}: no read barrier stands between the two loads.`;
  }
}

function explainMissingBarrier(event: Extract<HazardEvent, { id: 'MISSING_BARRIER' }>, names: Names): string {
  const store = `the store of ${names.step(event.storedAt)}`;
  switch (event.ordering) {
    case 'dma-wmb only':
      return `dma_wmb orders ${store} before other stores to memory, not before a relaxed register write.`;
    case 'smp-wmb only':
      return `smp_wmb orders ${store} for other CPUs, not for ${event.device}.`;
    case 'none': {
      const who = event.doorbell === 'none' ? 'Nothing waits' : `${doorbells[event.doorbell]} does not wait`;
      return `${who} for ${store}: ${event.device} may look before it arrives.`;
    }
  }
}

const doorbells = { ordered: 'writel', relaxed: 'writel_relaxed', raw: '__raw_writel' } as const;

function nameAlias({ va, color }: AliasedAddress): string {
  return color === undefined ? hexAddress(va) : `${hexAddress(va)} (color ${color})`;
}

function verb(event: { readonly certainty: 'must' | 'may' }, word: string): string {
  return event.certainty === 'may' ? 'can read' : word;
}

const staleReasons: Readonly<Record<Extract<HazardEvent, { id: 'STALE_CPU_READ' }>['cause'], string>> = {
  'cached copy': 'a line that was still in the cache',
  'speculative refill': 'a line the CPU may have loaded ahead of time',
  'overwritten by write-back': 'a cache line written back over the data',
  'bounce not copied': 'the device writing to a copy that was not copied back yet',
  'alias colour': 'another address of the page with cache lines of its own',
  'incongruent index': 'cache lines of another address, which the device does not see',
  'discarded by invalidate': 'an invalidate of the line that held the store',
  'other alias': 'another mapping of the page whose cache line has newer data',
};

const deviceReasons: Readonly<Record<Extract<HazardEvent, { id: 'STALE_DEVICE_READ' }>['cause'], string>> = {
  'dirty L1': 'the store is still in the data cache',
  'dirty L2': 'the store is still in the outer cache',
  'write buffer': 'the store is still in the write buffer',
  'overwritten by write-back': 'a cache line was written back over it',
  'discarded by invalidate': 'the cache line that held it was invalidated',
  'bounce not updated': 'the copy it works on was not updated',
  'other alias': 'the store is in the cache under another address, which no operation and no snoop reaches',
};
