// A claim to a verdict.
import { asComparison, type Comparison, verdictWithin } from './compare.js';
import { bodyOf, rangeOf, resolve, withoutIdleCasts } from './canonical.js';
import { type Constraints, domainOf } from './facts.js';
import { type Interval, intersect, scaledInterval } from './interval.js';
import type { Term } from './shapes.js';
import type { Terms } from './term.js';
import type { Verdict } from './verdict.js';

export { canonical } from './canonical.js';

/** Whether the term is other than 0. */
export function decide(terms: Terms, facts: Constraints, term: Term): Verdict {
  const resolved = resolve(terms, facts, term);
  const verdict = decideResolved(terms, facts, resolved);
  if (verdict !== 'unknown') return verdict;
  const uncast = withoutIdleCasts(terms, facts, resolved);
  return uncast === resolved ? 'unknown' : decideResolved(terms, facts, resolve(terms, facts, uncast));
}

/** `no` only when they differ whatever the symbols are, within the facts. */
export function equal(terms: Terms, facts: Constraints, left: Term, right: Term): Verdict {
  return left === right ? 'yes' : decide(terms, facts, terms.binary('==', left, right));
}

export function range(terms: Terms, facts: Constraints, term: Term): Interval {
  const resolved = resolve(terms, facts, term);
  const uncast = withoutIdleCasts(terms, facts, resolved);
  return rangeByNeighbors(terms, facts, uncast === resolved ? resolved : resolve(terms, facts, uncast));
}

function decideResolved(terms: Terms, facts: Constraints, term: Term): Verdict {
  const condition = terms.binary('!=', term, terms.number(0));
  if (condition.kind === 'const') return condition.value === 0 ? 'no' : 'yes';
  const comparison = asComparison(condition);
  return comparison === undefined ? 'unknown' : decideComparison(terms, facts, comparison);
}

/** `&p->field` and `p + n` are no null pointers when `p` is none. The other way round depends on the offset. */
export function isInsideKnownPointer(terms: Terms, facts: Constraints, term: Term): boolean {
  if (term.kind !== 'pointer') return false;
  let outer = term.region;
  while (outer.kind !== 'root') outer = outer.parent;
  return outer.pointer !== undefined && decide(terms, facts, outer.pointer) === 'yes';
}

function decideComparison(terms: Terms, facts: Constraints, { relation, body, bound }: Comparison): Verdict {
  const isExcluded =
    domainOf(facts, body)?.excluded.includes(bound) === true ||
    (bound === 0 && isInsideKnownPointer(terms, facts, body));
  if (isExcluded && relation === '==') return 'no';
  if (isExcluded && relation === '!=') return 'yes';
  const quick = verdictWithin(relation, bound, rangeOf(terms, facts, body));
  if (quick !== undefined) return quick ? 'yes' : 'no';
  if (facts.sums.size === 0) return 'unknown';
  const slow = verdictWithin(relation, bound, rangeByNeighbors(terms, facts, body));
  return slow === undefined ? 'unknown' : slow ? 'yes' : 'no';
}

/**
 * How many known sums one question may try. A path rarely compares more than a handful of pairs of symbols; what is
 * beyond is answered `unknown`.
 */
const maxNeighbors = 8;

/** Adds one known sum to the intervals: from a ≤ b and b + c ≤ 10 it gets a + c ≤ 10. */
function rangeByNeighbors(terms: Terms, facts: Constraints, term: Term): Interval {
  let result = rangeOf(terms, facts, term);
  if (facts.sums.size === 0 || term.kind === 'const') return result;
  const { body, factor, constant } = bodyOf(terms, term);
  let tried = 0;
  for (const known of facts.sums.values()) {
    if (known.term === body || !sharesAtom(known.term, body)) continue;
    if (tried === maxNeighbors) break;
    tried += 1;
    for (const sign of [1, -1]) {
      const rest = terms.binary(sign === 1 ? '-' : '+', body, known.term);
      const bound = plus(rangeOf(terms, facts, rest), scaledInterval(known, sign, 0));
      result = intersect(result, scaledInterval(bound, factor, constant));
    }
  }
  return result;
}

function sharesAtom(left: Term, right: Term): boolean {
  if (left.kind !== 'linear') return false;
  if (right.kind !== 'linear') return left.parts.some(({ atom }) => atom === right);
  return left.parts.some(({ atom }) => right.parts.some((it) => it.atom === atom));
}

const plus = (left: Interval, right: Interval): Interval => ({
  minimum: left.minimum + right.minimum,
  maximum: left.maximum + right.maximum,
});
