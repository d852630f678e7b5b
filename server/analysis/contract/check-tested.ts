import { decide, range } from '../symbolic/solve.js';
import type { ContractEntry } from './entry.js';
import type { Use } from './event.js';
import { rootOf } from '../symbolic/region.js';
import type { World } from './world.js';

/**
 * Brings an entry's state up to what the path knows by now: a branch on `dma_mapping_error()`, on the pointer or on
 * the count decides whether the call succeeded, however the test was written.
 */
export function updateState(world: World, entry: ContractEntry): ContractEntry {
  if (entry.state !== 'unchecked') return entry;
  if (entry.failed === undefined) return { ...entry, state: 'live' };
  const failed = isNoCount(world, entry) ? 'yes' : decide(world.terms, world.facts, entry.failed);
  if (failed === 'unknown') return entry;
  return { ...entry, state: failed === 'yes' ? 'failed' : 'live' };
}

/** `n <= 0` and `n < 1` are the failure of a count as well, although no count is negative. */
function isNoCount({ terms, facts }: World, { mapped }: ContractEntry): boolean {
  if (mapped === undefined || range(terms, facts, mapped).maximum > 0) return false;
  return decide(terms, facts, terms.binary('!=', mapped, terms.number(0))) !== 'yes';
}

/** States that the result was used before anything tested it; afterwards the path goes on as if it had succeeded. */
export function useUnchecked(world: World, entry: ContractEntry, use: Use): ContractEntry {
  if (entry.state !== 'unchecked' || !entry.madeHere || entry.escaped) return entry;
  const wrong = entry.tests.at(-1);
  if (wrong !== undefined) {
    world.raise({ id: 'WRONG_ERROR_CHECK', at: wrong.at, heuristics: [], entry, test: wrong.how, use });
  } else {
    const id =
      entry.family === 'single' || entry.family === 'sg' || entry.family === 'resource'
        ? 'MAP_ERROR_UNCHECKED'
        : 'ALLOC_NULL_UNCHECKED';
    world.raise({ id, at: entry.origin.at, heuristics: [], entry, use });
  }
  return { ...entry, state: 'live' };
}

/** The test was made and did not keep the path from using what it rejected. */
export function useFailed(world: World, entry: ContractEntry, use: Use): void {
  if (!entry.madeHere || entry.escaped || world.isGuess(entry)) return;
  world.raise({ id: 'FAILED_USED', at: use.at, heuristics: [], entry, use });
}

/**
 * An address in memory the device reads may still be tested there: `desc->data = dma_map_single(..)`, then
 * `dma_mapping_error(dev, desc->data)`. It is used once the device may look, or nobody here can test it any more.
 */
export function useInDeviceMemory(world: World, entry: ContractEntry): ContractEntry {
  const { published } = entry;
  if (published === undefined || entry.state !== 'unchecked') return entry;
  const isRead = entry.heldIn.some((holder) => world.memoryOf(rootOf(holder))?.kind === 'coherent');
  return isRead ? useUnchecked(world, entry, { at: published, how: 'given-to-device', to: undefined }) : entry;
}
