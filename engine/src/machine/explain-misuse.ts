import { hexAddress } from '../address/spaces.js';
import type { BadMemoryId, MisuseEvent, SgEvent } from '../ops/event-protocol.js';
import { count, nameDirection, type Names, nameRecord } from './names.js';

export function explainMisuse(event: MisuseEvent | SgEvent, names: Names): string {
  switch (event.id) {
    case 'SG_WRONG_COUNT':
      return `The driver counts ${event.used} in ${nameRecord(names, event.record)}: dma_map_sg was given ${event.origNents} entries and returned ${event.nents}.`;
    case 'SG_LEN_CONFUSION':
      return `The first segment of ${nameRecord(names, event.record)} has ${count(event.dmaLength)} for the device, but the driver uses sg->length, ${event.cpuLength}.`;
    case 'SG_SEGMENT_TOO_LONG':
      return `A scatterlist entry of ${count(event.length)} is longer than the ${event.limit} ${event.device} takes in one segment.`;
    case 'MAP_ERROR_UNCHECKED':
      return `${nameRecord(names, event.record)} is used before dma_mapping_error() looked at it.`;
    case 'MAP_ERROR_USED':
      return `The error value of a failed mapping is given to ${event.device}.`;
    case 'ALLOC_NULL_UNCHECKED':
      return 'A failed allocation is used: the address is NULL.';
    case 'BAD_MEMORY_STACK':
    case 'BAD_MEMORY_VMALLOC':
    case 'BAD_MEMORY_TEXT':
    case 'BAD_MEMORY_INVALID':
    case 'BAD_MEMORY_USER':
    case 'BAD_MEMORY_COOKIE':
      return `${event.device} is given ${hexAddress(event.address)}, ${badMemory[event.id]}.`;
    case 'COHERENT_STREAMED':
      return `${nameRecord(names, event.allocation)} is coherent memory and must not be mapped again.`;
    case 'OVERLAPPING_MAPPINGS':
      return `${nameRecord(names, event.second)} and ${nameRecord(names, event.first)} cover the same cache line while the device writes both.`;
    case 'SYNC_NOT_FOUND':
      return `${count(event.size)} at ${hexAddress(event.address)} are synced, but no mapping of ${event.device} contains them.`;
    case 'SYNC_DIRECTION':
      return `${nameRecord(names, event.record)} is synced as ${nameDirection(event.direction)}, which is not its direction.`;
    case 'HANDLE_ARITHMETIC':
      return `${event.device} accesses ${count(event.size)} at ${hexAddress(event.address)}, past the end of ${nameRecord(names, event.record)}.`;
    case 'DMA_WRONG_DEVICE':
      return `${event.device} uses ${hexAddress(event.address)}, which was mapped for ${event.record.device}.`;
    case 'ATTR_MISMATCH':
      return `${nameRecord(names, event.allocation)} was allocated with ${attrList(event.allocation.attrs)}, but this call says ${attrList(event.attrs)}.`;
    case 'COOKIE_DEREF':
      return `The CPU ${event.access}s through the cookie of ${nameRecord(names, event.allocation)}, which is kernel metadata and not memory.`;
    case 'UNPORTABLE_COOKIE':
      return `The CPU uses the address of ${nameRecord(names, event.allocation)}; on other machines it is only a cookie.`;
    case 'ZERO_SIZE':
      return `${event.device} is given a mapping of no bytes.`;
    case 'SKIP_SYNC_UNBALANCED':
      return `${nameRecord(names, event.record)} was mapped with DMA_ATTR_SKIP_CPU_SYNC and never synced before the device's ${event.access}.`;
  }
}

const badMemory: Readonly<Record<BadMemoryId, string>> = {
  BAD_MEMORY_STACK: 'which is on the stack',
  BAD_MEMORY_VMALLOC: 'which is vmalloc memory',
  BAD_MEMORY_TEXT: 'which is kernel code or constant data',
  BAD_MEMORY_INVALID: 'which is no memory the kernel maps linearly',
  BAD_MEMORY_USER: 'which is a user address',
  BAD_MEMORY_COOKIE: 'which is an allocation cookie',
};

function attrList(attrs: readonly string[]): string {
  return attrs.length === 0 ? 'no attributes' : attrs.join(', ');
}
