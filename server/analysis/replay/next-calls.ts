import { apiByName } from '../api/index.js';
import type { ContractEntry } from '../contract/entry.js';
import { direction, directionOf } from '../contract/check-writes.js';
import { code } from '../rules/words.js';

/** What may legally come next, from the state of the entry alone. */
export function nextCalls(entry: ContractEntry): readonly string[] {
  switch (entry.state) {
    case 'failed':
      return ['next: nothing; what failed is neither used nor released'];
    case 'released':
      return [];
    case 'unchecked':
      return [`next: ${testOf(entry)}`];
    case 'live':
      return [`next: ${[...handOvers(entry), ...releases(entry)].map(code).join(' or ')}`];
    default:
      return entry.state satisfies never;
  }
}

function testOf({ family, origin }: ContractEntry): string {
  switch (family) {
    case 'single':
    case 'resource':
      return '`dma_mapping_error()`, before anything else';
    case 'sg': {
      const row = apiByName(origin.name);
      const isErrorNumber = row?.does === 'map' && row.returns !== 'entries-mapped';
      return isErrorNumber ? 'a test for a negative result, before anything else' : 'a test for 0, before anything else';
    }
    default:
      return 'a test for `NULL`, before anything else';
  }
}

function handOvers(entry: ContractEntry): readonly string[] {
  const { family } = entry;
  if (family !== 'single' && family !== 'sg') return [];
  if (entry.owner === 'cpu') return [`dma_sync_${family}_for_device()`];
  // What the device only reads never has to come back before it is unmapped.
  return directionOf(entry) === direction.toDevice ? [] : [`dma_sync_${family}_for_cpu()`];
}

function releases({ family, origin, managed }: ContractEntry): readonly string[] {
  const row = apiByName(origin.name);
  if (managed) return ['nothing: the driver core releases it'];
  if (row?.does === 'map' || row?.does === 'allocate') return row.undoneBy.slice(0, 1).map((name) => `${name}()`);
  return family === 'single' ? ['dma_unmap_single()', 'dma_unmap_page()'] : ['dma_unmap_sg()'];
}
