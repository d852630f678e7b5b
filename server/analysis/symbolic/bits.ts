// Operators that are not linear: bit operations, shifts, quotients, casts. Simplified only where the value stays the
// same for every model, so a term nobody simplified is still right, only less often recognized.
import { compute, isPowerOfTwo, wrap, typeInterval } from '../base/arithmetic.js';
import type { Interner } from './interner.js';
import { castOf, type Interval, intervalOf, nothingKnown } from './interval.js';
import { addScaled, divideExactly, scale, type Sum, sumOf } from './linear.js';
import type { CastBits, Term } from './shapes.js';

export function bitwise(terms: Interner, operator: '&' | '|' | '^', left: Term, right: Term): Term {
  if (left.kind === 'const' && right.kind !== 'const') return bitwise(terms, operator, right, left);
  if (left === right) return operator === '^' ? terms.number(0) : left;
  if (right.kind === 'const') return withMask(terms, operator, left, right.value);
  const whole = operator === '|' ? (joined(left, right) ?? joined(right, left)) : undefined;
  if (whole !== undefined) return whole;
  return terms.application(operator, left.id < right.id ? [left, right] : [right, left]);
}

/** `low | high << 32` is what both halves were taken from: how descriptors keep addresses that registers take in two. */
function joined(low: Term, shiftedHigh: Term): Term | undefined {
  const { constant, parts } = sumOf(shiftedHigh);
  const [part, other] = parts;
  if (part === undefined || other !== undefined || constant !== 0 || part.coefficient !== wordSize) return undefined;
  const high = withoutCast(part.atom);
  const [whole, amount] = high.kind === 'apply' && high.name === '>>' ? high.args : [];
  if (whole === undefined || amount?.kind !== 'const' || amount.value !== 32) return undefined;
  return lowOf(low) === whole ? whole : undefined;
}

const wordSize = 2 ** 32;

/** `(u32)x`, `x & 0xffffffff` and `x` give an `x | …` the same low half. */
function lowOf(term: Term): Term {
  const inner = withoutCast(term);
  const [left, mask] = inner.kind === 'apply' && inner.name === '&' ? inner.args : [];
  return left !== undefined && mask?.kind === 'const' && mask.value === wordSize - 1 ? left : inner;
}

function withoutCast(term: Term): Term {
  const bits = term.kind === 'apply' ? (castOf(term)?.bits ?? 0) : 0;
  return term.kind === 'apply' && bits >= 32 ? (term.args[0] ?? term) : term;
}

function withMask(terms: Interner, operator: '&' | '|' | '^', left: Term, mask: number): Term {
  if (left.kind === 'const') return terms.number(compute(operator, left.value, mask) ?? 0);
  if (mask === 0) return operator === '&' ? terms.number(0) : left;
  if (operator === '&') return masked(terms, left, mask);
  const [inner, innerMask] = left.kind === 'apply' && left.name === operator ? left.args : [];
  if (inner !== undefined && innerMask?.kind === 'const') {
    return withMask(terms, operator, inner, compute(operator, innerMask.value, mask) ?? 0);
  }
  return terms.application(operator, [left, terms.number(mask)]);
}

function masked(terms: Interner, left: Term, mask: number): Term {
  if (mask === -1) return left;
  const [inner, innerMask] = left.kind === 'apply' && left.name === '&' ? left.args : [];
  if (inner !== undefined && innerMask?.kind === 'const') {
    return masked(terms, inner, compute('&', innerMask.value, mask) ?? 0);
  }
  const bits = bitsNeeded(intervalOf(left, nothingKnown));
  if (bits === undefined) return terms.application('&', [left, terms.number(mask)]);
  // `x & ~3` with a 32-bit and with a 64-bit `~3` are the same for an x that has no higher bits.
  const relevant = compute('&', mask, 2 ** bits - 1) ?? 0;
  if (relevant === 0) return terms.number(0);
  if (relevant === 2 ** bits - 1) return left;
  // Of the many masks that clear only low bits, take the one that is the same in every width.
  const cleared = 2 ** bits - relevant;
  return terms.application('&', [left, terms.number(isPowerOfTwo(cleared) ? -cleared : relevant)]);
}

/** The narrowest type that holds the interval without a sign; `undefined` beyond what numbers hold exactly. */
function bitsNeeded({ minimum, maximum }: Interval): number | undefined {
  if (minimum < 0) return undefined;
  return [1, 8, 16, 32, 48].find((bits) => maximum < 2 ** bits);
}

export function shifted(terms: Interner, operator: '<<' | '>>', left: Term, right: Term): Term {
  if (right.kind === 'const') {
    const factor = compute('<<', 1, right.value);
    if (factor !== undefined && operator === '<<') return terms.sum(scale(sumOf(left), factor));
    if (factor !== undefined) return divided(terms, '>>', left, factor, right);
  }
  if (left.kind === 'const' && left.value === 0) return left;
  return terms.application(operator, [left, right]);
}

export function quotient(terms: Interner, left: Term, right: Term): Term {
  if (right.kind === 'const' && right.value !== 0) return divided(terms, '/', left, right.value, right);
  return terms.application('/', [left, right]);
}

export function remainder(terms: Interner, left: Term, right: Term): Term {
  if (right.kind !== 'const' || right.value === 0) return terms.application('%', [left, right]);
  if (left.kind === 'const') return terms.number(compute('%', left.value, right.value) ?? 0);
  const divisor = Math.abs(right.value);
  if (isMultiple(sumOf(left), divisor)) return terms.number(0);
  const range = intervalOf(left, nothingKnown);
  if (range.minimum >= 0 && range.maximum < divisor) return left;
  return terms.application('%', [left, terms.number(divisor)]);
}

/** Exact divisions are linear, all others stay. */
function divided(terms: Interner, operator: '/' | '>>', left: Term, divisor: number, amount: Term): Term {
  if (left.kind === 'const' && amount.kind === 'const') {
    return terms.number(compute(operator, left.value, amount.value) ?? 0);
  }
  const sum = sumOf(left);
  if (isMultiple(sum, divisor)) return terms.sum(divideExactly(sum, divisor));
  const range = intervalOf(left, nothingKnown);
  if (divisor > 0 && range.minimum >= 0) {
    if (range.maximum < divisor) return terms.number(0);
    // For what is not negative both operators round the same way.
    if (isPowerOfTwo(divisor)) return terms.application('>>', [left, terms.number(Math.log2(divisor))]);
  }
  return terms.application(operator, [left, amount]);
}

function isMultiple(sum: Sum, divisor: number): boolean {
  return sum.constant % divisor === 0 && sum.parts.every(({ coefficient }) => coefficient % divisor === 0);
}

/** A product of numbers and sums is expanded where that stays short, so that (n + 1) · s and n · s + s are equal. */
export function product(terms: Interner, left: Term, right: Term): Term {
  if (right.kind === 'const') return terms.sum(scale(sumOf(left), right.value));
  if (left.kind === 'const') return terms.sum(scale(sumOf(right), left.value));
  const a = sumOf(left);
  const b = sumOf(right);
  if (a.parts.length * b.parts.length > 4) return terms.application('*', inOrder([left, right]));
  let total: Sum = { constant: a.constant * b.constant, parts: [] };
  total = addScaled(total, { constant: 0, parts: a.parts }, b.constant);
  total = addScaled(total, { constant: 0, parts: b.parts }, a.constant);
  for (const x of a.parts) {
    for (const y of b.parts) {
      const both = terms.application('*', inOrder([...factorsOf(x.atom), ...factorsOf(y.atom)]));
      total = addScaled(total, sumOf(both), x.coefficient * y.coefficient);
    }
  }
  return terms.sum(total);
}

const factorsOf = (term: Term): readonly Term[] => (term.kind === 'apply' && term.name === '*' ? term.args : [term]);
const inOrder = (factors: readonly Term[]): readonly Term[] => [...factors].sort((a, b) => a.id - b.id);

export function cast(terms: Interner, bits: CastBits, signed: boolean, term: Term): Term {
  if (term.kind === 'const') return terms.number(wrap(bits, signed, term.value));
  if (fits(bits, signed, intervalOf(term, nothingKnown))) return term;
  const inner = withoutCasts(terms, bits, term);
  if (inner !== term) return cast(terms, bits, signed, inner);
  return terms.application(`cast:${signed ? 's' : 'u'}${bits}`, [term]);
}

export function fits(bits: number, signed: boolean, { minimum, maximum }: Interval): boolean {
  const type = typeInterval(bits, signed);
  return type.minimum <= minimum && maximum <= type.maximum;
}

/** Wrapping to `bits` forgets what wider or equal casts below did to the parts of a sum. */
function withoutCasts(terms: Interner, bits: number, term: Term): Term {
  const sum = sumOf(term);
  let result: Sum | undefined;
  for (const { coefficient, atom } of sum.parts) {
    const inner = atom.kind === 'apply' && (castOf(atom)?.bits ?? 0) >= bits ? atom.args[0] : undefined;
    if (inner === undefined) continue;
    result = addScaled(addScaled(result ?? sum, sumOf(atom), -coefficient), sumOf(inner), coefficient);
  }
  return result === undefined ? term : terms.sum(result);
}
