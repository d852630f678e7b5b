import type { ContractEntry } from './entry.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

/** A release must name the direction of its mapping. */
export function checkDirection(world: World, entry: ContractEntry, call: ApiCall): void {
  const direction = argumentOf(call, 'direction')?.term;
  if (direction === undefined || !entry.madeHere || same(world, direction, entry.direction) !== 'no') return;
  if (world.isGuess(entry)) return;
  world.raise({ id: 'DIRECTION_MISMATCH', at: call.at, heuristics: [], entry, direction });
}
