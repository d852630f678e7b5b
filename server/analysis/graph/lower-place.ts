import type { Span } from '../base/span.js';
import { type CType, pointerTo, unknownType } from '../index/c-type.js';
import { resolveType } from '../index/named-types.js';
import { bitsOfField, decayed, elementType, fieldType, isAggregate, isArray } from './fields.js';
import type { LocalId, Operand, Place, PlaceStep } from './instr.js';
import { lowerKernelPlace } from './kernel-places.js';
import { expandMacro, insideMacro } from './lower-macro.js';
import {
  anyOperand,
  assign,
  emit,
  type Lowering,
  type Lvalue,
  local,
  lowerAggregate,
  lowerEffect,
  lowerExpression,
  lowerInitializer,
  lowerLvalue,
  number,
  spanOf,
  typeOfExpression,
  type Value,
} from './lowering.js';
import { readTypeDescriptor } from './read-type.js';
import { findLocal } from './scopes.js';
import { storeSiblings } from './union-members.js';
import { field, statementExpressionBlock, type Syntax, textOf, unwrap } from './syntax.js';
import { functionNamed } from '../index/file-index.js';

export function lowerPlace(cx: Lowering, node: Syntax): Lvalue | undefined {
  switch (node.kind) {
    case 'parenthesized_expression':
      return statementExpressionBlock(node) === undefined && unwrap(node) !== node
        ? lowerLvalue(cx, unwrap(node))
        : undefined;
    case 'identifier':
      return namedPlace(cx, node);
    case 'field_expression':
      return memory(fieldPlace(cx, node));
    case 'subscript_expression':
      return memory(elementPlace(cx, node));
    case 'pointer_expression':
      return operatorOf(node) === '*' ? memory(pointeePlace(cx, node)) : undefined;
    case 'compound_literal_expression':
      return memory(literalPlace(cx, node));
    case 'comma_expression':
      return commaPlace(cx, node);
    case 'call_expression':
      return callPlace(cx, node);
    default:
      return undefined;
  }
}

const memory = (place: Place): Lvalue => ({ kind: 'memory', place });
const operatorOf = (node: Syntax): string => {
  const operator = field(node, 'operator');
  return operator === undefined ? '' : textOf(operator);
};

export const typeOfLvalue = (lvalue: Lvalue): CType => (lvalue.kind === 'register' ? lvalue.type : lvalue.place.type);

/** Memory, even for what was thought to be a register, or is only a value. */
export function lowerMemory(cx: Lowering, node: Syntax): Place {
  const lvalue = lowerLvalue(cx, node);
  if (lvalue?.kind === 'memory') return lvalue.place;
  if (lvalue !== undefined) return forceIntoMemory(cx, lvalue.local, lvalue.type);
  const inner = unwrap(node);
  if (inner.kind === 'identifier') return globalPlace(textOf(inner), unknownType);
  const type = typeOfExpression(cx, node);
  const place: Place = {
    root: { kind: 'stack', local: cx.graph.temporary(type, spanOf(cx, node), true) },
    steps: [],
    type,
  };
  if (!lowerAggregate(cx, node, place)) {
    emit(cx, { kind: 'store', place, value: lowerExpression(cx, node).operand, at: spanOf(cx, node) });
  }
  return place;
}

function forceIntoMemory(cx: Lowering, id: LocalId, type: CType): Place {
  cx.needsMemory.add(cx.graph.locals[id]?.name ?? '');
  return { root: { kind: 'stack', local: id }, steps: [], type };
}

const globalPlace = (name: string, type: CType): Place => ({ root: { kind: 'global', name }, steps: [], type });

export function pointeeOf(pointer: Operand, element: CType): Place {
  return { root: { kind: 'pointee', pointer, element }, steps: [], type: element };
}

export function stepInto(place: Place, step: PlaceStep, type: CType): Place {
  return { ...place, steps: [...place.steps, step], type };
}

export const localLvalue = (cx: Lowering, id: LocalId): Lvalue => {
  const type = cx.graph.locals[id]?.type ?? unknownType;
  return cx.graph.locals[id]?.inMemory === true
    ? memory({ root: { kind: 'stack', local: id }, steps: [], type })
    : { kind: 'register', local: id, type };
};

function namedPlace(cx: Lowering, node: Syntax): Lvalue | undefined {
  const name = textOf(node);
  const id = findLocal(cx.scopes, name);
  if (id !== undefined) return localLvalue(cx, id);
  const global = cx.index.globals.get(name);
  if (global !== undefined) return memory(globalPlace(name, global.type));
  if (cx.index.enumerators.has(name)) return undefined;
  const expansion = expandMacro(cx, node, 'expression');
  const inner = expansion?.nodes[0];
  if (expansion === undefined || inner === undefined) return undefined;
  return insideMacro(cx, expansion, node, () => lowerLvalue(cx, inner));
}

function fieldPlace(cx: Lowering, node: Syntax): Place {
  const argument = field(node, 'argument');
  const fieldName = field(node, 'field');
  const name = fieldName === undefined ? '' : textOf(fieldName);
  if (argument === undefined) return pointeeOf(anyOperand('a field of nothing'), unknownType);
  const base = operatorOf(node) === '.' ? lowerMemory(cx, argument) : lowerPointee(cx, argument);
  const bits = bitsOfField(base.type, name, cx.index);
  const step: PlaceStep = bits === undefined ? { kind: 'field', name } : { kind: 'field', name, bits };
  return stepInto(base, step, fieldType(base.type, name, cx.index));
}

/** What an expression points to. `&x` is looked through, so that nothing takes an address only to follow it. */
function lowerPointee(cx: Lowering, node: Syntax): Place {
  const inner = unwrap(node);
  const argument = field(inner, 'argument');
  if (inner.kind === 'pointer_expression' && operatorOf(inner) === '&' && argument !== undefined) {
    return lowerMemory(cx, argument);
  }
  const value = lowerExpression(cx, node);
  return pointeeOf(value.operand, elementType(value.type, cx.index));
}

function elementPlace(cx: Lowering, node: Syntax): Place {
  const argument = field(node, 'argument');
  const indexNode = field(node, 'index');
  if (argument === undefined) return pointeeOf(anyOperand('an element of nothing'), unknownType);
  const lvalue = lowerLvalue(cx, argument);
  const base = lvalue?.kind === 'memory' && holdsElements(cx, lvalue.place) ? lvalue.place : undefined;
  const pointer = base === undefined ? pointerValue(cx, argument, lvalue) : undefined;
  const index = indexNode === undefined ? number(0) : lowerExpression(cx, indexNode).operand;
  if (base !== undefined) return stepInto(base, { kind: 'element', index }, elementType(base.type, cx.index));
  const element = pointer === undefined ? unknownType : elementType(pointer.type, cx.index);
  return stepInto(
    pointeeOf(pointer?.operand ?? anyOperand('not a pointer'), element),
    { kind: 'element', index },
    element,
  );
}

/**
 * Arrays, and fields of structs that are declared in a header we do not have: those are more often arrays inside the
 * struct, and as a place of its own per index either reading of `p->frags[i]` behaves the same.
 */
function holdsElements(cx: Lowering, place: Place): boolean {
  return isArray(place.type, cx.index) || (place.type.kind === 'unknown' && place.steps.at(-1)?.kind === 'field');
}

function pointerValue(cx: Lowering, node: Syntax, lvalue: Lvalue | undefined): Value {
  return lvalue === undefined ? lowerExpression(cx, node) : readLvalue(cx, lvalue, spanOf(cx, node));
}

function pointeePlace(cx: Lowering, node: Syntax): Place {
  const argument = field(node, 'argument');
  if (argument === undefined) return pointeeOf(anyOperand('what nothing points to'), unknownType);
  return lowerPointee(cx, argument);
}

function literalPlace(cx: Lowering, node: Syntax): Place {
  const typeNode = field(node, 'type');
  const value = field(node, 'value');
  const type = typeNode === undefined ? unknownType : readTypeDescriptor(cx, typeNode);
  const place: Place = {
    root: { kind: 'stack', local: cx.graph.temporary(type, spanOf(cx, node), true) },
    steps: [],
    type,
  };
  if (value !== undefined) lowerInitializer(cx, value, place);
  return place;
}

function commaPlace(cx: Lowering, node: Syntax): Lvalue | undefined {
  const left = field(node, 'left');
  const right = field(node, 'right');
  if (right === undefined) return undefined;
  // Only looked at as a place where it can be one, or the left side would be evaluated twice.
  if (!mayBePlace(unwrap(right))) return undefined;
  if (left !== undefined) lowerEffect(cx, left);
  return lowerLvalue(cx, right) ?? memory(lowerMemory(cx, right));
}

const placeKinds = new Set(['field_expression', 'subscript_expression', 'compound_literal_expression']);
const mayBePlace = (node: Syntax): boolean => placeKinds.has(node.kind);

function callPlace(cx: Lowering, node: Syntax): Lvalue | undefined {
  const place = lowerKernelPlace(cx, node);
  if (place !== undefined) return place;
  const expansion = expandMacro(cx, node, 'expression');
  const inner = expansion?.nodes[0];
  if (expansion === undefined || inner === undefined || !mayBeLvalue(unwrap(inner))) return undefined;
  return insideMacro(cx, expansion, node, () => lowerLvalue(cx, inner));
}

const mayBeLvalue = (node: Syntax): boolean =>
  mayBePlace(node) ||
  node.kind === 'pointer_expression' ||
  node.kind === 'identifier' ||
  node.kind === 'call_expression';

/** The value there: a load, the register itself, or the address where an array becomes a pointer. */
export function readLvalue(cx: Lowering, lvalue: Lvalue, at: Span, into?: LocalId): Value {
  if (lvalue.kind === 'register') return { operand: local(lvalue.local), type: lvalue.type };
  const { place } = lvalue;
  const resolved = resolveType(place.type, cx.index);
  if (resolved.kind === 'array' || resolved.kind === 'function') {
    return { ...addressOfPlace(cx, place, at, into), type: decayed(resolved, cx.index) };
  }
  const target = into ?? cx.graph.temporary(place.type, at, isAggregate(place.type, cx.index));
  emit(cx, { kind: 'load', target, place, at });
  return { operand: local(target), type: place.type };
}

export function writeLvalue(cx: Lowering, lvalue: Lvalue, value: Operand, at: Span): void {
  if (lvalue.kind === 'memory') {
    emit(cx, { kind: 'store', place: lvalue.place, value: cutToField(cx, lvalue.place, value, at), at });
    storeSiblings(cx, lvalue.place, value, at);
  } else {
    emit(cx, { kind: 'assign', target: lvalue.local, value: { kind: 'operand', operand: value }, at });
  }
}

/** A bit-field keeps the low bits. */
function cutToField(cx: Lowering, { steps, type }: Place, value: Operand, at: Span): Operand {
  const last = steps.at(-1);
  if (last?.kind !== 'field' || last.bits === undefined || value.kind === 'any') return value;
  const mask = 2 ** last.bits - 1;
  if (value.kind === 'number' && 0 <= value.value && value.value <= mask) return value;
  return assign(cx, { kind: 'binary', operator: '&', left: value, right: number(mask) }, type, at).operand;
}

/** `&place`. `&*p` is `p`, and `&p[i]` is `p + i`. */
function addressOfPlace(cx: Lowering, place: Place, at: Span, into?: LocalId): Value {
  const type = pointerTo(place.type);
  if (place.root.kind === 'pointee') {
    const [step, ...more] = place.steps;
    const { pointer, element } = place.root;
    if (step === undefined) return { operand: pointer, type };
    if (step.kind === 'element' && more.length === 0) {
      return assign(cx, { kind: 'advance', pointer, index: step.index, element }, type, at, into);
    }
  }
  return assign(cx, { kind: 'address', place }, type, at, into);
}

export function lowerAddressOf(cx: Lowering, node: Syntax, at: Span, into?: LocalId): Value {
  const inner = unwrap(node);
  if (inner.kind === 'pointer_expression' && operatorOf(inner) === '&') {
    return { operand: anyOperand('the address of a label'), type: pointerTo({ kind: 'void' }) };
  }
  if (inner.kind === 'identifier') {
    const name = textOf(inner);
    const isFunction = functionNamed(cx.index, name) !== undefined && findLocal(cx.scopes, name) === undefined;
    if (isFunction)
      return { operand: { kind: 'function', name }, type: pointerTo({ kind: 'function', returns: unknownType }) };
  }
  return addressOfPlace(cx, lowerMemory(cx, node), at, into);
}
