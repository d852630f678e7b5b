// Adds facts to a path: a condition that held or did not becomes equalities, intervals and excluded values.
import { bodyOf, rangeOf, resolve, withoutIdleCasts } from './canonical.js';
import { asComparison, type Comparison } from './compare.js';
import { errorNumbers } from './error-pointer.js';
import {
  type Constraints,
  type Domain,
  domainOf,
  withDomain,
  withoutDomain,
  withoutSolution,
  withSolution,
} from './facts.js';
import { type Interval, intersect } from './interval.js';
import { contentOf, sumOf } from './linear.js';
import { mentions } from './occurrences.js';
import type { ApplyTerm, Atom, LinearPart, Term } from './shapes.js';
import { decide, isInsideKnownPointer } from './solve.js';
import type { Terms } from './term.js';

export { type Constraints, digestOf, noConstraints } from './facts.js';

/**
 * The facts together with `term` ≠ 0 (or = 0 when `holds` is false); `undefined` when no value of the symbols makes
 * both true. Facts that cannot be expressed are dropped: what is feasible here may still be impossible.
 */
export function assume(terms: Terms, facts: Constraints, term: Term, holds: boolean): Constraints | undefined {
  const draft: Draft = { terms, facts };
  return suppose(draft, term, holds) ? draft.facts : undefined;
}

/** Facts under construction; every function below returns whether they can still be true. */
interface Draft {
  readonly terms: Terms;
  facts: Constraints;
}

const everything: Interval = { minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY };

function suppose(draft: Draft, term: Term, holds: boolean): boolean {
  const { terms } = draft;
  const resolved = resolve(terms, draft.facts, term);
  const condition = holds ? terms.binary('!=', resolved, terms.number(0)) : terms.unary('!', resolved);
  if (condition.kind === 'const') return condition.value !== 0;
  const comparison = asComparison(condition);
  if (comparison === undefined) return true;
  // The casts that change nothing here would hide the symbols they wrap from the facts below.
  const uncast = withoutIdleCasts(terms, draft.facts, resolved);
  return impose(draft, comparison) && (uncast === resolved || suppose(draft, uncast, holds));
}

function impose(draft: Draft, { relation, body, bound }: Comparison): boolean {
  switch (relation) {
    case '==':
      if (bound === 0 && isInsideKnownPointer(draft.terms, draft.facts, body)) return false;
      return equate(draft, body, draft.terms.number(bound));
    case '!=':
      return restrict(draft, body, everything, [bound]);
    case '<=':
      return restrict(draft, body, { ...everything, maximum: bound }, []);
    case '>':
      return restrict(draft, body, { ...everything, minimum: bound + 1 }, []);
  }
}

/** left = right */
function equate(draft: Draft, left: Term, right: Term): boolean {
  const { terms } = draft;
  const apart = resolve(terms, draft.facts, terms.binary('-', left, right));
  const sum = sumOf(apart);
  if (sum.parts.length === 0) return sum.constant === 0;
  const content = contentOf(sum);
  if (sum.constant % content !== 0) return false;
  const { minimum, maximum } = rangeOf(terms, draft.facts, apart);
  if (minimum > 0 || maximum < 0) return false;
  const part = partToSolve(sum.parts, content);
  if (part === undefined) return restrict(draft, apart, { minimum: 0, maximum: 0 }, []);
  const scaled = terms.binary('*', part.atom, terms.number(part.coefficient));
  const rest = terms.binary('-', scaled, apart);
  return solve(draft, part.atom, terms.binary('/', rest, terms.number(part.coefficient)));
}

/**
 * The newest atom that the others determine: what was made last is most often defined by what was there before.
 * A comparison is worth more as a condition than as a name for a number, so it is only replaced by 0 or 1.
 */
function partToSolve(parts: readonly LinearPart[], content: number): LinearPart | undefined {
  const isAlone = parts.length === 1;
  let best: LinearPart | undefined;
  for (const part of parts) {
    const { atom } = part;
    if (Math.abs(part.coefficient) !== content || !(atom.kind === 'symbol' || atom.kind === 'apply')) continue;
    if (!isAlone && asComparison(atom) !== undefined) continue;
    if (best !== undefined && rankOf(atom) <= rankOf(best.atom)) continue;
    if (!isAlone && parts.some((it) => it !== part && mentions(it.atom, atom))) continue;
    best = part;
  }
  return best;
}

/** Symbols go before functions, which may have something to say about their arguments. */
const rankOf = (atom: Atom): number => atom.id + (atom.kind === 'symbol' ? 2 ** 32 : 0);

/** atom := value, which is resolved and does not mention the atom. */
function solve(draft: Draft, atom: Atom, value: Term): boolean {
  if (asComparison(atom) !== undefined && value.kind === 'const') return suppose(draft, atom, value.value !== 0);
  const { minimum, maximum } = rangeOf(draft.terms, draft.facts, atom);
  const excluded = domainOf(draft.facts, atom)?.excluded ?? [];
  if (value.kind === 'const') {
    if (value.value < minimum || maximum < value.value || excluded.includes(value.value)) return false;
  }
  draft.facts = withSolution(withoutDomain(draft.facts, atom), atom, value);
  return (
    rewriteFactsAbout(draft, atom) &&
    (value.kind === 'const' || restrict(draft, value, { minimum, maximum }, excluded)) &&
    (atom.kind !== 'apply' || learnFrom(draft, atom))
  );
}

/** Facts about terms that mention a solved atom become facts about the terms it leads to. */
function rewriteFactsAbout(draft: Draft, atom: Atom): boolean {
  const { functions, sums, solvedFunctions } = draft.facts;
  if (functions.size === 0 && sums.size === 0 && solvedFunctions.size === 0) return true;
  const domains = [...functions.values(), ...sums.values()].filter((it) => mentions(it.term, atom));
  // The value too: replacing an argument in it may make a solved function of it, even the one it is the value of.
  const solutions = solvedFunctions
    .values()
    .filter((it) => it.atom !== atom && (mentions(it.atom, atom) || mentions(it.value, atom)));
  for (const domain of domains) draft.facts = withoutDomain(draft.facts, domain.term);
  for (const solution of solutions) draft.facts = withoutSolution(draft.facts, solution);
  return (
    solutions.every((it) => equate(draft, it.atom, it.value)) &&
    domains.every((it) => restrict(draft, it.term, it, it.excluded))
  );
}

/** `term` lies in the interval and is none of the excluded values. */
function restrict(draft: Draft, term: Term, interval: Interval, excluded: readonly number[]): boolean {
  const { terms } = draft;
  const resolved = resolve(terms, draft.facts, term);
  if (resolved.kind === 'const') {
    const { value } = resolved;
    return interval.minimum <= value && value <= interval.maximum && !excluded.includes(value);
  }
  const { body, factor, constant } = bodyOf(terms, resolved);
  const unscaled = (value: number): number => (value - constant) / factor;
  const ends = [unscaled(interval.minimum), unscaled(interval.maximum)];
  const inside = { minimum: Math.ceil(Math.min(...ends)), maximum: Math.floor(Math.max(...ends)) };
  return narrow(draft, body, inside, excluded.map(unscaled).filter(Number.isInteger));
}

function narrow(draft: Draft, body: Term, interval: Interval, excluded: readonly number[]): boolean {
  const { terms } = draft;
  const before = rangeOf(terms, draft.facts, body);
  const known = domainOf(draft.facts, body)?.excluded ?? [];
  const news = excluded.filter((value) => !known.includes(value) && before.minimum <= value && value <= before.maximum);
  const all = news.length === 0 ? known : [...known, ...news].sort((left, right) => left - right);
  const { minimum, maximum } = withoutEnds(intersect(before, interval), all);
  if (minimum > maximum) return false;
  if (minimum === maximum && !isFixed(draft.facts, body, minimum)) {
    // Marked first, so that a body no atom of which can be solved does not come back here.
    setDomain(draft, { term: body, minimum, maximum, excluded: [] });
    return equate(draft, body, terms.number(minimum));
  }
  const isTighter = minimum > before.minimum || maximum < before.maximum;
  if (!isTighter && news.length === 0) return true;
  setDomain(draft, { term: body, minimum, maximum, excluded: all.filter((it) => minimum < it && it < maximum) });
  if (body.kind === 'linear') return !isTighter || narrowParts(draft, body.parts, { minimum, maximum });
  return learnFrom(draft, body);
}

function isFixed(facts: Constraints, body: Term, value: number): boolean {
  const domain = domainOf(facts, body);
  return domain !== undefined && domain.minimum === value && domain.maximum === value;
}

function setDomain(draft: Draft, domain: Domain): void {
  draft.facts = withDomain(draft.facts, domain);
}

function withoutEnds({ minimum, maximum }: Interval, excluded: readonly number[]): Interval {
  let [low, high] = [minimum, maximum];
  // Beyond the exact integers, one more is the same number.
  while (excluded.includes(low) && low !== low + 1) low += 1;
  while (excluded.includes(high) && high !== high - 1) high -= 1;
  return { minimum: low, maximum: high };
}

/** What a bound of a sum says about each of its atoms. Once, without going round until nothing changes. */
function narrowParts(draft: Draft, parts: readonly LinearPart[], { minimum, maximum }: Interval): boolean {
  const { terms } = draft;
  return parts.every(({ coefficient, atom }) => {
    if (resolve(terms, draft.facts, atom) !== atom) return true;
    let [low, high] = [minimum, maximum];
    for (const other of parts) {
      if (other.atom === atom) continue;
      const range = rangeOf(terms, draft.facts, resolve(terms, draft.facts, other.atom));
      low -= other.coefficient * (other.coefficient > 0 ? range.maximum : range.minimum);
      high -= other.coefficient * (other.coefficient > 0 ? range.minimum : range.maximum);
    }
    const ends = [low / coefficient, high / coefficient];
    return restrict(draft, atom, { minimum: Math.ceil(Math.min(...ends)), maximum: Math.floor(Math.max(...ends)) }, []);
  });
}

/** What is now known of the result of a function says something about its arguments. */
function learnFrom(draft: Draft, term: Term): boolean {
  if (term.kind === 'symbol') return !term.info.isPointer || learnFromPointer(draft, term);
  if (term.kind !== 'apply') return true;
  const [argument, second] = term.args;
  if (argument === undefined) return true;
  const isTrue = decide(draft.terms, draft.facts, term);
  if (isTrue === 'unknown') return true;
  switch (term.name) {
    case '&':
      return isTrue === 'no' || learnFromBits(draft, term, argument, second);
    case '|':
      return isTrue === 'yes' || term.args.every((part) => suppose(draft, part, false));
    case 'is-err':
      return isTrue === 'yes' ? learnFromError(draft, argument) : learnFromPointer(draft, argument);
    case 'is-err-or-null':
      if (isTrue === 'yes') return learnFromPointer(draft, argument);
      return suppose(draft, argument, true) && suppose(draft, draft.terms.apply('is-err', [argument]), false);
    default:
      return true;
  }
}

function learnFromBits(draft: Draft, term: ApplyTerm, argument: Term, mask: Term | undefined): boolean {
  const isOneBit = mask?.kind === 'const' && mask.value > 0 && Number.isInteger(Math.log2(mask.value));
  return suppose(draft, argument, true) && (!isOneBit || equate(draft, term, mask));
}

function learnFromError(draft: Draft, pointer: Term): boolean {
  const { terms } = draft;
  return suppose(draft, pointer, true) && restrict(draft, terms.apply('ptr-err', [pointer]), errorNumbers, []);
}

/** `IS_ERR_OR_NULL(p)` leaves one of two, and the other was just ruled out. */
function learnFromPointer(draft: Draft, pointer: Term): boolean {
  const { terms } = draft;
  const either = terms.apply('is-err-or-null', [pointer]);
  if (either.kind === 'const' || decide(terms, draft.facts, either) !== 'yes') return true;
  const isError = terms.apply('is-err', [pointer]);
  if (decide(terms, draft.facts, pointer) === 'yes') return suppose(draft, isError, true);
  return decide(terms, draft.facts, isError) !== 'no' || suppose(draft, pointer, false);
}
