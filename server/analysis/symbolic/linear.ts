// Sums of atoms with integer coefficients: the normal form of everything that +, - and * by a number can make.
import { gcd } from '../base/arithmetic.js';
import type { LinearPart, Term } from './shapes.js';

export interface Sum {
  readonly constant: number;
  readonly parts: readonly LinearPart[];
}

export function sumOf(term: Term): Sum {
  if (term.kind === 'const') return { constant: term.value, parts: [] };
  return term.kind === 'linear' ? term : { constant: 0, parts: [{ coefficient: 1, atom: term }] };
}

/** left + factor · right */
export function addScaled(left: Sum, right: Sum, factor: number): Sum {
  const parts: LinearPart[] = [];
  let [l, r] = [0, 0];
  for (;;) {
    const a = left.parts[l];
    const b = right.parts[r];
    if (a === undefined && b === undefined) break;
    if (b === undefined || (a !== undefined && a.atom.id < b.atom.id)) {
      if (a !== undefined) parts.push(a);
      l += 1;
    } else if (a === undefined || b.atom.id < a.atom.id) {
      if (factor !== 0) parts.push({ coefficient: b.coefficient * factor, atom: b.atom });
      r += 1;
    } else {
      const coefficient = a.coefficient + b.coefficient * factor;
      if (coefficient !== 0) parts.push({ coefficient, atom: a.atom });
      l += 1;
      r += 1;
    }
  }
  return { constant: left.constant + right.constant * factor, parts };
}

export const difference = (left: Term, right: Term): Sum => addScaled(sumOf(left), sumOf(right), -1);

export function scale(sum: Sum, factor: number): Sum {
  if (factor === 1) return sum;
  if (factor === 0) return { constant: 0, parts: [] };
  return {
    constant: sum.constant === 0 ? 0 : sum.constant * factor,
    parts: sum.parts.map(({ coefficient, atom }) => ({ coefficient: coefficient * factor, atom })),
  };
}

/** Every coefficient and the constant must be multiples of `divisor`; a reciprocal as the factor of `scale` would round. */
export function divideExactly(sum: Sum, divisor: number): Sum {
  if (divisor === 1) return sum;
  return {
    constant: sum.constant === 0 ? 0 : sum.constant / divisor,
    parts: sum.parts.map(({ coefficient, atom }) => ({ coefficient: coefficient / divisor, atom })),
  };
}

/** The greatest number that divides every coefficient; 0 for a sum without atoms. */
export function contentOf(sum: Sum): number {
  let content = 0;
  for (const { coefficient } of sum.parts) {
    content = gcd(content, coefficient);
    if (content === 1) break;
  }
  return content;
}

/** `left - right` where it is a number whatever the symbols are. */
export function constantDifference(left: Term, right: Term): number | undefined {
  if (left === right) return 0;
  const { constant, parts } = difference(left, right);
  return parts.length === 0 ? constant : undefined;
}
