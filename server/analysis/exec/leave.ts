import type { Terminator } from '../graph/instr.js';
import type { ExecContext } from './context.js';
import { type Path, record, setLocal, withFrame } from './path.js';
import type { BlockOutcome } from './outcome.js';
import { evaluate } from './values.js';

/** Ends a function: back into the caller, or the end of the path. */
export function leaveFrame(cx: ExecContext, path: Path, end: Extract<Terminator, { kind: 'return' }>): BlockOutcome {
  const { caller, depth } = path.frame;
  if (caller === undefined) return { paths: [], ended: [{ path, reason: { kind: 'returned' }, exit: end }] };
  const value = end.value === undefined ? undefined : evaluate(cx, path, end.value, end.at);
  const left = record(withFrame(path, caller.frame), { kind: 'leave', at: end.at, depth });
  const after = caller.target === undefined || value === undefined ? left : setLocal(left, caller.target, value);
  return { paths: [after], ended: [] };
}
