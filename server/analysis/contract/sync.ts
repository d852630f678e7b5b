import { type Contract, type ContractEntry, type EntryId, replaceEntry } from './entry.js';
import { checkDeadSync, checkPartialSync, checkSync } from './check-sync.js';
import { useUnchecked } from './check-tested.js';
import { findByCpu, findByDma } from './find-entry.js';
import { entryOfOthers } from './map.js';
import type { SyncCall } from './calls.js';
import { argumentOf, type World } from './world.js';

/** Hands bytes over without ending the mapping. A sync of what another function mapped starts an entry of its own. */
export function sync(world: World, contract: Contract, call: SyncCall): Contract {
  const entry =
    call.row.family === 'sg'
      ? findByCpu(world, contract, argumentOf(call, 'scatterlist', 'sg-table')?.term)
      : findByDma(world, contract, argumentOf(call, 'dma-address')?.term);
  if (entry === undefined) {
    checkPartialSync(world, contract, call);
    return [...contract, handOver(mappedElsewhere(call), call)];
  }
  if (entry.state === 'failed' || entry.state === 'released') {
    checkDeadSync(world, contract, call);
    return contract;
  }
  checkSync(world, entry, call);
  const used = useUnchecked(world, entry, { at: call.at, how: 'synced', to: call.row.name });
  return replaceEntry(contract, handOver(used, call));
}

function handOver(entry: ContractEntry, call: SyncCall): ContractEntry {
  return call.row.does === 'sync-for-cpu'
    ? { ...entry, owner: 'cpu', ownedSince: call.at, startedAt: undefined }
    : { ...entry, owner: 'device', ownedSince: call.at, writes: [] };
}

function mappedElsewhere(call: SyncCall): ContractEntry {
  return {
    ...entryOfOthers(call),
    id: `synced:${call.key}` as EntryId,
    cpu: argumentOf(call, 'scatterlist', 'sg-table')?.term,
    buffer: undefined,
    dma: argumentOf(call, 'dma-address')?.term,
    state: 'live',
    owner: 'device',
  };
}
