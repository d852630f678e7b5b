import type { Span } from '../base/span.js';
import type { Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import { type Contract, type ContractEntry, isStreaming } from './entry.js';
import type { World } from './world.js';

export interface Overwrite {
  readonly at: Span;
  readonly place: Region;
  readonly old: Term;
  readonly value: Term;
  /** A variable has the old value too. */
  isKnownElsewhere(old: Term): boolean;
}

/** The only note of a mapping is replaced by that of another: nobody can unmap the first one any more. */
export function checkOverwritten(
  world: World,
  contract: Contract,
  { at, place, old, value, ...rest }: Overwrite,
): void {
  const entry = contract.find((it) => it.dma === old && isOnlyIn(it, place));
  const by = contract.find((it) => it.dma === value && it.madeHere && it.id !== entry?.id);
  // A loop fills the elements of an array, and where its index wraps around nobody can tell that from a variable.
  if (entry?.origin.at.start === by?.origin.at.start) return;
  if (entry === undefined || by === undefined || rest.isKnownElsewhere(old) || world.isGuess(entry)) return;
  world.raise({ id: 'HANDLE_OVERWRITTEN', at, heuristics: [], entry, place, by });
}

function isOnlyIn(entry: ContractEntry, place: Region): boolean {
  const isOwn = entry.madeHere && isStreaming(entry) && !entry.managed && !entry.escaped && !entry.maybeReleased;
  // What the device was started with may be over and unmapped by the time it is replaced.
  return isOwn && entry.state === 'live' && entry.startedAt === undefined && entry.heldIn.every((it) => it === place);
}
