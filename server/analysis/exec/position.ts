import { oncePer } from '../base/once-per.js';
import type { Frame, Path } from './path.js';

/**
 * Where a path stands, outermost call first. Paths are run in this order, so that all of them have come to a place
 * before any goes on from there: what can merge, meets.
 */
export interface Position {
  readonly key: string;
  readonly order: readonly number[];
}

export function positionOf({ frame }: Path): Position {
  const { order, places } = standingOf(frame);
  return { key: `${frame.key}|${places}`, order };
}

interface Standing {
  readonly order: readonly number[];
  /** The same as text, with the rounds of the loops. */
  readonly places: string;
}

function standingOf(frame: Frame): Standing {
  const { program, block, index, rounds, caller } = frame;
  const place = program.order[block] ?? 0;
  let own = `${place},${index}`;
  if (rounds.size > 0) for (const [header, count] of rounds) own += `,${header}x${count}`;
  if (caller === undefined) return { order: [place, index], places: own };
  const outer = callerStanding(caller.frame);
  return { order: [...outer.order, place, index], places: `${outer.places}|${own}` };
}

/** All that runs inside of a call asks the same about the functions that wait for it. */
const callerStanding: (frame: Frame) => Standing = oncePer(standingOf);

export function comparePositions(left: Position, right: Position): number {
  const length = Math.max(left.order.length, right.order.length);
  for (let at = 0; at < length; at += 1) {
    // A path inside a call comes before one that has left it.
    const difference = (left.order[at] ?? Infinity) - (right.order[at] ?? Infinity);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}
