import { hexAddress } from '../address/spaces.js';
import type { PoolEvent } from '../ops/event-pool.js';
import { leakExits } from './explain-release.js';
import { count, type Names } from './names.js';

export function explainPool(event: PoolEvent, names: Names): string {
  switch (event.id) {
    case 'POOL_CORRUPTION':
      return explainCorruption(event, names);
    case 'POOL_BUSY':
      return `Pool ${event.name} is destroyed with ${count(event.blocks, 'block')} still in use; the kernel leaks the memory.`;
    case 'POOL_WRONG_FREE':
      return `${hexAddress(event.block)} is freed into pool ${event.name}, but ${wrongFrees[event.because]}${event.isRefused ? '; the kernel refuses it' : ''}.`;
    case 'LEAK_POOL':
      return `Pool ${event.name}, created at ${names.step(event.createdAt)}, is never destroyed${leakExits[event.exit]}.`;
  }
}

const wrongFrees: Readonly<Record<Extract<PoolEvent, { id: 'POOL_WRONG_FREE' }>['because'], string>> = {
  'not of this pool': 'is not of this pool',
  'already free': 'is free already',
  'wrong DMA address': 'its DMA address is another',
  'inside a block': 'no block starts there',
};

function explainCorruption(event: Extract<PoolEvent, { id: 'POOL_CORRUPTION' }>, names: Names): string {
  const block = `block ${hexAddress(event.block)} of pool ${event.name}`;
  const { seen } = event;
  if (seen.at === 'allocation') {
    const lost = seen.gone === 'link' ? 'its link to the next free block' : 'its poison';
    return `The pool hands out ${block} and finds ${lost} overwritten at ${names.step(seen.writtenAt)}.`;
  }
  const since = seen.freedAt === undefined ? 'was never handed out' : `was freed at ${names.step(seen.freedAt)}`;
  return `${seen.by} ${seen.access === 'read' ? 'reads' : 'writes'} ${block}, which ${since}.`;
}
