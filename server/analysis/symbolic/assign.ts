// Numbers for a replay: any model of the facts would do, so pick one that a reader recognizes.
import { assume, type Constraints } from './constraints.js';
import { castOf, type Interval } from './interval.js';
import { symbolsOf } from './occurrences.js';
import type { Atom, SymbolInfo, SymbolTerm, Term } from './shapes.js';
import { canonical, range } from './solve.js';
import type { Terms } from './term.js';

/** A number nobody prescribed, shown to the user as `len = 1536 (any value ≥ 1)`. */
export interface Assumption {
  readonly symbol: SymbolTerm;
  readonly value: number;
  /** What the facts allow, whatever the other symbols are. */
  readonly minimum: number;
  readonly maximum: number;
}

export interface Assignment {
  /** Of every symbol in what was wanted, except pointers and symbols no number was found for. */
  readonly values: ReadonlyMap<SymbolTerm, number>;
  /** The values that the facts left open, in the order they were picked. */
  readonly assumptions: readonly Assumption[];
  /** `undefined` for addresses, and for terms with symbols that were not wanted. */
  readonly evaluate: (term: Term) => number | undefined;
}

/**
 * How many numbers are tried in all. Facts of real drivers take about one try per symbol; where symbols depend on each
 * other in ways the constraints see late, trying on for ever would not find much more.
 */
const maxTries = 400;

export function assign(terms: Terms, facts: Constraints, wanted: readonly Term[]): Assignment {
  const search: Search = { terms, wanted, triesLeft: maxTries, best: { facts, picks: [] } };
  pickFrom(search, search.best);
  const { facts: chosen, picks } = search.best;
  const evaluate = (term: Term): number | undefined => {
    const result = canonical(terms, chosen, term);
    return result.kind === 'const' ? result.value : undefined;
  };
  const values = new Map<SymbolTerm, number>();
  for (const symbol of wanted.flatMap(symbolsOf)) {
    const value = symbol.info.isPointer ? undefined : evaluate(symbol);
    if (value !== undefined) values.set(symbol, value);
  }
  const assumptions = picks.flatMap(({ atom, value }): readonly Assumption[] => {
    if (atom.kind !== 'symbol') return [];
    const { minimum, maximum } = range(terms, facts, atom);
    return [{ symbol: atom, value, minimum, maximum }];
  });
  return { values, assumptions, evaluate };
}

interface Search {
  readonly terms: Terms;
  readonly wanted: readonly Term[];
  triesLeft: number;
  /** With the most picks so far. */
  best: Choice;
}

interface Choice {
  readonly facts: Constraints;
  readonly picks: readonly Pick[];
}

interface Pick {
  readonly atom: Atom;
  readonly value: number;
}

/** Depth first; true as soon as nothing wanted is open any more. */
function pickFrom(search: Search, choice: Choice): boolean {
  const { terms } = search;
  if (choice.picks.length > search.best.picks.length) search.best = choice;
  const atom = nextOpen(search, choice.facts);
  if (atom === undefined) return true;
  const used = new Set(choice.picks.map(({ value }) => value));
  for (const value of candidates(infoOf(atom), range(terms, choice.facts, atom), used)) {
    if (search.triesLeft === 0) return false;
    search.triesLeft -= 1;
    const facts = assume(terms, choice.facts, terms.binary('==', atom, terms.number(value)), true);
    if (facts !== undefined && pickFrom(search, { facts, picks: [...choice.picks, { atom, value }] })) return true;
  }
  return false;
}

/** Symbols first: functions of them may then have become numbers. */
function nextOpen({ terms, wanted }: Search, facts: Constraints): Atom | undefined {
  const open = wanted.map((term) => canonical(terms, facts, term));
  for (const term of open) {
    const symbol = symbolsOf(term).find(({ info }) => !info.isPointer);
    if (symbol !== undefined) return symbol;
  }
  for (const term of open) {
    const atoms = term.kind === 'linear' ? term.parts.map((part) => part.atom) : [term];
    for (const atom of atoms) {
      if (atom.kind === 'apply' && atom.info?.isPointer !== true) return atom;
    }
  }
  return undefined;
}

function infoOf(atom: Atom): SymbolInfo | undefined {
  return atom.kind === 'symbol' || (atom.kind === 'apply' && castOf(atom) === undefined) ? atom.info : undefined;
}

/** Numbers worth trying, best first: familiar, different from each other, inside the interval. */
function candidates(
  info: SymbolInfo | undefined,
  { minimum, maximum }: Interval,
  used: ReadonlySet<number>,
): readonly number[] {
  const familiar = familiarNumbers(info?.name ?? '', maximum);
  const fresh = familiar.filter((value) => !used.has(value));
  const aligned = Math.ceil(minimum / 4) * 4;
  const near = Array.from({ length: 16 }, (_, step) => minimum + step);
  const all = [...fresh, aligned, minimum, maximum, ...familiar, ...near];
  const inside = all.filter((value) => Number.isFinite(value) && minimum <= value && value <= maximum);
  return [...new Set(inside)];
}

/** An Ethernet frame's room first, then powers of two. */
const lengths = [1536, 256, 512, 64, 128, 1024, 2048, 4096, 32, 16, 8, 4, 2, 1];
const counts = [4, 3, 2, 5, 8, 1, 16, 0];
/** -ENOMEM, -EINVAL, -EIO: Linux include/uapi/asm-generic/errno-base.h (6.12). */
const errors = [-12, -22, -5];
const others = [64, 128, 256, 1, 2, 3, 4, 0];

const countName =
  /(?:^|[._>])(?:n|i|j|k|nr|num|cnt|count|nents|idx|index|order|shift)(?:_\w+)?$|(?:count|nents|idx|index|order|shift)$/i;
const lengthName = /len|size|bytes|room|mtu/i;

function familiarNumbers(name: string, maximum: number): readonly number[] {
  if (maximum < 0) return errors;
  if (maximum <= 1) return [1, 0];
  if (lengthName.test(name)) return lengths;
  return countName.test(name) ? counts : others;
}
