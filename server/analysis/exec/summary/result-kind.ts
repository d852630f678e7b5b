// What callers tell apart of a result: below, at or above zero; of pointers an error, none, or one that leads somewhere.
import { assume, type Constraints } from '../../symbolic/constraints.js';
import type { Term, Terms } from '../../symbolic/term.js';

export type ResultKind = 'negative' | 'zero' | 'positive' | 'error-pointer' | 'pointer';

export interface ResultTest {
  readonly kind: ResultKind;
  readonly holds: boolean;
}

/** The kinds of a type; each excludes the others. */
export function kindsOf(type: { readonly isPointer: boolean; readonly signed: boolean }): readonly ResultKind[] {
  if (type.isPointer) return ['error-pointer', 'zero', 'pointer'];
  return type.signed ? ['negative', 'zero', 'positive'] : ['zero', 'positive'];
}

/** The facts together with what a test says of a result; `undefined` where the result is known to be another. */
export function assumeResult(
  terms: Terms,
  facts: Constraints,
  result: Term,
  test: ResultTest,
): Constraints | undefined {
  let known: Constraints | undefined = facts;
  for (const [condition, holds] of conditionsOf(terms, test, result)) {
    if (known !== undefined) known = assume(terms, known, condition, holds);
  }
  return known;
}

/** Whether what is not of this kind can be said in one condition. */
export const hasOpposite = (kind: ResultKind): boolean => kind !== 'pointer';

function conditionsOf(terms: Terms, { kind, holds }: ResultTest, result: Term): readonly (readonly [Term, boolean])[] {
  const zero = terms.number(0);
  switch (kind) {
    case 'negative':
      return [[terms.binary('<', result, zero), holds]];
    case 'zero':
      return [[terms.binary('==', result, zero), holds]];
    case 'positive':
      return [[terms.binary('>', result, zero), holds]];
    case 'error-pointer':
      return [[terms.apply('is-err', [result]), holds]];
    case 'pointer':
      return [
        [terms.apply('is-err', [result]), !holds],
        [terms.binary('==', result, zero), !holds],
      ];
  }
}
