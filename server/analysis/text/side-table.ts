import type { Span } from '../base/span.js';

/** What a mask took away or renamed, at the place in the original text where it stood. */
export type SideEntry =
  | Annotation
  | ScopeCleanup
  | LoopMacro
  | TypeArgument
  | FileMacro
  | CaseRange
  | MemberMacro
  | InsertedSemicolon;

/** `__aligned(64)`, `__packed`, `__iomem`, … blanked. */
export interface Annotation {
  readonly kind: 'annotation';
  readonly at: Span;
  /** As the kernel spells it in one word: `__aligned`, whichever way the file wrote it. */
  readonly name: 'aligned' | 'cacheline-aligned' | 'packed' | 'iomem' | 'user' | 'percpu' | 'rcu';
  /** Text between the parentheses of `__aligned(n)`; `undefined` without parentheses. */
  readonly argument: string | undefined;
}

/**
 * Clean-up at the end of a scope.
 * `free`: blanked after the declarator that `at` follows. `guard`: `at` is the call `guard(name)(argument)`, which
 * stays in the text. `scoped-guard`: stands at the word `while` written over it; the body is run once.
 */
export interface ScopeCleanup {
  readonly kind: 'free' | 'guard' | 'scoped-guard';
  readonly at: Span;
  /** `kfree` of `__free(kfree)`, `mutex` of `guard(mutex)(&l)`. */
  readonly cleanup: string;
  /** Text of what is guarded; empty for `free` and for guards that take nothing. */
  readonly argument: string;
  readonly argumentAt: Span;
}

/** A macro that heads a statement, now `while`. `at` is the span of its name. */
export interface LoopMacro {
  readonly kind: 'loop';
  readonly at: Span;
  readonly name: string;
  /** `once` for macros that open a scope and do not repeat it (`scoped_guard`, `with_…`). */
  readonly rounds: 'many' | 'once';
}

/** A type, or a member designator with dots, given to a macro and joined to one word. */
export interface TypeArgument {
  readonly kind: 'type-argument';
  readonly at: Span;
  /** As written, white space and comments included. */
  readonly words: string;
}

/** A macro call at file scope, blanked. */
export interface FileMacro {
  readonly kind: 'file-macro';
  readonly at: Span;
  readonly name: string;
  readonly nameAt: Span;
  /** Text of each argument, split at top-level commas. */
  readonly arguments: readonly string[];
  readonly isStatic: boolean;
}

/** `case low ... high:`, where `... high` was blanked. */
export interface CaseRange {
  readonly kind: 'case-range';
  /** The blanked part. */
  readonly at: Span;
  readonly high: string;
  readonly highAt: Span;
}

/** A declaration made by a macro, now written as the declaration it makes. `at` is the declared name. */
export interface MemberMacro {
  readonly kind: 'member-macro';
  readonly at: Span;
  readonly name: 'DECLARE_BITMAP' | 'DECLARE_FLEX_ARRAY';
}

/** A semicolon written over white space after a macro that brings its own. */
export interface InsertedSemicolon {
  readonly kind: 'inserted-semicolon';
  readonly at: Span;
}

/** Entries by offset. */
export interface SideTable {
  /** Sorted by start. */
  readonly entries: readonly SideEntry[];
  /** The entry that starts at exactly this offset, or `undefined`. */
  at(offset: number): SideEntry | undefined;
  /** Entries that start within `[start, end)`, in order. */
  within(range: Span): readonly SideEntry[];
}

export function createSideTable(unsorted: readonly SideEntry[]): SideTable {
  const entries = [...unsorted].sort((left, right) => left.at.start - right.at.start);

  const firstFrom = (offset: number): number => {
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((entries[middle]?.at.start ?? 0) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  };

  return {
    entries,
    at(offset) {
      const entry = entries[firstFrom(offset)];
      return entry?.at.start === offset ? entry : undefined;
    },
    within: ({ start, end }) => entries.slice(firstFrom(start), firstFrom(end)),
  };
}
