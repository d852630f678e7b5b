import type { ContractEntry } from './entry.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

/**
 * `dma_unmap_sg()` wants the number of entries given to `dma_map_sg()`, not the number it returned:
 * Linux Documentation/core-api/dma-api.rst (6.12).
 */
export function checkCount(world: World, entry: ContractEntry, call: ApiCall): void {
  const count = argumentOf(call, 'entries')?.term;
  if (count === undefined || !entry.madeHere || same(world, count, entry.size) === 'yes') return;
  // A list of one entry cannot merge: both counts are 1.
  if (same(world, entry.size, world.terms.number(1)) === 'yes') return;
  const isMappedCount = same(world, count, entry.mapped) === 'yes';
  if (!isMappedCount && same(world, count, entry.size) !== 'no') return;
  world.raise({ id: 'SG_WRONG_COUNT', at: call.at, heuristics: [], entry, count, isMappedCount });
}
