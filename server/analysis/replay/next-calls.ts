import { apiByName } from '../api/index.js';
import { type ContractEntry, isLive, isStreaming } from '../contract/entry.js';
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
      if (entry.managed) return ['next: nothing has to; the driver core releases it'];
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
      return isErrorNumber
        ? 'a test for a negative result, before anything else'
        : 'a test for 0, before anything else';
    }
    default:
      return 'a test for `NULL`, before anything else';
  }
}

function handOvers(entry: ContractEntry): readonly string[] {
  const { family } = entry;
  if (family !== 'single' && family !== 'sg') return [];
  if (ownerOf(entry) === 'cpu') return [`dma_sync_${family}_for_device()`];
  // What the device only reads never has to come back before it is unmapped.
  return directionOf(entry) === direction.toDevice ? [] : [`dma_sync_${family}_for_cpu()`];
}

/**
 * The device owns a new mapping. An entry that says otherwise without a hand-over had its finding already, and the
 * contract stopped asking.
 */
export function ownerOf(entry: ContractEntry): ContractEntry['owner'] {
  const wasHandedOver = entry.ownedSince.start !== entry.origin.at.start || !entry.madeHere;
  return isStreaming(entry) && isLive(entry) && !wasHandedOver ? 'device' : entry.owner;
}

function releases({ family, origin }: ContractEntry): readonly string[] {
  const row = apiByName(origin.name);
  if (row?.does === 'map' || row?.does === 'allocate') return row.undoneBy.slice(0, 1).map((name) => `${name}()`);
  return family === 'single' ? ['dma_unmap_single()', 'dma_unmap_page()'] : ['dma_unmap_sg()'];
}
