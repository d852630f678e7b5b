import type { ExecContext } from './context.js';
import { mergePaths } from './merge.js';
import type { Path } from './path.js';
import { comparePositions, type Position, positionOf } from './position.js';
import type { EndedPath } from './outcome.js';
import { stepBlock } from './step-block.js';

/** How far one function is explored: blocks run, and paths waiting at one time. */
export interface ExploreBudget {
  readonly steps: number;
  readonly paths: number;
}

export interface Exploration {
  readonly ended: readonly EndedPath[];
  readonly steps: number;
  readonly exhausted: 'steps' | 'paths' | undefined;
}

/** Runs every feasible path from `entry` to its end, in the order of the code, merging where paths meet. */
export function explore(cx: ExecContext, entry: Path, budget: ExploreBudget, isCancelled: () => boolean): Exploration {
  const waiting: Group[] = [];
  let count = 0;
  const add = (path: Path): void => {
    count += 1;
    const position = positionOf(path);
    const place = placeOf(waiting, position);
    const group = waiting[place];
    if (group?.position.key === position.key) group.paths.push(path);
    else waiting.splice(place, 0, { position, paths: [path] });
  };
  const ended: EndedPath[] = [];
  let steps = 0;
  add(entry);
  for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
    count -= group.paths.length;
    for (const path of mergePaths(cx, group.paths, group.position, count)) {
      if (budget.steps <= steps || isCancelled()) return { ended, steps, exhausted: 'steps' };
      steps += 1;
      const outcome = stepBlock(cx, path);
      ended.push(...outcome.ended);
      outcome.paths.forEach(add);
    }
    if (budget.paths < count) return { ended, steps, exhausted: 'paths' };
  }
  return { ended, steps, exhausted: undefined };
}

/** Paths that met. */
interface Group {
  readonly position: Position;
  readonly paths: Path[];
}

/** Where the group of a position stands or belongs among those that wait, of which the next to run is the last. */
function placeOf(waiting: readonly Group[], position: Position): number {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const group = waiting[middle];
    if (group !== undefined && comparePositions(position, group.position) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
