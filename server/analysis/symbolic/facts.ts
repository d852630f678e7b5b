// What a path knows, as data. `constraints.ts` adds to it, `solve.ts` asks it.
import { emptyMap, type PersistentMap } from '#engine';
import { added, type Digest, emptyDigest, hashOf, removed } from './digest.js';
import type { Interval } from './interval.js';
import type { Atom, Term } from './shapes.js';

/**
 * All maps are keyed by the id of the term they are about. Symbols have maps of their own because most facts are about
 * them and, unlike the others, they never have to be rewritten when something else is solved.
 *
 * Invariants: no solved atom occurs in a domain, or in an argument or the value of a solved function; following solutions
 * ends, because the value of a symbol was free of it, and of everything solved before, when it was recorded.
 */
export interface Constraints {
  readonly solvedSymbols: PersistentMap<number, Solution>;
  readonly solvedFunctions: PersistentMap<number, Solution>;
  readonly symbols: PersistentMap<number, Domain>;
  /** Of functions, and of addresses whose storage is not known. */
  readonly functions: PersistentMap<number, Domain>;
  /** Of sums without a number whose coefficients have no common divisor: the bodies of comparisons. */
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
  solvedSymbols: emptyMap(),
  solvedFunctions: emptyMap(),
  symbols: emptyMap(),
  functions: emptyMap(),
  sums: emptyMap(),
  digest: emptyDigest,
};

/** Equal facts have equal digests; different facts differ with overwhelming likelihood. */
export const digestOf = (facts: Constraints): Digest => facts.digest;

export function solutionOf(facts: Constraints, term: Term): Solution | undefined {
  if (term.kind === 'symbol') return facts.solvedSymbols.get(term.id);
  return term.kind === 'apply' ? facts.solvedFunctions.get(term.id) : undefined;
}

export function domainOf(facts: Constraints, term: Term): Domain | undefined {
  return facts[domainTable(term)].get(term.id);
}

export function hasSolutions(facts: Constraints): boolean {
  return facts.solvedSymbols.size > 0 || facts.solvedFunctions.size > 0;
}

export function withDomain(facts: Constraints, domain: Domain): Constraints {
  const table = domainTable(domain.term);
  const known = facts[table].get(domain.term.id);
  const digest = known === undefined ? facts.digest : removed(facts.digest, domainDigest(known));
  return factsWith(facts, table, facts[table].set(domain.term.id, domain), added(digest, domainDigest(domain)));
}

export function withoutDomain(facts: Constraints, term: Term): Constraints {
  const table = domainTable(term);
  const known = facts[table].get(term.id);
  if (known === undefined) return facts;
  return factsWith(facts, table, facts[table].delete(term.id), removed(facts.digest, domainDigest(known)));
}

export function withSolution(facts: Constraints, atom: Atom, value: Term): Constraints {
  const table = solutionTable(atom);
  const digest = added(facts.digest, solutionDigest(atom, value));
  return factsWith(facts, table, facts[table].set(atom.id, { atom, value }), digest);
}

export function withoutSolution(facts: Constraints, { atom, value }: Solution): Constraints {
  const table = solutionTable(atom);
  const digest = removed(facts.digest, solutionDigest(atom, value));
  return factsWith(facts, table, facts[table].delete(atom.id), digest);
}

/** The facts with one table replaced, written out for the reason `pathWith` of the executor is. */
function factsWith<Table extends Exclude<keyof Constraints, 'digest'>>(
  { solvedSymbols, solvedFunctions, symbols, functions, sums }: Constraints,
  table: Table,
  changed: Constraints[Table],
  digest: Digest,
): Constraints {
  const facts: Draft = { solvedSymbols, solvedFunctions, symbols, functions, sums, digest };
  facts[table] = changed;
  return facts;
}

type Draft = { -readonly [Part in keyof Constraints]: Constraints[Part] };

function domainTable(term: Term): 'symbols' | 'functions' | 'sums' {
  if (term.kind === 'linear') return 'sums';
  return term.kind === 'symbol' ? 'symbols' : 'functions';
}

const solutionTable = (atom: Atom): 'solvedSymbols' | 'solvedFunctions' =>
  atom.kind === 'symbol' ? 'solvedSymbols' : 'solvedFunctions';

const solutionDigest = (atom: Atom, value: Term): Digest => hashOf(1, atom.id, value.id);
const domainDigest = ({ term, minimum, maximum, excluded }: Domain): Digest =>
  hashOf(2, term.id, minimum, maximum, ...excluded);
