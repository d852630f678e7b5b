// What two paths that meet have in common.
import {
  type Constraints,
  type Domain,
  domainOf,
  noConstraints,
  type Solution,
  solutionOf,
  withDomain,
  withoutDomain,
  withoutSolution,
} from './facts.js';
import type { Term } from './shapes.js';
import { assume } from './constraints.js';
import type { Interval } from './interval.js';
import { decide, range } from './solve.js';
import type { Terms } from './term.js';

/**
 * Facts that hold on both paths; what one value was on each becomes the range around both. Paths that meet know mostly
 * the same, so it starts from what one knows and looks only at what the other does not know in the same words.
 */
export function commonFacts(terms: Terms, left: Constraints, right: Constraints): Constraints {
  let common = left;
  for (const table of ['solvedSymbols', 'solvedFunctions'] as const) {
    for (const solution of left[table].valuesNotIn(right[table])) common = withCommonSolution(common, solution, right);
  }
  for (const table of ['symbols', 'functions'] as const) {
    for (const domain of left[table].valuesNotIn(right[table])) common = withCommonDomain(common, domain, right);
  }
  // What is known of a sum on one path may follow from its parts on the other.
  for (const domain of left.sums.valuesNotIn(right.sums)) common = withImpliedDomain(terms, common, domain, right);
  for (const domain of right.sums.valuesNotIn(left.sums)) {
    if (domainOf(left, domain.term) === undefined) common = withImpliedDomain(terms, common, domain, left);
  }
  return common;
}

function withCommonSolution(common: Constraints, solution: Solution, right: Constraints): Constraints {
  const { atom, value } = solution;
  if (solutionOf(right, atom)?.value === value) return common;
  const rest = withoutSolution(common, solution);
  const ours = constantDomain(common, atom);
  const theirs = ours === undefined ? undefined : (domainOf(right, atom) ?? constantDomain(right, atom));
  return ours === undefined || theirs === undefined ? rest : withDomain(rest, merged(ours, theirs));
}

function withImpliedDomain(terms: Terms, common: Constraints, domain: Domain, other: Constraints): Constraints {
  if (domainOf(other, domain.term) !== undefined) return withCommonDomain(common, domain, other);
  const excluded = domain.excluded.filter(
    (value) => decide(terms, other, terms.binary('==', domain.term, terms.number(value))) === 'no',
  );
  const theirs = { term: domain.term, ...range(terms, other, domain.term), excluded };
  const always = range(terms, noConstraints, domain.term);
  const says =
    excluded.length > 0 ||
    (always.minimum < domain.minimum && domain.minimum <= theirs.minimum) ||
    (domain.maximum < always.maximum && theirs.maximum <= domain.maximum);
  return says ? withDomain(common, merged(domain, theirs)) : withoutDomain(common, domain.term);
}

function withCommonDomain(common: Constraints, domain: Domain, other: Constraints): Constraints {
  const theirs = domainOf(other, domain.term) ?? constantDomain(other, domain.term);
  return theirs === undefined ? withoutDomain(common, domain.term) : withDomain(common, merged(domain, theirs));
}

/** The interval around both, without the numbers that neither can be. */
function merged(domain: Domain, theirs: Domain): Domain {
  const minimum = Math.min(domain.minimum, theirs.minimum);
  const maximum = Math.max(domain.maximum, theirs.maximum);
  const isOutside = (value: number, { minimum: from, maximum: to, excluded }: Domain): boolean =>
    value < from || to < value || excluded.includes(value);
  const excluded = [...new Set([...domain.excluded, ...theirs.excluded])]
    .filter((value) => minimum < value && value < maximum && isOutside(value, domain) && isOutside(value, theirs))
    .sort((a, b) => a - b);
  return { term: domain.term, minimum, maximum, excluded };
}

function constantDomain(facts: Constraints, term: Term): Domain | undefined {
  const value = solutionOf(facts, term)?.value;
  if (value?.kind !== 'const') return undefined;
  return { term, minimum: value.value, maximum: value.value, excluded: [] };
}

/** What something was on one path, and what that path knew of it. */
export interface OnOnePath {
  readonly facts: Constraints;
  readonly value: Term;
}

/**
 * `symbol` is one of several values, each on a path of its own: it lies in the range around them, and is not 0 where none
 * of them is. An error code is one on every path, whichever it is.
 */
export function withEither(terms: Terms, facts: Constraints, symbol: Term, values: readonly OnOnePath[]): Constraints {
  const own = range(terms, noConstraints, symbol);
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const it of values) {
    const { minimum: low, maximum: high } = range(terms, it.facts, it.value);
    minimum = Math.min(minimum, low);
    maximum = Math.max(maximum, high);
  }
  const isSet = values.every((it) => decide(terms, it.facts, it.value) === 'yes');
  const around = { minimum: Math.max(own.minimum, minimum), maximum: Math.min(own.maximum, maximum) };
  return withBounds(terms, facts, { term: symbol, ...around, excluded: isSet ? [0] : [] }, own);
}

/** Nothing is known of most symbols that are made for what differs: then the bounds are all there is to know. */
function withBounds(terms: Terms, facts: Constraints, bounds: Domain, own: Interval): Constraints {
  const { term, excluded } = bounds;
  const minimum = bounds.minimum === 0 && excluded.length > 0 ? 1 : bounds.minimum;
  const maximum = bounds.maximum === 0 && excluded.length > 0 ? -1 : bounds.maximum;
  const isInside = excluded.length > 0 && minimum < 0 && 0 < maximum;
  if (minimum === own.minimum && maximum === own.maximum && !isInside) return facts;
  const isNew = solutionOf(facts, term) === undefined && domainOf(facts, term) === undefined;
  if (isNew && minimum < maximum) {
    return withDomain(facts, { term, minimum, maximum, excluded: isInside ? excluded : [] });
  }
  const claims = [
    ...(Number.isFinite(minimum) ? [terms.binary('>=', term, terms.number(minimum))] : []),
    ...(Number.isFinite(maximum) ? [terms.binary('<=', term, terms.number(maximum))] : []),
    ...(excluded.length > 0 ? [term] : []),
  ];
  return claims.reduce((known, claim) => assume(terms, known, claim, true) ?? known, facts);
}
