import type { Span } from '../base/span.js';
import { isWithin } from '../symbolic/region.js';
import type { Access, Start } from './calls.js';
import { type Contract, type ContractEntry, isLive, isStreaming } from './entry.js';
import { mentions } from './mentions.js';
import type { World } from './world.js';

/** A DMA address that goes to the device although its mapping is gone. */
export function checkStaleAddress(world: World, contract: Contract, start: Start): void {
  for (const entry of contract) {
    if (entry.state !== 'released' || !entry.madeHere || !isStreaming(entry) || entry.releasedBy === undefined)
      continue;
    if (!start.values.some((value) => mentions(value, entry)) || isStillMapped(contract, entry)) continue;
    if (world.isGuess(entry)) continue;
    world.raise({ id: 'USE_AFTER_UNMAP', at: atSideOf(entry, start), heuristics: [], entry, name: start.name });
  }
}

/** In the function that mapped it, whatever helper the address is given to. */
function atSideOf({ madeAt }: ContractEntry, { at, calls }: Start): Span {
  const own = calls.find((call, depth) => madeAt[depth]?.start !== call.start);
  return own === undefined || own === calls.at(-1) ? at : own;
}

const isStillMapped = (contract: Contract, { dma }: ContractEntry): boolean =>
  contract.some((other) => isLive(other) && other.dma === dma);

/** An access to memory after it was given back. */
export function checkStaleAccess(world: World, contract: Contract, it: Access): Contract {
  const stale = contract.filter((entry) => isFreedAt(world, entry, it));
  for (const entry of stale) {
    world.raise({ id: 'USE_AFTER_FREE', at: it.at, heuristics: [], entry, region: it.region, by: it.by });
  }
  // Once is enough.
  return stale.length === 0 ? contract : contract.filter((entry) => !stale.includes(entry));
}

function isFreedAt(world: World, entry: ContractEntry, it: Access): boolean {
  if (entry.state !== 'released' || entry.buffer === undefined || isStreaming(entry)) return false;
  if (entry.releasedBy === undefined || isWithin(it.region, entry.buffer) !== 'yes') return false;
  return !world.isGuess(entry);
}
