import { type Constraints, domainOf, hasSolutions, solutionOf } from './facts.js';
import { castOf, type Interval, intervalOf, intersect, type Known, scaledInterval } from './interval.js';
import { fits } from './bits.js';
import { symbolsOf } from './occurrences.js';
import { divideExactly, contentOf, sumOf } from './linear.js';
import type { ApplyTerm, LinearTerm, Region, Term } from './shapes.js';
import type { ScaledTerm } from './sum.js';
import type { Terms } from './term.js';

/** The term with every symbol replaced by what is known to equal it, and without the casts that change nothing here. */
export function canonical(terms: Terms, facts: Constraints, term: Term): Term {
  const resolved = resolve(terms, facts, term);
  const uncast = withoutIdleCasts(terms, facts, resolved);
  return uncast === resolved ? resolved : resolve(terms, facts, uncast);
}

/** Replaces only: the result is the same however tight the intervals are, so it can be the key of a fact. */
export function resolve(terms: Terms, facts: Constraints, term: Term): Term {
  if (!hasSolutions(facts)) return term;
  if (facts.solvedSymbols.size <= maxNested) return replaced(terms, facts, term, undefined);
  const known = new Map<Term, Term>();
  for (const atom of solvedIn(facts, term)) known.set(atom, replaced(terms, facts, atom, known));
  return replaced(terms, facts, term, known);
}

/**
 * So many solutions may lead to each other, as in `a = b + 1` and `b = c + 1`, before they are resolved from the last one
 * up. Each takes four calls, and a stack has room for some ten thousand.
 */
const maxNested = 500;

/** The solved symbols that occur in a term and in what they lead to, each after those in its own solution. */
function solvedIn(facts: Constraints, term: Term): readonly Term[] {
  const order: Term[] = [];
  const begun = new Set<Term>();
  const work = symbolsOf(term).map((symbol) => ({ symbol, isDone: false }));
  for (let top = work.pop(); top !== undefined; top = work.pop()) {
    const { symbol, isDone } = top;
    if (isDone) order.push(symbol);
    if (begun.has(symbol)) continue;
    const solution = solutionOf(facts, symbol);
    if (solution === undefined) continue;
    begun.add(symbol);
    work.push({ symbol, isDone: true });
    for (const inner of symbolsOf(solution.value)) work.push({ symbol: inner, isDone: false });
  }
  return order;
}

/** `known`: what terms below are already known to resolve to. */
function replaced(terms: Terms, facts: Constraints, term: Term, known: Resolved): Term {
  switch (term.kind) {
    case 'const':
    case 'string':
    case 'function':
      return term;
    case 'symbol':
      return known?.get(term) ?? follow(terms, facts, term, known);
    case 'linear':
      return mapParts(terms, term, (atom) => replaced(terms, facts, atom, known));
    case 'pointer': {
      const region = replacedRegion(terms, facts, term.region, known);
      return region === term.region ? term : terms.addressOf(region);
    }
    case 'apply': {
      const mapped = mapArguments(terms, term, (arg) => replaced(terms, facts, arg, known));
      return mapped === term ? follow(terms, facts, term, known) : replaced(terms, facts, mapped, known);
    }
  }
}

type Resolved = ReadonlyMap<Term, Term> | undefined;

function follow(terms: Terms, facts: Constraints, term: Term, known: Resolved): Term {
  const solution = solutionOf(facts, term);
  return solution === undefined ? term : replaced(terms, facts, solution.value, known);
}

function replacedRegion(terms: Terms, facts: Constraints, region: Region, known: Resolved): Region {
  switch (region.kind) {
    case 'root': {
      if (region.pointer === undefined) return region;
      const pointer = replaced(terms, facts, region.pointer, known);
      return pointer === region.pointer ? region : terms.pointee(pointer);
    }
    case 'field': {
      const parent = replacedRegion(terms, facts, region.parent, known);
      return parent === region.parent ? region : terms.field(parent, region.name);
    }
    case 'element': {
      const parent = replacedRegion(terms, facts, region.parent, known);
      const index = replaced(terms, facts, region.index, known);
      return parent === region.parent && index === region.index ? region : terms.element(parent, index);
    }
  }
}

/** `(u32)(len - 4)` is `len - 4` where `len` is known to be at least 4. */
export function withoutIdleCasts(terms: Terms, facts: Constraints, term: Term): Term {
  if (term.kind === 'linear') return mapParts(terms, term, (atom) => withoutIdleCasts(terms, facts, atom));
  if (term.kind !== 'apply') return term;
  const mapped = mapArguments(terms, term, (arg) => withoutIdleCasts(terms, facts, arg));
  const cast = mapped.kind === 'apply' ? castOf(mapped) : undefined;
  const inner = mapped.kind === 'apply' ? mapped.args[0] : undefined;
  if (cast === undefined || inner === undefined) return mapped;
  return fits(cast.bits, cast.signed, rangeOf(terms, facts, inner)) ? inner : mapped;
}

/**
 * Adds the changed atoms up from nothing. Adding what changed to the old sum would be wrong: in `&a[n] - &a[i]` only the
 * indices are left, so `i` would be back in the result after it was replaced by `n`.
 */
function mapParts(terms: Terms, term: LinearTerm, change: (atom: Term) => Term): Term {
  let parts: ScaledTerm[] | undefined;
  let position = 0;
  for (const { coefficient, atom } of term.parts) {
    const changed = change(atom);
    if (changed !== atom || parts !== undefined) {
      parts ??= term.parts.slice(0, position).map((it) => ({ coefficient: it.coefficient, term: it.atom }));
      parts.push({ coefficient, term: changed });
    }
    position += 1;
  }
  return parts === undefined ? term : terms.sum(term.constant, parts);
}

function mapArguments(terms: Terms, term: ApplyTerm, change: (arg: Term) => Term): Term {
  let isSame = true;
  const args = term.args.map((arg) => {
    const changed = change(arg);
    isSame &&= changed === arg;
    return changed;
  });
  return isSame ? term : terms.apply(term.name, args, term.info);
}

/** Of a resolved term. */
export function rangeOf(terms: Terms, facts: Constraints, term: Term): Interval {
  const known: Known = (inner) => domainOf(facts, inner);
  const range = intervalOf(term, known);
  if (term.kind !== 'linear' || facts.sums.size === 0) return range;
  const { body, factor, constant } = bodyOf(terms, term);
  const domain = domainOf(facts, body);
  if (domain === undefined) return range;
  return intersect(range, scaledInterval(domain, factor, constant));
}

/** term = factor · body + constant, where `body` is in the form that `Constraints.sums` is keyed by. */
export interface Scaled {
  readonly body: Term;
  readonly factor: number;
  readonly constant: number;
}

export function bodyOf(terms: Terms, term: Term): Scaled {
  const sum = sumOf(term);
  const first = sum.parts[0];
  if (first === undefined) return { body: term, factor: 1, constant: 0 };
  const content = contentOf(sum);
  const factor = first.coefficient < 0 ? -content : content;
  if (factor === 1 && sum.constant === 0) return { body: term, factor, constant: 0 };
  const unit = divideExactly({ constant: 0, parts: sum.parts }, factor);
  const body = terms.sum(
    0,
    unit.parts.map(({ coefficient, atom }) => ({ coefficient, term: atom })),
  );
  return { body, factor, constant: sum.constant };
}
