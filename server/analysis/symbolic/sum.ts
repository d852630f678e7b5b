import type { Interner } from './interner.js';
import { addScaled, type Sum, sumOf } from './linear.js';
import { positionOf } from './region.js';
import type { LinearPart, Term } from './shapes.js';

/** left + factor · right. Of pointers into one array only the indices are left, as in C. */
export function addTerms(terms: Interner, left: Term, right: Term, factor: number): Term {
  return terms.sum(withoutPointerPairs(addScaled(sumOf(left), sumOf(right), factor)));
}

export interface ScaledTerm {
  readonly coefficient: number;
  readonly term: Term;
}

/** constant + coefficient · term + …; one table entry however many terms there are. */
export function sumOfTerms(terms: Interner, constant: number, parts: readonly ScaledTerm[]): Term {
  let total: Sum = { constant, parts: [] };
  for (const { coefficient, term } of parts) total = addScaled(total, sumOf(term), coefficient);
  return terms.sum(withoutPointerPairs(total));
}

function withoutPointerPairs(sum: Sum): Sum {
  if (sum.parts.length < 2) return sum;
  for (const plus of sum.parts) {
    if (plus.atom.kind !== 'pointer') continue;
    const minus = sum.parts.find((it) => areOpposite(plus, it));
    if (minus === undefined) continue;
    const rest = { constant: sum.constant, parts: sum.parts.filter((it) => it !== plus && it !== minus) };
    return withoutPointerPairs(withIndex(withIndex(rest, plus), minus));
  }
  return sum;
}

function areOpposite(left: LinearPart, right: LinearPart): boolean {
  return left.coefficient === -right.coefficient && positionOf(left.atom).array === positionOf(right.atom).array;
}

function withIndex(sum: Sum, { coefficient, atom }: LinearPart): Sum {
  const { index } = positionOf(atom);
  return index === undefined ? sum : addScaled(sum, sumOf(index), coefficient);
}
