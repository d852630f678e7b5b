import type { CallInstr } from '../graph/instr.js';
import type { Term } from '../symbolic/term.js';
import type { Path } from './path.js';

/** A call with its arguments evaluated, in source order. */
export interface Call {
  readonly instr: CallInstr;
  readonly values: readonly Term[];
}

/** What comes of one call: paths that go on after it, or one that goes on inside the callee. */
export type CallOutcome =
  | { readonly kind: 'returned'; readonly paths: readonly Path[] }
  | { readonly kind: 'entered'; readonly path: Path }
  | { readonly kind: 'never-returns' };

export const returned = (path: Path): CallOutcome => ({ kind: 'returned', paths: [path] });
