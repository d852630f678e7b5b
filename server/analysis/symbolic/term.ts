// The table of all terms and regions of one file, with the constructors everybody uses. They simplify as they build, so
// that terms which are equal for every value of their symbols are mostly the same object.
import { type BinaryOperator, isBinaryOperator, isUnaryOperator, type UnaryOperator } from '../base/arithmetic.js';
import type { Span } from '../base/span.js';
import { bitwise, cast, product, quotient, remainder, shifted } from './bits.js';
import { compare, falsehoodOf } from './compare.js';
import { simplifyErrorPointer } from './error-pointer.js';
import { Interner, isPointerValue } from './interner.js';
import { castsByName } from './interval.js';
import { addScaled, scale, sumOf } from './linear.js';
import type { CastBits, Region, RootKind, RootRegion, SymbolInfo, SymbolTerm, Term } from './shapes.js';
import { showTerm } from './show.js';
import { addTerms, type ScaledTerm, sumOfTerms } from './sum.js';

export type {
  ApplyTerm,
  Atom,
  CastBits,
  ConstTerm,
  FunctionTerm,
  LinearPart,
  LinearTerm,
  PointerTerm,
  StringTerm,
  SymbolInfo,
  SymbolTerm,
  Term,
} from './shapes.js';
export { showRegion, showTerm } from './show.js';
export { mentions, symbolsOf } from './occurrences.js';

/**
 * One per analyzed file. Values are mathematical integers, not C variables: `number(-1)` is not `number(2 ** 32 - 1)`,
 * and a sum never wraps. Where the type of an expression matters, say so with `castTo`.
 */
export interface Terms {
  /** A short name for a long one that other names are to be made of. */
  name(text: string): string;
  number(value: number): Term;
  /** The first caller's `info` stays with the key. */
  symbol(key: string, info: SymbolInfo): SymbolTerm;
  /** What a region holds since `epoch`, which `epochOf` gives, before anybody writes it by its name. */
  loaded(region: Region, epoch: number, makeInfo: () => SymbolInfo): SymbolTerm;
  /** A pointer term, except that `&*p` is `p`. */
  addressOf(region: Region): Term;
  string(text: string): Term;
  functionAddress(name: string): Term;
  /** Comparisons give 0 or 1. */
  binary(operator: BinaryOperator, left: Term, right: Term): Term;
  unary(operator: UnaryOperator, operand: Term): Term;
  /** constant + coefficient · term + … */
  sum(constant: number, parts: readonly ScaledTerm[]): Term;
  /** `&pointer[index]`: counts elements, not bytes. */
  advance(pointer: Term, index: Term): Term;
  castTo(bits: CastBits, signed: boolean, term: Term): Term;
  /** A pure function: equal arguments, equal result. The first caller's `info` stays. */
  apply(name: string, args: readonly Term[], info?: SymbolInfo): Term;
  root(rootKind: RootKind, key: string, name: string, at?: Span): RootRegion;
  field(parent: Region, name: string): Region;
  /** The field somebody named before: of any other no path knows anything. */
  knownField(parent: Region, name: string): Region | undefined;
  element(parent: Region, index: Term): Region;
  /** What a pointer points to; of a symbol, always the same root. */
  pointee(pointer: Term): Region;
}

export function createTerms(): Terms {
  const table = new Interner();
  const element = (parent: Region, index: Term): Region => {
    if (parent.kind === 'element') return element(parent.parent, binary(table, '+', parent.index, index));
    return index.kind === 'const' && index.value === 0 ? parent : table.element(parent, index);
  };
  const addressOf = (region: Region): Term =>
    region.kind === 'root' && region.pointer !== undefined ? region.pointer : table.pointer(region);
  return {
    name: (text) => table.name(text),
    number: (value) => table.number(value),
    symbol: (key, info) => table.symbol(key, info),
    loaded: (region, epoch, makeInfo) => table.loaded(region, epoch, makeInfo),
    addressOf,
    string: (text) => table.string(text),
    functionAddress: (name) => table.functionAddress(name),
    binary: (operator, left, right) => binary(table, operator, left, right),
    unary: (operator, operand) => unary(table, operator, operand),
    sum: (constant, parts) => sumOfTerms(table, constant, parts),
    advance(pointer, index) {
      if (index.kind === 'const' && index.value === 0) return pointer;
      return addressOf(element(pointee(table, pointer), index));
    },
    castTo: (bits, signed, term) => cast(table, bits, signed, term),
    apply: (name, args, info) => apply(table, name, args, info),
    root: (rootKind, key, name, at) => table.root(rootKind, key, name, at),
    field: (parent, name) => table.field(parent, name),
    knownField: (parent, name) => table.knownField(parent, name),
    element,
    pointee: (pointer) => pointee(table, pointer),
  };
}

function pointee(table: Interner, pointer: Term): Region {
  if (pointer.kind === 'pointer') return pointer.region;
  return table.pointee(pointer, () => {
    const kind = isPointerValue(pointer) ? 'pointee' : 'unknown';
    return table.root(kind, String(pointer.id), showTerm(pointer), undefined, pointer);
  });
}

function binary(table: Interner, operator: BinaryOperator, left: Term, right: Term): Term {
  switch (operator) {
    case '+':
      return addTerms(table, left, right, 1);
    case '-':
      return addTerms(table, left, right, -1);
    case '*':
      return product(table, left, right);
    case '/':
      return quotient(table, left, right);
    case '%':
      return remainder(table, left, right);
    case '<<':
    case '>>':
      return shifted(table, operator, left, right);
    case '&':
    case '|':
    case '^':
      return bitwise(table, operator, left, right);
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return compare(table, operator, left, right);
  }
}

function unary(table: Interner, operator: UnaryOperator, operand: Term): Term {
  switch (operator) {
    case '-':
      return table.sum(scale(sumOf(operand), -1));
    case '~':
      // Two's complement: ~x is -x - 1, whatever the width.
      return table.sum(addScaled({ constant: -1, parts: [] }, sumOf(operand), -1));
    case '!':
      return falsehoodOf(table, operand);
  }
}

function apply(table: Interner, name: string, args: readonly Term[], info: SymbolInfo | undefined): Term {
  const [first, second] = args;
  if (first === undefined) return table.application(name, args, info);
  if (name === '*') return args.reduce((factors, factor) => product(table, factors, factor));
  if (second !== undefined && args.length === 2 && isBinaryOperator(name)) return binary(table, name, first, second);
  if (second !== undefined) return table.application(name, args, info);
  if (isUnaryOperator(name)) return unary(table, name, first);
  const type = castsByName.get(name);
  if (type !== undefined) return cast(table, type.bits, type.signed, first);
  return simplifyErrorPointer(table, name, first) ?? table.application(name, args, info);
}
