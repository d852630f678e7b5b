// The values a term can have, as far as its own shape and the types of its symbols tell.
import { compute, typeInterval } from '../base/arithmetic.js';
import { isSeparate, rootOf } from './region.js';
import type { ApplyTerm, Atom, CastBits, SymbolInfo, Term } from './shapes.js';

/** Both ends belong to it. */
export interface Interval {
  readonly minimum: number;
  readonly maximum: number;
}

/** Linux include/linux/err.h (6.12), MAX_ERRNO: an error pointer is a small negative number. */
export const maxErrno = 4095;

const anything: Interval = { minimum: Number.NEGATIVE_INFINITY, maximum: Number.POSITIVE_INFINITY };
const one: Interval = { minimum: 1, maximum: 1 };
const truth: Interval = { minimum: 0, maximum: 1 };
const nonNull: Interval = { minimum: 1, maximum: 2 ** 64 };
const anyPointer: Interval = { minimum: -maxErrno, maximum: 2 ** 64 };

/** What else is known about an atom or a sum of atoms; nothing more than its type when this answers `undefined`. */
export type Known = (term: Term) => Interval | undefined;

export const nothingKnown: Known = () => undefined;

export function intervalOf(term: Term, known: Known): Interval {
  if (term.kind === 'const') return { minimum: term.value, maximum: term.value };
  const shape = term.kind === 'linear' ? sumInterval(term, known) : atomInterval(term, known);
  const more = known(term);
  return more === undefined ? shape : intersect(shape, more);
}

export function intersect(left: Interval, right: Interval): Interval {
  return { minimum: Math.max(left.minimum, right.minimum), maximum: Math.min(left.maximum, right.maximum) };
}

export function sumInterval(
  sum: { readonly constant: number; readonly parts: readonly { readonly coefficient: number; readonly atom: Atom }[] },
  known: Known,
): Interval {
  let minimum = sum.constant;
  let maximum = sum.constant;
  for (const { coefficient, atom } of sum.parts) {
    const range = intervalOf(atom, known);
    minimum += coefficient > 0 ? coefficient * range.minimum : coefficient * range.maximum;
    maximum += coefficient > 0 ? coefficient * range.maximum : coefficient * range.minimum;
  }
  return { minimum, maximum };
}

function atomInterval(atom: Atom, known: Known): Interval {
  switch (atom.kind) {
    case 'symbol':
      return infoInterval(atom.info);
    case 'pointer':
      return isSeparate(rootOf(atom.region)) ? nonNull : anyPointer;
    case 'string':
    case 'function':
      return nonNull;
    case 'apply':
      return applyInterval(atom, known);
  }
}

function infoInterval(info: SymbolInfo): Interval {
  const type = info.isPointer ? anyPointer : typeInterval(info.bits, info.signed);
  if (info.minimum === undefined && info.maximum === undefined) return type;
  const { minimum, maximum } = type;
  return { minimum: info.minimum ?? minimum, maximum: info.maximum ?? maximum };
}

function applyInterval(term: ApplyTerm, known: Known): Interval {
  if (term.info !== undefined) return infoInterval(term.info);
  const cast = castOf(term);
  const [left, right] = term.args;
  if (left === undefined) return anything;
  if (cast !== undefined) return castInterval(cast, intervalOf(left, known));
  switch (term.name) {
    case '==':
    case '!=':
    case '<=':
    case '>':
    case 'is-err':
    case 'is-err-or-null':
      return truth;
    case '&':
    case '|':
    case '^':
      return right === undefined ? anything : bitInterval(term.name, intervalOf(left, known), intervalOf(right, known));
    case '/':
    case '>>':
    case '%':
      return right?.kind === 'const' ? quotientInterval(term.name, intervalOf(left, known), right.value) : anything;
    case '<<':
      return shiftedInterval(intervalOf(left, known));
    case '*':
      return term.args.reduce<Interval>((product, factor) => productInterval(product, intervalOf(factor, known)), one);
    default:
      return anything;
  }
}

export interface Cast {
  readonly bits: CastBits;
  readonly signed: boolean;
}

/** What `factor · x + constant` can be when `x` is in the interval. */
export function scaledInterval({ minimum, maximum }: Interval, factor: number, constant: number): Interval {
  const [a, b] = [factor * minimum + constant, factor * maximum + constant];
  return { minimum: Math.min(a, b), maximum: Math.max(a, b) };
}

/** `cast:u16` and friends; `undefined` for every other term. */
export function castOf(term: ApplyTerm): Cast | undefined {
  return castsByName.get(term.name);
}

export const castsByName: ReadonlyMap<string, Cast> = new Map(
  ([8, 16, 32, 64] as const).flatMap((bits): readonly (readonly [string, Cast])[] => [
    [`cast:u${bits}`, { bits, signed: false }],
    [`cast:s${bits}`, { bits, signed: true }],
  ]),
);

function castInterval({ bits, signed }: Cast, inner: Interval): Interval {
  const type = typeInterval(bits, signed);
  const fits = type.minimum <= inner.minimum && inner.maximum <= type.maximum;
  return fits ? inner : type;
}

function bitInterval(operator: '&' | '|' | '^', left: Interval, right: Interval): Interval {
  if (operator === '&') {
    // One operand without a sign bit is enough to bound the result.
    if (left.minimum >= 0 && right.minimum >= 0) return { minimum: 0, maximum: Math.min(left.maximum, right.maximum) };
    if (left.minimum >= 0) return { minimum: 0, maximum: left.maximum };
    if (right.minimum >= 0) return { minimum: 0, maximum: right.maximum };
    return anything;
  }
  if (left.minimum < 0 || right.minimum < 0) return anything;
  const most = Math.max(left.maximum, right.maximum);
  const maximum = Number.isFinite(most) ? 2 ** (Math.floor(Math.log2(Math.max(most, 1))) + 1) - 1 : most;
  return { minimum: operator === '|' ? Math.max(left.minimum, right.minimum) : 0, maximum };
}

/** `1 << order`: what is shifted is never less than it was, as long as no bit of it is shifted out. */
const shiftedInterval = ({ minimum }: Interval): Interval =>
  minimum < 0 ? anything : { minimum, maximum: anything.maximum };

function quotientInterval(operator: '/' | '>>' | '%', left: Interval, right: number): Interval {
  if (operator === '%') {
    const most = Math.abs(right) - 1;
    const minimum = left.minimum >= 0 ? 0 : -most;
    return { minimum, maximum: left.maximum <= 0 ? 0 : Math.min(most, Math.max(left.maximum, 0)) };
  }
  const ends = [left.minimum, left.maximum].map((end) => (Number.isFinite(end) ? compute(operator, end, right) : end));
  const [a, b] = ends;
  if (a === undefined || b === undefined || (right <= 0 && operator === '/')) return anything;
  return { minimum: Math.min(a, b), maximum: Math.max(a, b) };
}

function productInterval(left: Interval, right: Interval): Interval {
  const ends = [
    left.minimum * right.minimum,
    left.minimum * right.maximum,
    left.maximum * right.minimum,
    left.maximum * right.maximum,
  ];
  // 0 · infinity is no number; it only arises where nothing is known anyway.
  if (ends.some(Number.isNaN)) return anything;
  return { minimum: Math.min(...ends), maximum: Math.max(...ends) };
}
