// What two paths that meet have in common.
import {
  type Constraints,
  type Domain,
  domainOf,
  noConstraints,
  solutionOf,
  withDomain,
  withSolution,
} from './facts.js';
import type { Term } from './shapes.js';
import { decide, range } from './solve.js';
import type { Terms } from './term.js';

/** Facts that hold on both paths; what one value was on each becomes the range around both. */
export function commonFacts(terms: Terms, left: Constraints, right: Constraints): Constraints {
  let common = noConstraints;
  for (const table of [left.solvedSymbols, left.solvedFunctions]) {
    for (const { atom, value } of table.values()) {
      const theirs = solutionOf(right, atom)?.value;
      if (theirs === value) {
        common = withSolution(common, atom, value);
      } else if (value.kind === 'const') {
        const domain = domainOf(right, atom) ?? constantDomain(right, atom);
        if (domain !== undefined) common = withCommonDomain(common, domain, left);
      }
    }
  }
  for (const table of [left.symbols, left.functions]) {
    for (const domain of table.values()) common = withCommonDomain(common, domain, right);
  }
  // What is known of a sum on one path may follow from its parts on the other.
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    for (const domain of from.sums.values()) {
      if (domainOf(common, domain.term) === undefined) common = withImpliedDomain(terms, common, domain, to);
    }
  }
  return common;
}

function withImpliedDomain(terms: Terms, common: Constraints, domain: Domain, other: Constraints): Constraints {
  if (domainOf(other, domain.term) !== undefined) return withCommonDomain(common, domain, other);
  const excluded = domain.excluded.filter(
    (value) => decide(terms, other, terms.binary('==', domain.term, terms.number(value))) === 'no',
  );
  const theirs = { term: domain.term, ...range(terms, other, domain.term), excluded };
  const says = excluded.length > 0 || domain.minimum <= theirs.minimum || theirs.maximum <= domain.maximum;
  return says ? merged(common, domain, theirs) : common;
}

function withCommonDomain(common: Constraints, domain: Domain, other: Constraints): Constraints {
  const theirs = domainOf(other, domain.term) ?? constantDomain(other, domain.term);
  return theirs === undefined ? common : merged(common, domain, theirs);
}

function merged(common: Constraints, domain: Domain, theirs: Domain): Constraints {
  const minimum = Math.min(domain.minimum, theirs.minimum);
  const maximum = Math.max(domain.maximum, theirs.maximum);
  const isOutside = (value: number, { minimum: from, maximum: to, excluded }: Domain): boolean =>
    value < from || to < value || excluded.includes(value);
  const excluded = [...new Set([...domain.excluded, ...theirs.excluded])]
    .filter((value) => minimum < value && value < maximum && isOutside(value, domain) && isOutside(value, theirs))
    .sort((a, b) => a - b);
  return withDomain(common, { term: domain.term, minimum, maximum, excluded });
}

function constantDomain(facts: Constraints, term: Term): Domain | undefined {
  const value = solutionOf(facts, term)?.value;
  if (value?.kind !== 'const') return undefined;
  return { term, minimum: value.value, maximum: value.value, excluded: [] };
}
