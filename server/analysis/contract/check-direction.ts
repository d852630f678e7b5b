import type { ContractEntry } from './entry.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

/** A release must name the direction of its mapping. */
export function checkDirection(world: World, entry: ContractEntry, call: ApiCall): void {
  const argument = argumentOf(call, 'direction');
  const direction = argument?.term;
  if (direction === undefined || !entry.madeHere || same(world, direction, entry.direction) !== 'no') return;
  if (world.isGuess(entry, argument?.isChosen === true ? 'value' : 'way')) return;
  world.raise({ id: 'DIRECTION_MISMATCH', at: call.at, heuristics: [], entry, direction });
}
