// What a path knows, as data. `constraints.ts` adds to it, `solve.ts` asks it.
import { emptyMap, type PersistentMap } from '#engine';
import { added, type Digest, emptyDigest, hashOf, removed } from './digest.js';
import type { Interval } from './interval.js';
import type { Atom, Term } from './shapes.js';

/**
 * Invariants: no atom on the left of `solved` occurs in a domain; following `solved` ends, because the value was free of
 * its own atom, and of everything solved before, when it was recorded; a function's arguments on the left of `solved`
 * are free of solved atoms.
 */
export interface Constraints {
  readonly solved: PersistentMap<number, Solution>;
  /** By the id of an atom. */
  readonly atoms: PersistentMap<number, Domain>;
  /** By the id of a sum without a number whose coefficients have no common divisor: a comparison's body. */
  readonly sums: PersistentMap<number, Domain>;
  readonly digest: Digest;
}

/** `atom` is `value` on this path. */
export interface Solution {
  readonly atom: Atom;
  readonly value: Term;
}

/** What `term` can be. The ends are never excluded. */
export interface Domain extends Interval {
  readonly term: Term;
  readonly excluded: readonly number[];
}

export const noConstraints: Constraints = {
  solved: emptyMap(),
  atoms: emptyMap(),
  sums: emptyMap(),
  digest: emptyDigest,
};

/** Equal facts have equal digests; different facts differ with overwhelming likelihood. */
export const digestOf = (facts: Constraints): Digest => facts.digest;

export function domainOf(facts: Constraints, term: Term): Domain | undefined {
  return term.kind === 'linear' ? facts.sums.get(term.id) : facts.atoms.get(term.id);
}

export function withDomain(facts: Constraints, domain: Domain): Constraints {
  const { digest, ...rest } = withoutDomain(facts, domain.term);
  const tables = { ...rest, digest: added(digest, domainDigest(domain)) };
  return domain.term.kind === 'linear'
    ? { ...tables, sums: facts.sums.set(domain.term.id, domain) }
    : { ...tables, atoms: facts.atoms.set(domain.term.id, domain) };
}

export function withoutDomain(facts: Constraints, term: Term): Constraints {
  const known = domainOf(facts, term);
  if (known === undefined) return facts;
  const digest = removed(facts.digest, domainDigest(known));
  return term.kind === 'linear'
    ? { ...facts, sums: facts.sums.delete(term.id), digest }
    : { ...facts, atoms: facts.atoms.delete(term.id), digest };
}

export function withSolution(facts: Constraints, atom: Atom, value: Term): Constraints {
  const digest = added(facts.digest, solutionDigest(atom, value));
  return { ...facts, solved: facts.solved.set(atom.id, { atom, value }), digest };
}

export function withoutSolution(facts: Constraints, { atom, value }: Solution): Constraints {
  const digest = removed(facts.digest, solutionDigest(atom, value));
  return { ...facts, solved: facts.solved.delete(atom.id), digest };
}

const solutionDigest = (atom: Atom, value: Term): Digest => hashOf(1, atom.id, value.id);
const domainDigest = ({ term, minimum, maximum, excluded }: Domain): Digest =>
  hashOf(2, term.id, minimum, maximum, ...excluded);
