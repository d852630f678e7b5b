import { type ContractEntry, isStreaming } from '../contract/entry.js';
import { mentions } from '../contract/mentions.js';
import type { Terminator } from '../graph/instr.js';
import { rootOf } from '../symbolic/region.js';
import { decide } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import type { ExecContext } from './context.js';
import { pointedRoot } from './call-unknown.js';
import { type Caller, type Path, record, setLocal, withFrame, withMarked } from './path.js';
import type { BlockOutcome } from './outcome.js';
import { familiesReleased } from './releases.js';
import { evaluate } from './values.js';

/**
 * `queue_block(ring, dma);` fails where the ring is full, and its caller does not ask: the author knows that it never
 * is, so what the helper did not put into the ring on this path is no leak. Nor is what a clean-up leaves that fails.
 */
function doubtUnasked(cx: ExecContext, path: Path, { values }: Caller, returned: Term): Path {
  if (path.contract.length === 0 || decide(cx.terms, path.facts, returned) !== 'yes') return path;
  const { program } = path.frame;
  const roots = new Set(values.map((value) => pointedRoot(cx, value)));
  const isFailure = returned.kind === 'const' && returned.value < 0;
  const isGiven = (entry: ContractEntry): boolean =>
    !entry.maybeReleased &&
    ((isFailure && isStreaming(entry) && values.some((value) => mentions(value, entry))) ||
      (familiesReleased(cx, program).has(entry.family) && entry.heldIn.some((holder) => roots.has(rootOf(holder)))));
  return withMarked(path, isGiven, { maybeReleased: true });
}

/** Ends a function: back into the caller, or the end of the path. */
export function leaveFrame(cx: ExecContext, path: Path, end: Extract<Terminator, { kind: 'return' }>): BlockOutcome {
  const { caller, depth } = path.frame;
  if (caller === undefined) return { paths: [], ended: [{ path, reason: { kind: 'returned' }, exit: end }] };
  const value = end.value === undefined ? undefined : evaluate(cx, path, end.value, end.at);
  const returned = caller.target === undefined && value !== undefined ? doubtUnasked(cx, path, caller, value) : path;
  const gives = caller.target !== undefined && value !== undefined;
  const left = record(withFrame(returned, caller.frame), { kind: 'leave', at: end.at, depth, gives });
  if (caller.target === undefined || value === undefined) return { paths: [left], ended: [] };
  return { paths: [setLocal(left, caller.target, value)], ended: [] };
}
