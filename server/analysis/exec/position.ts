import type { Frame, Path } from './path.js';

/**
 * Where a path stands, outermost call first. Paths are run in this order, so that all of them have come to a place
 * before any goes on from there: what can merge, meets.
 */
export interface Position {
  readonly key: string;
  readonly order: readonly number[];
}

export function positionOf(path: Path): Position {
  const frames: Frame[] = [];
  for (let at: Frame | undefined = path.frame; at !== undefined; at = at.caller?.frame) frames.push(at);
  frames.reverse();
  const order = frames.flatMap((frame) => [frame.program.order[frame.block] ?? 0, frame.index]);
  const rounds = frames.map((frame) => [...frame.rounds].map(([header, count]) => `${header}x${count}`).join('.'));
  return { key: `${path.frame.key}|${order.join(',')}|${rounds.join('|')}`, order };
}

export function comparePositions(left: Position, right: Position): number {
  const length = Math.max(left.order.length, right.order.length);
  for (let at = 0; at < length; at += 1) {
    // A path inside a call comes before one that has left it.
    const difference = (left.order[at] ?? Infinity) - (right.order[at] ?? Infinity);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}
