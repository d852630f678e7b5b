// C operators on numbers. Values are mathematical integers: whoever wants them to wrap casts to the width of the type.

/** C operators on two integers that give one of the type of both, or a truth value. */
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '<<'
  | '>>'
  | '&'
  | '|'
  | '^'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>=';

/** How tightly they bind, weakest first, with those that ask for truth alone. C11, 6.5.5 to 6.5.14. */
export const precedence: ReadonlyMap<string, number> = new Map(
  [
    ['||'],
    ['&&'],
    ['|'],
    ['^'],
    ['&'],
    ['==', '!='],
    ['<', '>', '<=', '>='],
    ['<<', '>>'],
    ['+', '-'],
    ['*', '/', '%'],
  ].flatMap((operators, level) => operators.map((operator): [string, number] => [operator, level])),
);

export const isBinaryOperator = (operator: string): operator is BinaryOperator =>
  operator !== '||' && operator !== '&&' && precedence.has(operator);

export type UnaryOperator = '-' | '~' | '!';

export const isUnaryOperator = (operator: string): operator is UnaryOperator =>
  operator === '-' || operator === '~' || operator === '!';

/** A bit of `~` for each of a number without a width: as C gives it for a signed type. */
export function computeUnary(operator: UnaryOperator, value: number): number {
  switch (operator) {
    case '-':
      return positiveZero(-value);
    case '!':
      return Number(value === 0);
    case '~':
      return -value - 1;
  }
}

/**
 * `undefined` where C leaves the result open: division by zero, a shift by a negative or absurd amount, bits of what is
 * beyond all types.
 */
export function compute(operator: BinaryOperator, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return positiveZero(left * right);
    case '/':
      return right === 0 ? undefined : positiveZero(Math.trunc(left / right));
    case '%':
      return right === 0 ? undefined : positiveZero(left % right);
    case '<<':
      return isShift(right) ? left * 2 ** right : undefined;
    case '>>':
      return isShift(right) ? Math.floor(left / 2 ** right) : undefined;
    case '&':
    case '|':
    case '^':
      return bitwise(operator, left, right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '<=':
      return Number(left <= right);
    case '>':
      return Number(left > right);
    case '>=':
      return Number(left >= right);
  }
}

/** What is left of `value` in a variable of this type. */
export function wrap(bits: number, signed: boolean, value: number): number {
  const { minimum, maximum } = typeInterval(bits, signed);
  if (minimum <= value && value <= maximum) return value;
  return Number(signed ? BigInt.asIntN(bits, toBig(value)) : BigInt.asUintN(bits, toBig(value)));
}

export interface TypeInterval {
  readonly minimum: number;
  readonly maximum: number;
}

export function typeInterval(bits: number, signed: boolean): TypeInterval {
  const isSigned = signed && bits !== 1;
  return (isSigned ? signedIntervals : unsignedIntervals).get(bits) ?? makeTypeInterval(bits, isSigned);
}

function makeTypeInterval(bits: number, isSigned: boolean): TypeInterval {
  if (!isSigned) return { minimum: 0, maximum: 2 ** bits - 1 };
  return { minimum: -(2 ** (bits - 1)), maximum: 2 ** (bits - 1) - 1 };
}

// Made once: every question about a symbol starts from the interval of its type.
const widths = [1, 8, 16, 32, 64] as const;
const signedIntervals = new Map<number, TypeInterval>(widths.map((bits) => [bits, makeTypeInterval(bits, true)]));
const unsignedIntervals = new Map<number, TypeInterval>(widths.map((bits) => [bits, makeTypeInterval(bits, false)]));

export function gcd(left: number, right: number): number {
  let [a, b] = [Math.abs(left), Math.abs(right)];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

export function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value));
}

/** Shifting further than the widest type is undefined in C and would leave the exact numbers far behind here. */
const isShift = (amount: number): boolean => 0 <= amount && amount < 64;

function bitwise(operator: '&' | '|' | '^', left: number, right: number): number | undefined {
  if ((left | 0) === left && (right | 0) === right) {
    return operator === '&' ? left & right : operator === '|' ? left | right : left ^ right;
  }
  if (!Number.isFinite(left) || !Number.isFinite(right)) return undefined;
  const [a, b] = [toBig(left), toBig(right)];
  return Number(operator === '&' ? a & b : operator === '|' ? a | b : a ^ b);
}

/** `~0ull` is not representable; its nearest number, 2^64, keeps its bits. */
const allOnes = 2n ** 64n - 1n;
const toBig = (value: number): bigint => (value === 2 ** 64 ? allOnes : BigInt(value));

/** -0 would be another key than 0 in every table. */
const positiveZero = (value: number): number => (value === 0 ? 0 : value);
