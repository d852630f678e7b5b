import { compute, computeUnary, isBinaryOperator, precedence } from '../base/arithmetic.js';
import { integerValue } from '../base/literals.js';
import type { FileIndex } from '../index/file-index.js';

/**
 * The number a constant expression stands for, from its text: array bounds, enumerators, object-like macros.
 * `undefined` where a name is not known in this file, or for anything that is not integer arithmetic.
 */
export function evaluateConstant(text: string, index: FileIndex, sizeOf?: (type: string) => number | undefined) {
  return evaluate(text, { index, sizeOf, expanding: new Set() });
}

interface Scope {
  readonly index: FileIndex;
  readonly sizeOf: ((type: string) => number | undefined) | undefined;
  /** Macros being expanded, as C forbids to expand them again. */
  readonly expanding: ReadonlySet<string>;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
  readonly scope: Scope;
}

const token =
  /\s*(0[xX][\da-fA-F]+\w*|\d\w*|[A-Za-z_]\w*|'(?:\\.|[^'\\])'|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^~!<>?:()])\s*/y;
const maxLength = 400;

function evaluate(text: string, scope: Scope): number | undefined {
  if (text.length > maxLength) return undefined;
  const tokens = tokenize(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const reader: Reader = { tokens, at: 0, scope };
  const value = ternary(reader);
  return reader.at === tokens.length && value !== undefined && Number.isFinite(value) ? value : undefined;
}

function tokenize(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return undefined;
    tokens.push(match[1] ?? '');
  }
  return tokens;
}

function accept(reader: Reader, wanted: string): boolean {
  if (reader.tokens[reader.at] !== wanted) return false;
  reader.at += 1;
  return true;
}

function ternary(reader: Reader): number | undefined {
  const condition = binary(reader, 0);
  if (!accept(reader, '?')) return condition;
  const then = ternary(reader);
  if (!accept(reader, ':')) return undefined;
  const otherwise = ternary(reader);
  if (condition === undefined) return undefined;
  return condition === 0 ? otherwise : then;
}

function binary(reader: Reader, lowest: number): number | undefined {
  let left = unary(reader);
  for (;;) {
    const operator = reader.tokens[reader.at] ?? '';
    const level = precedence.get(operator);
    if (level === undefined || level < lowest) return left;
    reader.at += 1;
    const right = binary(reader, level + 1);
    left = left === undefined || right === undefined ? undefined : combine(operator, left, right);
  }
}

function combine(operator: string, left: number, right: number): number | undefined {
  if (operator === '&&') return Number(left !== 0 && right !== 0);
  if (operator === '||') return Number(left !== 0 || right !== 0);
  return isBinaryOperator(operator) ? compute(operator, left, right) : undefined;
}

function unary(reader: Reader): number | undefined {
  for (const operator of ['-', '~', '!', '+'] as const) {
    if (!accept(reader, operator)) continue;
    const value = unary(reader);
    return value === undefined || operator === '+' ? value : computeUnary(operator, value);
  }
  if (accept(reader, '(')) {
    const inner = ternary(reader);
    if (accept(reader, ')')) return inner;
    return undefined;
  }
  const word = reader.tokens[reader.at] ?? '';
  reader.at += 1;
  if (word === 'sizeof') return sizeOperator(reader);
  if (/^[A-Za-z_]/.test(word)) return named(word, reader);
  return integerValue(word);
}

function sizeOperator(reader: Reader): number | undefined {
  if (!accept(reader, '(')) return undefined;
  const words: string[] = [];
  while (reader.at < reader.tokens.length && reader.tokens[reader.at] !== ')') {
    words.push(reader.tokens[reader.at] ?? '');
    reader.at += 1;
  }
  if (!accept(reader, ')')) return undefined;
  return reader.scope.sizeOf?.(words.join(' '));
}

function named(word: string, reader: Reader): number | undefined {
  const { scope } = reader;
  if (reader.tokens[reader.at] === '(') return macroCall(word, reader);
  if (scope.index.enumerators.has(word)) return scope.index.enumerators.get(word);
  const macro = scope.index.macros.get(word);
  if (macro === undefined) return kernelConstant(word);
  if (macro.parameters !== undefined || scope.expanding.has(word)) return undefined;
  return evaluate(macro.body, { ...scope, expanding: new Set([...scope.expanding, word]) });
}

/** `BIT(n)` and `GENMASK(h, l)`, which bounds and register definitions are full of. */
function macroCall(word: string, reader: Reader): number | undefined {
  if (!accept(reader, '(')) return undefined;
  const values: (number | undefined)[] = [];
  if (!accept(reader, ')')) {
    values.push(ternary(reader));
    if (!accept(reader, ')')) return undefined;
  }
  const [first] = values;
  if ((word === 'BIT' || word === '_BITUL') && values.length === 1 && first !== undefined)
    return compute('<<', 1, first);
  return undefined;
}

// Linux include/linux/sizes.h (6.12): SZ_1 … SZ_2G.
const size = /^SZ_(\d+)([KMG]?)$/;

export function kernelConstant(name: string): number | undefined {
  const match = size.exec(name);
  if (match === null) return undefined;
  const scale = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3 }[match[2] ?? ''] ?? 1;
  return Number(match[1]) * scale;
}
