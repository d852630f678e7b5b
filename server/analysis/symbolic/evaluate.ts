import { compute, isBinaryOperator, wrap } from '../base/arithmetic.js';
import { asComparison } from './compare.js';
import { errorNumbers } from './error-pointer.js';
import { castOf } from './interval.js';
import type { ApplyTerm, Atom, Term } from './shapes.js';

/**
 * The number a term has when its atoms have these values. Operators are computed; whatever else `valueOf` does not know
 * (a pure function, an address) makes the result unknown.
 */
export function evaluate(term: Term, valueOf: (atom: Atom) => number | undefined): number | undefined {
  switch (term.kind) {
    case 'const':
      return term.value;
    case 'linear': {
      let total = term.constant;
      for (const { coefficient, atom } of term.parts) {
        const value = evaluate(atom, valueOf);
        if (value === undefined) return undefined;
        total += coefficient * value;
      }
      return total;
    }
    case 'apply':
      return valueOf(term) ?? evaluateApplication(term, valueOf);
    case 'symbol':
    case 'pointer':
    case 'string':
    case 'function':
      return valueOf(term);
  }
}

function evaluateApplication(term: ApplyTerm, valueOf: (atom: Atom) => number | undefined): number | undefined {
  const values: number[] = [];
  for (const arg of term.args) {
    const value = evaluate(arg, valueOf);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const [first, second] = values;
  if (first === undefined) return undefined;
  const cast = castOf(term);
  if (cast !== undefined) return wrap(cast.bits, cast.signed, first);
  if (term.name === '*') return values.reduce((product, value) => compute('*', product, value) ?? 0, 1);
  if (term.name === 'is-err') return Number(isError(first));
  if (term.name === 'is-err-or-null') return Number(isError(first) || first === 0);
  if (term.name === 'ptr-err' || term.name === 'err-ptr') return first;
  if (second === undefined) return undefined;
  const operator = asComparison(term)?.relation ?? (isBinaryOperator(term.name) ? term.name : undefined);
  return operator === undefined ? undefined : compute(operator, first, second);
}

const isError = (value: number): boolean => errorNumbers.minimum <= value && value <= errorNumbers.maximum;
