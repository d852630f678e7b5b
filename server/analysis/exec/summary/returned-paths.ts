import type { Term } from '../../symbolic/term.js';
import type { ExecContext } from '../context.js';
import type { EndedPath } from '../outcome.js';
import type { FunctionRun } from '../run-function.js';
import { evaluate } from '../values.js';

/** A path that returned, with what it returned. */
export interface ReturnedPath extends EndedPath {
  readonly exit: NonNullable<EndedPath['exit']>;
  readonly returned: Term | undefined;
}

/** `undefined` where some path was not followed to its end: it may do anything. */
export function returnedPaths(cx: ExecContext, { ended }: FunctionRun): readonly ReturnedPath[] | undefined {
  const paths: ReturnedPath[] = [];
  for (const it of ended) {
    const { exit, path, reason } = it;
    if (reason.kind === 'never-returns' || reason.kind === 'infeasible' || reason.kind === 'loop-bound') continue;
    if (reason.kind !== 'returned' || exit === undefined) return undefined;
    const returned = exit.value === undefined ? undefined : evaluate(cx, path, exit.value, exit.at);
    paths.push({ ...it, exit, returned });
  }
  return paths;
}
