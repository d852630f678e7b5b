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
  const waiting = new Map<string, { readonly position: Position; readonly paths: Path[] }>();
  let count = 0;
  const add = (path: Path): void => {
    count += 1;
    const position = positionOf(path);
    const group = waiting.get(position.key);
    if (group === undefined) waiting.set(position.key, { position, paths: [path] });
    else group.paths.push(path);
  };
  const ended: EndedPath[] = [];
  let steps = 0;
  add(entry);
  for (let group = first(waiting); group !== undefined; group = first(waiting)) {
    waiting.delete(group.position.key);
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

type Group = { readonly position: Position; readonly paths: readonly Path[] };

function first(waiting: ReadonlyMap<string, Group>): Group | undefined {
  let best: Group | undefined;
  for (const group of waiting.values()) {
    if (best === undefined || comparePositions(group.position, best.position) < 0) best = group;
  }
  return best;
}
