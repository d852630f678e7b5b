import { type CType, intType, pointerTo, unknownType, voidType } from '../index/c-type.js';
import { resolveType } from '../index/named-types.js';
import { evaluateConstant, kernelConstant } from './const-expression.js';
import { decayed, isAggregate, isPointer } from './fields.js';
import type { LocalId } from './instr.js';
import { integerTypeName, integerValue, stringText } from '../base/literals.js';
import { lowerAssembly } from './lower-assembly.js';
import { lowerCall } from './lower-call.js';
import { lowerLogical, lowerTernary } from './lower-condition.js';
import { expandMacro, insideMacro } from './lower-macro.js';
import { lowerAssignment, lowerBinary, lowerUnary, lowerUpdate, operatorText } from './lower-operators.js';
import { lowerAddressOf, localLvalue, readLvalue } from './lower-place.js';
import { lowerOffsetof, lowerSizeof } from './lower-sizeof.js';
import {
  anyValue,
  assign,
  type Lowering,
  lowerBlockValue,
  lowerEffect,
  lowerExpression,
  lowerLvalue,
  number,
  problem,
  spanOf,
  type Value,
} from './lowering.js';
import { readTypeDescriptor } from './read-type.js';
import { findLocal } from './scopes.js';
import { field, fields, statementExpressionBlock, type Syntax, textOf, unwrap } from './syntax.js';
import { functionNamed } from '../index/file-index.js';

const charPointer = pointerTo({ kind: 'integer', name: 'char' });

export function lowerValue(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  switch (node.kind) {
    case 'identifier':
      return lowerName(cx, node, into);
    case 'number_literal':
    case 'char_literal':
      return lowerNumber(textOf(node));
    case 'true':
      return { operand: number(1), type: intType };
    case 'false':
      return { operand: number(0), type: intType };
    case 'null':
      return { operand: number(0), type: pointerTo(voidType) };
    case 'string_literal':
    case 'concatenated_string':
      return { operand: { kind: 'string', text: stringText(textOf(node)) }, type: charPointer };
    case 'parenthesized_expression':
      return lowerParenthesized(cx, node, into);
    case 'field_expression':
    case 'subscript_expression':
    case 'compound_literal_expression':
      return lowerRead(cx, node, into);
    default:
      return lowerOperation(cx, node, into);
  }
}

function lowerOperation(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  switch (node.kind) {
    case 'pointer_expression':
      return lowerPointerOperator(cx, node, into);
    case 'call_expression':
      return lowerCall(cx, node, into, true);
    case 'assignment_expression':
      return lowerAssignment(cx, node);
    case 'update_expression':
      return lowerUpdate(cx, node, true);
    case 'binary_expression':
      return isLogical(node) ? lowerLogical(cx, node, into) : lowerBinary(cx, node, into);
    case 'unary_expression':
      return lowerUnary(cx, node, into);
    case 'conditional_expression':
      return lowerTernary(cx, node, into);
    case 'cast_expression':
      return lowerCast(cx, node, into);
    case 'comma_expression':
      return lowerComma(cx, node, into);
    case 'sizeof_expression':
      return lowerSizeof(cx, node);
    case 'offsetof_expression':
      return lowerOffsetof(cx, node);
    case 'gnu_asm_expression':
      lowerAssembly(cx, node);
      return anyValue('inline assembly');
    case 'generic_expression':
    case 'alignof_expression':
      return { operand: { kind: 'constant', name: textOf(node) }, type: unknownType };
    default:
      problem(cx, `an expression of kind ${node.kind}`, spanOf(cx, node));
      return anyValue(`an expression of kind ${node.kind}`);
  }
}

const isLogical = (node: Syntax): boolean => operatorText(node) === '&&' || operatorText(node) === '||';

function lowerNumber(text: string): Value {
  const value = integerValue(text);
  if (value === undefined) return anyValue('a floating-point number');
  return { operand: number(value), type: { kind: 'integer', name: integerTypeName(text) } };
}

function lowerName(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const name = textOf(node);
  const at = spanOf(cx, node);
  const id = findLocal(cx.scopes, name);
  if (id !== undefined) return readLvalue(cx, localLvalue(cx, id), at, into);
  const enumerator = cx.index.enumerators.get(name);
  if (enumerator !== undefined) return { operand: number(enumerator), type: intType };
  if (cx.index.macros.has(name)) return lowerObjectMacro(cx, node, into);
  const declared = functionNamed(cx.index, name);
  if (declared !== undefined) {
    return { operand: { kind: 'function', name }, type: pointerTo({ kind: 'function', returns: declared.returns }) };
  }
  const lvalue = cx.index.globals.has(name) ? lowerLvalue(cx, node) : undefined;
  if (lvalue !== undefined) return readLvalue(cx, lvalue, at, into);
  const known = kernelConstant(name);
  return { operand: known === undefined ? { kind: 'constant', name } : number(known), type: unknownType };
}

function lowerObjectMacro(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const name = textOf(node);
  const macro = cx.index.macros.get(name);
  const constant = { operand: { kind: 'constant', name }, type: unknownType } as const;
  if (macro === undefined || macro.parameters !== undefined) return constant;
  const value = evaluateConstant(macro.body, cx.index);
  if (value !== undefined) return { operand: number(value), type: intType };
  const expansion = expandMacro(cx, node, 'expression');
  const inner = expansion?.nodes[0];
  if (expansion === undefined || inner === undefined) return constant;
  return insideMacro(cx, expansion, node, () => lowerExpression(cx, inner, into));
}

function lowerParenthesized(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const block = statementExpressionBlock(node);
  if (block !== undefined) return lowerBlockValue(cx, block, into);
  const inner = unwrap(node);
  return inner === node ? anyValue('empty parentheses') : lowerExpression(cx, inner, into);
}

function lowerRead(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const lvalue = lowerLvalue(cx, node);
  return lvalue === undefined ? anyValue('what is no place') : readLvalue(cx, lvalue, spanOf(cx, node), into);
}

function lowerPointerOperator(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const argument = field(node, 'argument');
  if (argument === undefined) return anyValue('an operand that is missing');
  return operatorText(node) === '&' ? lowerAddressOf(cx, argument, spanOf(cx, node), into) : lowerRead(cx, node, into);
}

function lowerCast(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const typeNode = field(node, 'type');
  const valueNode = field(node, 'value');
  const type = typeNode === undefined ? unknownType : readTypeDescriptor(cx, typeNode);
  if (valueNode === undefined) return anyValue('a cast of nothing');
  if (type.kind === 'void') {
    lowerEffect(cx, valueNode);
    return { operand: number(0), type };
  }
  return castTo(cx, node, type, lowerExpression(cx, valueNode), into);
}

/** Pointers to pointers change their type and nothing else; an integer constant of few bits stays what it is. */
export function castTo(cx: Lowering, node: Syntax, type: CType, value: Value, into?: LocalId): Value {
  if (isAggregate(type, cx.index)) return { ...value, type };
  if (isPointer(type, cx.index) && (isPointer(value.type, cx.index) || value.operand.kind === 'string')) {
    return { operand: value.operand, type };
  }
  const { operand } = value;
  const isWide = !/8|16|char|short|bool/.test(nameOf(resolveType(type, cx.index)));
  if (operand.kind === 'number' && isWide && operand.value >= 0 && operand.value <= 0x7fff_ffff)
    return { operand, type };
  return assign(cx, { kind: 'cast', type, operand }, decayed(type, cx.index), spanOf(cx, node), into);
}

const nameOf = (type: CType): string => (type.kind === 'integer' || type.kind === 'named' ? type.name : '');

/** Chains lean to the left. */
function lowerComma(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const parts = commaParts(node);
  const last = parts.at(-1);
  for (const part of parts.slice(0, -1)) lowerEffect(cx, part);
  return last === undefined ? anyValue('an operand that is missing') : lowerExpression(cx, last, into);
}

export function commaParts(node: Syntax): readonly Syntax[] {
  const parts: Syntax[] = [];
  const open: Syntax[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'comma_expression') open.push(...fields(next, 'right'), ...fields(next, 'left'));
    else parts.push(next);
  }
  return parts;
}

/** For the effects alone. */
export function lowerForEffect(cx: Lowering, node: Syntax): void {
  const inner = unwrap(node);
  const block = statementExpressionBlock(inner);
  switch (inner.kind) {
    case 'comma_expression':
      for (const part of commaParts(inner)) lowerEffect(cx, part);
      return;
    case 'call_expression':
      lowerCall(cx, inner, undefined, false);
      return;
    case 'update_expression':
      lowerUpdate(cx, inner, false);
      return;
    case 'conditional_expression':
      lowerTernary(cx, inner, undefined, false);
      return;
    case 'identifier':
      // `fallthrough;` and the like; a macro of the file may do something.
      if (cx.index.macros.has(textOf(inner))) lowerExpression(cx, inner);
      return;
    default:
      if (block === undefined) lowerExpression(cx, inner);
      else lowerBlockValue(cx, block);
  }
}
