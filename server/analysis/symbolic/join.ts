// What two paths that meet have in common.
import { type Constraints, type Domain, domainOf, noConstraints, withDomain, withSolution } from './facts.js';
import type { Term } from './shapes.js';

/** Facts that hold on both paths; what one value was on each becomes the range around both. */
export function commonFacts(left: Constraints, right: Constraints): Constraints {
  let common = noConstraints;
  for (const [id, solution] of left.solved) {
    if (right.solved.get(id)?.value === solution.value) common = withSolution(common, solution.atom, solution.value);
  }
  for (const [, domain] of left.atoms) common = withCommonDomain(common, domain, right);
  for (const [, domain] of left.sums) common = withCommonDomain(common, domain, right);
  for (const [id, { value }] of left.solved) {
    // The other way round: a constant on the left, a domain on the right.
    const domain = right.atoms.get(id);
    if (value.kind === 'const' && domain !== undefined) common = withCommonDomain(common, domain, left);
  }
  return common;
}

function withCommonDomain(common: Constraints, domain: Domain, other: Constraints): Constraints {
  const theirs = domainOf(other, domain.term) ?? constantDomain(other, domain.term);
  if (theirs === undefined) return common;
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
  const value = facts.solved.get(term.id)?.value;
  if (value?.kind !== 'const') return undefined;
  return { term, minimum: value.value, maximum: value.value, excluded: [] };
}
