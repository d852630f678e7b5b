import { type Constraints, domainOf, hasSolutions, solutionOf } from './facts.js';
import { castOf, type Interval, intervalOf, intersect, type Known, scaledInterval } from './interval.js';
import { fits } from './bits.js';
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
  switch (term.kind) {
    case 'const':
    case 'string':
    case 'function':
      return term;
    case 'symbol':
      return follow(terms, facts, term);
    case 'linear':
      return mapParts(terms, term, (atom) => resolve(terms, facts, atom));
    case 'pointer': {
      const region = resolveRegion(terms, facts, term.region);
      return region === term.region ? term : terms.addressOf(region);
    }
    case 'apply': {
      const mapped = mapArguments(terms, term, (arg) => resolve(terms, facts, arg));
      return mapped === term ? follow(terms, facts, term) : resolve(terms, facts, mapped);
    }
  }
}

function follow(terms: Terms, facts: Constraints, term: Term): Term {
  const solution = solutionOf(facts, term);
  return solution === undefined ? term : resolve(terms, facts, solution.value);
}

function resolveRegion(terms: Terms, facts: Constraints, region: Region): Region {
  switch (region.kind) {
    case 'root': {
      if (region.pointer === undefined) return region;
      const pointer = resolve(terms, facts, region.pointer);
      return pointer === region.pointer ? region : terms.pointee(pointer);
    }
    case 'field': {
      const parent = resolveRegion(terms, facts, region.parent);
      return parent === region.parent ? region : terms.field(parent, region.name);
    }
    case 'element': {
      const parent = resolveRegion(terms, facts, region.parent);
      const index = resolve(terms, facts, region.index);
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
  for (const [position, { coefficient, atom }] of term.parts.entries()) {
    const changed = change(atom);
    if (changed === atom && parts === undefined) continue;
    parts ??= term.parts.slice(0, position).map((it) => ({ coefficient: it.coefficient, term: it.atom }));
    parts.push({ coefficient, term: changed });
  }
  return parts === undefined ? term : terms.sum(term.constant, parts);
}

function mapArguments(terms: Terms, term: ApplyTerm, change: (arg: Term) => Term): Term {
  let args: Term[] | undefined;
  for (const [position, arg] of term.args.entries()) {
    const changed = change(arg);
    if (changed === arg) continue;
    args ??= [...term.args];
    args[position] = changed;
  }
  return args === undefined ? term : terms.apply(term.name, args, term.info);
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
