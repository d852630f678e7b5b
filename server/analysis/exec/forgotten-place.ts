import { type ContractEntry, isLive } from '../contract/entry.js';
import { mentions, mentionsCpu } from '../contract/mentions.js';
import { isWithin, type Region } from '../symbolic/region.js';
import { symbolsOf, type Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import type { Path } from './path.js';

/**
 * `if (dev->ring) free(dev->ring)` where the path put an address into `dev->ring` and no longer knows what is there: an
 * unknown function or the rounds of a loop that were not run may have changed it. It may be the same address still, so
 * whether this tests or releases that entry nobody can tell.
 */
export function letGoOfForgotten(cx: ExecContext, path: Path, value: Term): Path {
  if (!path.contract.some(isHeld)) return path;
  const places = placesReadBy(cx, value);
  if (places.length === 0) return path;
  const isMeant = (entry: ContractEntry): boolean =>
    isHeld(entry) &&
    !mentions(value, entry) &&
    !mentionsCpu(value, entry) &&
    places.some((place) => entry.heldIn.some((holder) => isWithin(holder, place) !== 'no'));
  if (!path.contract.some(isMeant)) return path;
  return { ...path, contract: path.contract.map((entry) => (isMeant(entry) ? { ...entry, escaped: true } : entry)) };
}

const isHeld = (entry: ContractEntry): boolean => !entry.escaped && isLive(entry) && entry.heldIn.length > 0;

function placesReadBy(cx: ExecContext, value: Term): readonly Region[] {
  const places: Region[] = [];
  for (const symbol of symbolsOf(value)) {
    const place = cx.readFrom.get(symbol);
    if (place !== undefined) places.push(place);
  }
  return places;
}
