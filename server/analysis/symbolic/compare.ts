// Comparisons in one normal form, so that `a < b`, `b > a` and `!(b <= a)` are the same term:
// body ⋈ number, where the body is a sum without a number whose first coefficient is positive, and ⋈ is one of
// ==, !=, <=, >. Over integers these four are enough, and each one's negation is among them.
import { invariant } from '#engine';
import type { Interner } from './interner.js';
import { intervalOf, nothingKnown } from './interval.js';
import { contentOf, divideExactly, scale, type Sum, sumOf } from './linear.js';
import { haveDistinctAddresses } from './region.js';
import type { Term } from './shapes.js';
import { addTerms } from './sum.js';

export type Relation = '==' | '!=' | '<=' | '>';
export type AnyRelation = Relation | '<' | '>=';

export interface Comparison {
  readonly relation: Relation;
  readonly body: Term;
  readonly bound: number;
}

export function compare(terms: Interner, relation: AnyRelation, left: Term, right: Term): Term {
  if (left.kind === 'pointer' && right.kind === 'pointer' && haveDistinctAddresses(left.region, right.region)) {
    if (relation === '==') return terms.number(0);
    if (relation === '!=') return terms.number(1);
  }
  return fromSum(terms, relation, sumOf(addTerms(terms, left, right, -1)));
}

/** The comparison that holds exactly when `term` is not 0. */
export function truthOf(terms: Interner, term: Term): Term {
  return asComparison(term) === undefined ? compare(terms, '!=', term, terms.number(0)) : term;
}

export function falsehoodOf(terms: Interner, term: Term): Term {
  const known = asComparison(term);
  if (known === undefined) return compare(terms, '==', term, terms.number(0));
  return terms.application(negatedRelation[known.relation], [known.body, terms.number(known.bound)]);
}

export function asComparison(term: Term): Comparison | undefined {
  if (term.kind !== 'apply' || !isRelation(term.name)) return undefined;
  const [body, bound] = term.args;
  invariant(body !== undefined && bound !== undefined && bound.kind === 'const', 'comparisons are made by `compare`');
  return { relation: term.name, body, bound: bound.value };
}

/** Whether a value in the interval makes the comparison true or false, as far as the interval alone tells. */
export function verdictWithin(
  relation: Relation,
  bound: number,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
): boolean | undefined {
  switch (relation) {
    case '==':
      if (bound < minimum || maximum < bound) return false;
      return minimum === maximum ? true : undefined;
    case '!=':
      if (bound < minimum || maximum < bound) return true;
      return minimum === maximum ? false : undefined;
    case '<=':
      if (maximum <= bound) return true;
      return bound < minimum ? false : undefined;
    case '>':
      if (bound < minimum) return true;
      return maximum <= bound ? false : undefined;
  }
}

export const negatedRelation = { '==': '!=', '!=': '==', '<=': '>', '>': '<=' } as const satisfies Record<
  Relation,
  Relation
>;

const relations: ReadonlySet<string> = new Set(['==', '!=', '<=', '>']);
const isRelation = (name: string): name is Relation => relations.has(name);

/** sum ⋈ 0 */
function fromSum(terms: Interner, relation: AnyRelation, sum: Sum): Term {
  const first = sum.parts[0];
  if (first === undefined) return terms.number(Number(holdsAtZero(relation, sum.constant)));
  if (first.coefficient < 0) return fromSum(terms, mirrored[relation], scale(sum, -1));
  const content = contentOf(sum);
  const body = terms.sum(divideExactly({ constant: 0, parts: sum.parts }, content));
  return overBody(terms, relation, body, sum.constant === 0 ? 0 : -sum.constant / content);
}

/** body ⋈ bound, where the bound may still be a fraction. */
function overBody(terms: Interner, relation: AnyRelation, body: Term, bound: number): Term {
  switch (relation) {
    case '==':
      return Number.isInteger(bound) ? simplest(terms, '==', body, bound) : terms.number(0);
    case '!=':
      return Number.isInteger(bound) ? simplest(terms, '!=', body, bound) : terms.number(1);
    case '<':
      return simplest(terms, '<=', body, Math.ceil(bound) - 1);
    case '<=':
      return simplest(terms, '<=', body, Math.floor(bound));
    case '>':
      return simplest(terms, '>', body, Math.floor(bound));
    case '>=':
      return simplest(terms, '>', body, Math.ceil(bound) - 1);
  }
}

function simplest(terms: Interner, relation: Relation, body: Term, bound: number): Term {
  const range = intervalOf(body, nothingKnown);
  const verdict = verdictWithin(relation, bound, range);
  if (verdict !== undefined) return terms.number(Number(verdict));
  // `len > 0` says of an unsigned number what `len != 0` says, and so on at both ends.
  if (relation === '<=' && bound === range.minimum) return simplest(terms, '==', body, bound);
  if (relation === '>' && bound === range.minimum) return simplest(terms, '!=', body, bound);
  if (relation === '<=' && bound === range.maximum - 1) return simplest(terms, '!=', body, range.maximum);
  if (relation === '>' && bound === range.maximum - 1) return simplest(terms, '==', body, range.maximum);
  if (relation === '!=' && range.maximum === range.minimum + 1) {
    return simplest(terms, '==', body, bound === range.minimum ? range.maximum : range.minimum);
  }
  const inner = asComparison(body);
  if (inner !== undefined) {
    // Only == 0 and == 1 are left here: anything else was decided by the range or turned into one of them.
    return bound === 1 ? body : falsehoodOf(terms, body);
  }
  return terms.application(relation, [body, terms.number(bound)]);
}

const mirrored = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function holdsAtZero(relation: AnyRelation, value: number): boolean {
  switch (relation) {
    case '==':
      return value === 0;
    case '!=':
      return value !== 0;
    case '<':
      return value < 0;
    case '<=':
      return value <= 0;
    case '>':
      return value > 0;
    case '>=':
      return value >= 0;
  }
}
