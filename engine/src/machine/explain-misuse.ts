import { hexAddress } from '../address/spaces.js';
import type { BadMemoryId, MisuseEvent, SgEvent } from '../ops/event-protocol.js';
import type { ErrorTest } from '../ops/op.js';
import { count, nameDirection, type Names, nameRecord } from './names.js';

export function explainMisuse(event: MisuseEvent | SgEvent, names: Names): string {
  switch (event.id) {
    case 'SG_WRONG_COUNT':
      return `The driver counts ${event.used} in ${nameRecord(names, event.record)}: dma_map_sg was given ${event.origNents} entries and returned ${event.nents}.`;
    case 'SG_LEN_CONFUSION':
      return explainLengths(event, names);
    case 'SG_SEGMENT_TOO_LONG':
      return `A scatterlist entry of ${count(event.length)} is longer than the ${event.limit} ${event.device} takes in one segment.`;
    case 'SG_BOUNDARY':
      return `A segment of ${nameRecord(names, event.record)}, ${count(event.length)} at ${hexAddress(event.address)}, crosses a multiple of ${hexAddress(event.boundaryBytes)}, which no segment of ${event.record.device} may.`;
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
    case 'BAD_MEMORY_IOMEM':
    case 'BAD_MEMORY_COOKIE':
      return `${event.device} is given ${hexAddress(event.address)}, ${badMemory[event.id]}.`;
    case 'COHERENT_STREAMED':
      return `${nameRecord(names, event.allocation)} is coherent memory and must not be mapped again.`;
    case 'OVERLAPPING_MAPPINGS':
      return `${nameRecord(names, event.second)} and ${nameRecord(names, event.first)} cover the same cache line while the device writes both.`;
    case 'SYNC_NOT_FOUND':
      return `${count(event.size)} at ${hexAddress(event.address)} are synced, but no mapping of ${event.device} contains them.`;
    case 'SYNC_OUTSIDE':
      return `${count(event.size)} at ${hexAddress(event.address)} are synced, which end behind ${nameRecord(names, event.record)}.`;
    case 'SYNC_DIRECTION':
      return `${nameRecord(names, event.record)} is synced as ${nameDirection(event.direction)}, ${syncMistakes[event.because]}.`;
    case 'UNKNOWN_ATTR':
      return `The attribute ${event.attr} given for ${event.device} does not exist in this kernel.`;
    case 'WRONG_ERROR_CHECK':
      return `The ${event.result} is tested with ${errorTests[event.test]}, which does not tell whether the call failed${testOutcomes[event.outcome]}.`;
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
  BAD_MEMORY_IOMEM: "which is another device's registers",
  BAD_MEMORY_COOKIE: 'which is an allocation cookie',
};

function attrList(attrs: readonly string[]): string {
  return attrs.length === 0 ? 'no attributes' : attrs.join(', ');
}

const syncMistakes: Readonly<Record<Extract<MisuseEvent, { id: 'SYNC_DIRECTION' }>['because'], string>> = {
  differs: 'which is not its direction',
  'device only reads': 'although the device only reads it and so leaves nothing for the CPU',
  'device only writes': 'although the device only writes it and so takes nothing from the CPU',
};

const errorTests: Readonly<Record<ErrorTest, string>> = {
  dma_mapping_error: 'dma_mapping_error()',
  zero: '== 0',
  NULL: '== NULL',
  negative: '< 0',
  IS_ERR: 'IS_ERR()',
};

const testOutcomes: Readonly<Record<Extract<MisuseEvent, { id: 'WRONG_ERROR_CHECK' }>['outcome'], string>> = {
  'right by luck': '; here it is right by luck',
  'failure not noticed': ': the failure is not noticed',
  'success taken for failure': ': a success is taken for a failure',
};

function explainLengths(event: Extract<SgEvent, { id: 'SG_LEN_CONFUSION' }>, names: Names): string {
  const [dma, cpu] = [`sg_dma_len ${event.dmaLength}`, `sg->length ${event.cpuLength}`];
  return event.used === 'cpu'
    ? `The driver gives the device ${cpu} for a segment of ${nameRecord(names, event.record)} that has ${dma}.`
    : `The driver uses ${dma} for an entry of ${nameRecord(names, event.record)} that has ${cpu}.`;
}
