import { type CType, intType, pointerTo, unknownType } from '../index/c-type.js';
import { argumentsOf, calledName } from './call-syntax.js';
import { decayed, elementType, fieldType } from './fields.js';
import { isNamedField, isTransparent } from './kernel-places.js';
import { isContainer } from './lower-container.js';
import { integerTypeName } from '../base/literals.js';
import { expandMacro, insideMacro } from './lower-macro.js';
import { type Lowering, typeOfExpression } from './lowering.js';
import { readTypeDescriptor, typeNamed } from './read-type.js';
import { findLocal } from './scopes.js';
import { field, statementExpressionBlock, type Syntax, textOf, unwrap } from './syntax.js';
import { functionNamed } from '../index/file-index.js';

/** The type of an expression without evaluating it. Arrays stay arrays. */
export function typeOf(cx: Lowering, node: Syntax): CType {
  const argument = field(node, 'argument');
  switch (node.kind) {
    case 'parenthesized_expression':
      return statementExpressionBlock(node) === undefined && unwrap(node) !== node
        ? typeOfExpression(cx, unwrap(node))
        : unknownType;
    case 'identifier':
      return typeOfName(cx, node);
    case 'number_literal':
      return { kind: 'integer', name: integerTypeName(textOf(node)) };
    case 'field_expression':
      return argument === undefined ? unknownType : typeOfField(cx, node, argument);
    case 'subscript_expression':
      return argument === undefined ? unknownType : elementType(typeOfExpression(cx, argument), cx.index);
    case 'pointer_expression':
      return argument === undefined ? unknownType : typeOfPointer(cx, node, argument);
    case 'call_expression':
      return typeOfCall(cx, node);
    default:
      return typeOfOperation(cx, node, argument);
  }
}

function typeOfOperation(cx: Lowering, node: Syntax, argument: Syntax | undefined): CType {
  const type = field(node, 'type');
  const first = field(node, 'left') ?? field(node, 'consequence') ?? argument;
  switch (node.kind) {
    case 'cast_expression':
    case 'compound_literal_expression':
      return type === undefined ? unknownType : readTypeDescriptor(cx, type);
    case 'sizeof_expression':
    case 'offsetof_expression':
      return { kind: 'named', name: 'size_t' };
    case 'comma_expression': {
      const right = field(node, 'right');
      return right === undefined ? unknownType : typeOfExpression(cx, right);
    }
    case 'binary_expression':
      return first === undefined ? unknownType : typeOfBinary(cx, node, first);
    case 'assignment_expression':
    case 'conditional_expression':
    case 'update_expression':
    case 'unary_expression':
      return first === undefined ? unknownType : decayed(typeOfExpression(cx, first), cx.index);
    default:
      return unknownType;
  }
}

const yieldsInt = new Set(['==', '!=', '<', '<=', '>', '>=', '&&', '||']);

/** Walks down the left side: chains are long there. */
function typeOfBinary(cx: Lowering, node: Syntax, left: Syntax): CType {
  const operator = field(node, 'operator');
  if (operator !== undefined && yieldsInt.has(textOf(operator))) return intType;
  let first: Syntax | undefined = left;
  while (first?.kind === 'binary_expression') first = field(first, 'left');
  return first === undefined ? unknownType : decayed(typeOfExpression(cx, first), cx.index);
}

function typeOfName(cx: Lowering, node: Syntax): CType {
  const name = textOf(node);
  const id = findLocal(cx.scopes, name);
  if (id !== undefined) return cx.graph.locals[id]?.type ?? unknownType;
  const global = cx.index.globals.get(name);
  if (global !== undefined) return global.type;
  if (cx.index.enumerators.has(name)) return intType;
  return typeOfExpansion(cx, node);
}

function typeOfExpansion(cx: Lowering, node: Syntax): CType {
  const expansion = expandMacro(cx, node, 'expression');
  const inner = expansion?.nodes[0];
  if (expansion === undefined || inner === undefined) return unknownType;
  return insideMacro(cx, expansion, node, () => typeOfExpression(cx, inner));
}

function typeOfField(cx: Lowering, node: Syntax, argument: Syntax): CType {
  const operator = field(node, 'operator');
  const name = field(node, 'field');
  const base = typeOfExpression(cx, argument);
  const struct = operator !== undefined && textOf(operator) === '->' ? elementType(base, cx.index) : base;
  return name === undefined ? unknownType : fieldType(struct, textOf(name), cx.index);
}

function typeOfPointer(cx: Lowering, node: Syntax, argument: Syntax): CType {
  const operator = field(node, 'operator');
  const type = typeOfExpression(cx, argument);
  return operator !== undefined && textOf(operator) === '&' ? pointerTo(type) : elementType(type, cx.index);
}

function typeOfCall(cx: Lowering, node: Syntax): CType {
  const name = calledName(node) ?? '';
  const [first, second] = argumentsOf(node);
  if (first !== undefined && isTransparent(name)) return typeOfExpression(cx, first);
  if (first !== undefined && second !== undefined && isNamedField(name)) {
    return fieldType(elementType(typeOfExpression(cx, first), cx.index), textOf(second), cx.index);
  }
  if (second !== undefined && isContainer(name)) return pointerTo(typeNamed(cx, second) ?? unknownType);
  const declared = functionNamed(cx.index, name);
  return declared === undefined ? typeOfExpansion(cx, node) : declared.returns;
}
