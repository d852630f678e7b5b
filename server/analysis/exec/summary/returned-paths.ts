import type { Term } from '../../symbolic/term.js';
import type { ExecContext } from '../context.js';
import type { EndedPath } from '../outcome.js';
import type { FunctionRun } from '../run-function.js';
import type { StopReason } from '../stop-reason.js';
import { evaluate } from '../values.js';

/** A path that returned, with what it returned. */
export interface ReturnedPath extends EndedPath {
  readonly exit: NonNullable<EndedPath['exit']>;
  readonly returned: Term | undefined;
}

/** `undefined` where some path was not followed to its end: it may do anything. */
export function returnedPaths(cx: ExecContext, run: FunctionRun): readonly ReturnedPath[] | undefined {
  if (!isExploredToItsEnd(run)) return undefined;
  return run.ended.flatMap((it) => {
    const { exit, path } = it;
    if (exit === undefined) return [];
    const returned = exit.value === undefined ? undefined : evaluate(cx, path, exit.value, exit.at);
    return [{ ...it, exit, returned }];
  });
}

/** Whether every way through a function was seen. What another round of a loop does, an earlier one did. */
export function isExploredToItsEnd({ ended, exhausted }: FunctionRun): boolean {
  return exhausted === undefined && ended.every(({ reason }) => isEnd.has(reason.kind));
}

const isEnd: ReadonlySet<StopReason['kind']> = new Set(['returned', 'never-returns', 'infeasible', 'loop-bound']);
