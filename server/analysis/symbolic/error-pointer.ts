// Linux include/linux/err.h (6.12): a function may return a small negative error number in place of a pointer.
// The terms are `is-err`, `is-err-or-null`, `ptr-err` (pointer to number) and `err-ptr` (number to pointer).
import type { Interner } from './interner.js';
import { type Interval, intervalOf, maxErrno, nothingKnown } from './interval.js';
import { isSeparate, rootOf } from './region.js';
import type { SymbolTerm, Term } from './shapes.js';

export const errorNumbers: Interval = { minimum: -maxErrno, maximum: -1 };

/** `undefined`: this is no error-pointer function, or it has to stay as it is. */
export function simplifyErrorPointer(terms: Interner, name: string, argument: Term): Term | undefined {
  switch (name) {
    case 'is-err': {
      const isError = isErrorPointer(argument);
      return isError === undefined ? undefined : terms.number(Number(isError));
    }
    case 'is-err-or-null': {
      // NULL is left to be asked for.
      if (argument.kind === 'symbol' && argument.info.minimum !== 1) return undefined;
      if (argument.kind === 'const' && argument.value === 0) return terms.number(1);
      const isError = isErrorPointer(argument);
      return isError === undefined ? undefined : terms.number(Number(isError));
    }
    case 'ptr-err':
      if (argument.kind === 'const') return argument;
      return argument.kind === 'apply' && argument.name === 'err-ptr' ? argument.args[0] : undefined;
    case 'err-ptr':
      if (argument.kind === 'const') return argument;
      return argument.kind === 'apply' && argument.name === 'ptr-err' ? argument.args[0] : undefined;
    default:
      return undefined;
  }
}

function isErrorPointer(term: Term): boolean | undefined {
  switch (term.kind) {
    case 'const':
      return isWithinErrors(term.value) || isWithinErrors(term.value - 2 ** 32) || isWithinErrors(term.value - 2 ** 64);
    case 'string':
    case 'function':
      return false;
    case 'pointer': {
      // A part of what an allocator returned.
      const { pointer } = rootOf(term.region);
      if (pointer?.kind === 'symbol' && isNoError(pointer)) return false;
      return isSeparate(rootOf(term.region)) ? false : undefined;
    }
    case 'apply': {
      const number = term.name === 'err-ptr' ? term.args[0] : undefined;
      if (number === undefined) return undefined;
      const { minimum, maximum } = intervalOf(number, nothingKnown);
      return isWithinErrors(minimum) && isWithinErrors(maximum) ? true : undefined;
    }
    case 'symbol':
      return isNoError(term) ? false : undefined;
    case 'linear':
      return undefined;
  }
}

/** What an allocator returns that has NULL for failure. */
const isNoError = ({ info }: SymbolTerm): boolean => info.isPointer && info.minimum !== undefined && info.minimum >= 0;

const isWithinErrors = (value: number): boolean => errorNumbers.minimum <= value && value <= errorNumbers.maximum;
