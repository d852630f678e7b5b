import { type BinaryOperator, compute, computeUnary, isBinaryOperator, isUnaryOperator } from '../base/arithmetic.js';
import type { Span } from '../base/span.js';
import { type CType, intType } from '../index/c-type.js';
import { resolveType } from '../index/named-types.js';
import { decayed, elementType, isAggregate, isPointer } from './fields.js';
import type { LocalId, Operand } from './instr.js';
import { sizeOf } from './layout.js';
import {
  anyOperand,
  anyValue,
  assign,
  type Lowering,
  type Lvalue,
  local,
  lowerAggregate,
  lowerExpression,
  lowerLvalue,
  moveInto,
  number,
  spanOf,
  typeOfExpression,
  type Value,
} from './lowering.js';
import { localLvalue, pointeeOf, readLvalue, typeOfLvalue, writeLvalue } from './lower-place.js';
import { typeNamed } from './read-type.js';
import { findLocal } from './scopes.js';
import { field, type Syntax, textOf, unwrap } from './syntax.js';

export const operatorText = (node: Syntax): string => {
  const operator = field(node, 'operator');
  return operator === undefined ? '' : textOf(operator);
};

/** Long chains lean to the left, so they are walked and not recursed into. */
export function lowerBinary(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const chain: Syntax[] = [];
  let first: Syntax | undefined = node;
  while (first?.kind === 'binary_expression' && isBinaryOperator(operatorText(first))) {
    chain.push(first);
    first = field(first, 'left');
  }
  const queue = chain.reverse();
  let value = first === undefined ? anyValue('an operand that is missing') : lowerOperand(cx, first, queue);
  for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
    const right = field(step, 'right');
    const operator = operatorText(step);
    if (right === undefined || !isBinaryOperator(operator)) return anyValue('an operator that is unknown');
    const other = lowerOperand(cx, right, queue);
    value = combine(cx, operator, value, other, spanOf(cx, step), queue.length === 0 ? into : undefined);
  }
  return value;
}

/**
 * `(u64)-1` and `(u32)&x`: without knowing types, the grammar takes the cast for an operand and the sign for an
 * operator. What follows is taken off the queue then.
 */
function lowerOperand(cx: Lowering, node: Syntax, queue: Syntax[]): Value {
  const next = queue[0];
  const type = node.kind === 'parenthesized_expression' ? typeNamed(cx, node) : undefined;
  const operand = next === undefined ? undefined : field(next, 'right');
  if (type === undefined || next === undefined || operand === undefined || !/^[-+*&]$/.test(operatorText(next))) {
    return lowerExpression(cx, node);
  }
  queue.shift();
  const sign = next.children.filter((child) => child.field === 'operator');
  const kind = /^[*&]$/.test(operatorText(next)) ? 'pointer_expression' : 'unary_expression';
  const start = sign[0]?.start ?? operand.start;
  const value = lowerExpression(cx, { ...next, kind, start, children: [...sign, { ...operand, field: 'argument' }] });
  return assign(cx, { kind: 'cast', type, operand: value.operand }, type, spanOf(cx, next));
}

/** One operation, on pointers too. */
export function combine(
  cx: Lowering,
  operator: BinaryOperator,
  left: Value,
  right: Value,
  at: Span,
  into?: LocalId,
): Value {
  if (operator === '+' || operator === '-') {
    if (isPointer(left.type, cx.index)) return pointerArithmetic(cx, operator, left, right, at, into);
    if (operator === '+' && isPointer(right.type, cx.index)) return advance(cx, right, left.operand, at, into);
  }
  const type = resultType(cx, operator, left.type, right.type);
  if (left.operand.kind === 'number' && right.operand.kind === 'number') {
    const folded = compute(operator, left.operand.value, right.operand.value);
    if (folded !== undefined && Number.isSafeInteger(folded)) return { operand: number(folded), type };
  }
  return assign(cx, { kind: 'binary', operator, left: left.operand, right: right.operand }, type, at, into);
}

function pointerArithmetic(
  cx: Lowering,
  operator: '+' | '-',
  left: Value,
  right: Value,
  at: Span,
  into: LocalId | undefined,
): Value {
  if (operator === '+') return advance(cx, left, right.operand, at, into);
  if (!isPointer(right.type, cx.index)) return advance(cx, left, negated(cx, right, at), at, into);
  const bytes = assign(cx, { kind: 'binary', operator: '-', left: left.operand, right: right.operand }, intType, at);
  const element = elementType(left.type, cx.index);
  const size = element.kind === 'void' ? 1 : sizeOf(element, cx.index);
  if (size === 1) return bytes;
  const divisor: Operand = size === undefined ? sizeOperand(element) : number(size);
  return assign(cx, { kind: 'binary', operator: '/', left: bytes.operand, right: divisor }, intType, at, into);
}

const sizeOperand = (type: CType): Operand =>
  type.kind === 'unknown' ? anyOperand('the size of an unknown type') : { kind: 'sizeof', type };

function advance(cx: Lowering, pointer: Value, index: Operand, at: Span, into: LocalId | undefined): Value {
  const element = elementType(pointer.type, cx.index);
  const type = decayed(pointer.type, cx.index);
  return assign(cx, { kind: 'advance', pointer: pointer.operand, index, element }, type, at, into);
}

function negated(cx: Lowering, value: Value, at: Span): Operand {
  if (value.operand.kind === 'number') return number(computeUnary('-', value.operand.value));
  return assign(cx, { kind: 'unary', operator: '-', operand: value.operand }, value.type, at).operand;
}

const comparisons = new Set<BinaryOperator>(['==', '!=', '<', '<=', '>', '>=']);

/** C's usual arithmetic conversions, as far as the types are known. */
function resultType(cx: Lowering, operator: BinaryOperator, left: CType, right: CType): CType {
  if (comparisons.has(operator)) return intType;
  if (operator === '<<' || operator === '>>') return promoted(cx, left);
  const [a, b] = [promoted(cx, left), promoted(cx, right)];
  const [sizeA, sizeB] = [sizeOf(a, cx.index), sizeOf(b, cx.index)];
  if (sizeA === undefined || sizeB === undefined) return sizeA === undefined ? a : b;
  if (sizeA !== sizeB) return sizeA > sizeB ? a : b;
  return isSigned(a) && !isSigned(b) ? b : a;
}

function promoted(cx: Lowering, type: CType): CType {
  const resolved = resolveType(type, cx.index);
  if (resolved.kind === 'enum') return intType;
  const size = sizeOf(resolved, cx.index);
  return size !== undefined && size < 4 ? intType : type;
}

const signedNames = /^(?!unsigned)(signed|int|long|short|char|s\d+|__s\d+|int\d+_t|ssize_t|loff_t|ptrdiff_t|ktime_t)\b/;

const isSigned = (type: CType): boolean =>
  (type.kind === 'integer' || type.kind === 'named') && signedNames.test(type.name);

export function lowerUnary(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const argument = field(node, 'argument');
  const operator = operatorText(node);
  if (argument === undefined) return anyValue('an operand that is missing');
  const value = lowerExpression(cx, argument);
  if (operator === '+') return value;
  if (!isUnaryOperator(operator)) return anyValue(`operator ${operator}`);
  const type = operator === '!' ? intType : promoted(cx, value.type);
  if (value.operand.kind === 'number') return { operand: number(computeUnary(operator, value.operand.value)), type };
  return assign(cx, { kind: 'unary', operator, operand: value.operand }, type, spanOf(cx, node), into);
}

/** `x++` keeps the old value only where somebody wants it. */
export function lowerUpdate(cx: Lowering, node: Syntax, wanted: boolean): Value {
  const argument = field(node, 'argument');
  const lvalue = argument === undefined ? undefined : lowerLvalue(cx, argument);
  if (argument === undefined || lvalue === undefined) return anyValue('an update of what is no variable');
  const at = spanOf(cx, node);
  const operator = operatorText(node) === '--' ? '-' : '+';
  const isPostfix = (field(node, 'operator')?.start ?? 0) > argument.start;
  const current = readLvalue(cx, lvalue, spanOf(cx, argument));
  const old = wanted && isPostfix && lvalue.kind === 'register' ? keep(cx, current, at) : current;
  const next = combine(cx, operator, current, { operand: number(1), type: intType }, at, registerOf(lvalue));
  if (lvalue.kind === 'memory') writeLvalue(cx, lvalue, next.operand, at);
  return isPostfix ? old : next;
}

const registerOf = (lvalue: Lvalue): LocalId | undefined => (lvalue.kind === 'register' ? lvalue.local : undefined);

const keep = (cx: Lowering, value: Value, at: Span): Value =>
  assign(cx, { kind: 'operand', operand: value.operand }, value.type, at);

export function lowerAssignment(cx: Lowering, node: Syntax): Value {
  const left = field(node, 'left');
  const right = field(node, 'right');
  if (left === undefined || right === undefined) return anyValue('half an assignment');
  const operator = operatorText(node).slice(0, -1);
  if (isBinaryOperator(operator)) return lowerCompound(cx, operator, left, right, spanOf(cx, node));
  return lowerPlainAssignment(cx, left, right, spanOf(cx, node));
}

function lowerPlainAssignment(cx: Lowering, left: Syntax, right: Syntax, at: Span): Value {
  const target = unwrap(left);
  const id = target.kind === 'identifier' ? findLocal(cx.scopes, textOf(target)) : undefined;
  const known = id === undefined ? undefined : localLvalue(cx, id);
  if (known?.kind === 'register') {
    const value = lowerExpression(cx, right, known.local);
    moveInto(cx, known.local, value, at);
    return { operand: local(known.local), type: known.type };
  }
  if (copies(cx, left, right)) return copyAggregate(cx, left, right);
  const value = lowerExpression(cx, right);
  const lvalue = known ?? lowerLvalue(cx, left) ?? unknownTarget(cx, left);
  writeLvalue(cx, lvalue, value.operand, at);
  return { operand: value.operand, type: typeOfLvalue(lvalue) };
}

function copies(cx: Lowering, left: Syntax, right: Syntax): boolean {
  if (isAggregate(typeOfExpression(cx, left), cx.index)) return true;
  return isAggregate(typeOfExpression(cx, right), cx.index);
}

function copyAggregate(cx: Lowering, left: Syntax, right: Syntax): Value {
  const lvalue = lowerLvalue(cx, left) ?? unknownTarget(cx, left);
  const place = lvalue.kind === 'memory' ? lvalue.place : pointeeOf(anyOperand('a struct in a register'), lvalue.type);
  if (lvalue.kind === 'register') cx.needsMemory.add(cx.graph.locals[lvalue.local]?.name ?? '');
  if (!lowerAggregate(cx, right, place)) {
    writeLvalue(cx, lvalue, lowerExpression(cx, right).operand, spanOf(cx, right));
  }
  return { operand: anyOperand('a struct as a value'), type: place.type };
}

/** A name of a header is a global; a macro of a header that is assigned to is memory nobody knows. */
function unknownTarget(cx: Lowering, left: Syntax): Lvalue {
  const target = unwrap(left);
  const type = typeOfExpression(cx, target);
  if (target.kind === 'identifier') {
    return { kind: 'memory', place: { root: { kind: 'global', name: textOf(target) }, steps: [], type } };
  }
  const value = lowerExpression(cx, target);
  return { kind: 'memory', place: pointeeOf(anyOperand('what a macro assigns to'), value.type) };
}

function lowerCompound(cx: Lowering, operator: BinaryOperator, left: Syntax, right: Syntax, at: Span): Value {
  const other = lowerExpression(cx, right);
  const lvalue = lowerLvalue(cx, left) ?? unknownTarget(cx, left);
  const current = readLvalue(cx, lvalue, spanOf(cx, left));
  const result = combine(cx, operator, current, other, at, registerOf(lvalue));
  if (lvalue.kind === 'memory') writeLvalue(cx, lvalue, result.operand, at);
  else moveInto(cx, lvalue.local, result, at);
  return { operand: lvalue.kind === 'memory' ? result.operand : local(lvalue.local), type: typeOfLvalue(lvalue) };
}
