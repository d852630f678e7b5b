import { type CType, unknownType } from '../index/c-type.js';
import { resolveType } from '../index/named-types.js';
import { elementType } from './fields.js';
import type { Operand } from './instr.js';
import { offsetOf, sizeOf } from './layout.js';
import { type Lowering, number, typeOfExpression, type Value } from './lowering.js';
import { readTypeDescriptor, typeNamed } from './read-type.js';
import { findLocal } from './scopes.js';
import { field, originalTextOf, type Syntax, textOf, unwrap } from './syntax.js';

const sizeType: CType = { kind: 'named', name: 'size_t' };

/** The operand of `sizeof` is not evaluated. */
export function lowerSizeof(cx: Lowering, node: Syntax): Value {
  const typeNode = field(node, 'type');
  const valueNode = field(node, 'value');
  if (typeNode !== undefined)
    return { operand: sizeOfType(cx, readTypeDescriptor(cx, typeNode), node), type: sizeType };
  if (valueNode === undefined) return { operand: namedAfter(node), type: sizeType };
  const type = typeNamed(cx, valueNode) ?? headerType(cx, valueNode) ?? objectType(cx, valueNode);
  const member = type.kind === 'unknown' ? memberSize(cx, valueNode) : undefined;
  if (member !== undefined) return { operand: member, type: sizeType };
  return { operand: sizeOfType(cx, type, node), type: sizeType };
}

/** `sizeof(name)` of what is no object this file knows: a typedef of a header. */
function headerType(cx: Lowering, node: Syntax): CType | undefined {
  const inner = unwrap(node);
  if (inner.kind !== 'identifier') return undefined;
  const name = textOf(inner);
  const isKnown = findLocal(cx.scopes, name) !== undefined || cx.index.globals.has(name) || cx.index.macros.has(name);
  return isKnown ? undefined : { kind: 'named', name };
}

/** A member of a struct of a header has one size, whichever variable leads to it. */
function memberSize(cx: Lowering, node: Syntax): Operand | undefined {
  const inner = unwrap(node);
  const argument = field(inner, 'argument');
  const member = field(inner, 'field');
  const operator = field(inner, 'operator');
  if (inner.kind !== 'field_expression' || argument === undefined || member === undefined) return undefined;
  const base = typeOfExpression(cx, argument);
  const isArrow = operator !== undefined && textOf(operator) === '->';
  const struct = resolveType(isArrow ? elementType(base, cx.index) : base, cx.index);
  if (struct.kind !== 'struct' && struct.kind !== 'union') return undefined;
  return { kind: 'constant', name: `sizeof(${struct.kind} ${struct.tag}.${textOf(member)})` };
}

/** A string literal is an array here, and nowhere else. */
function objectType(cx: Lowering, node: Syntax): CType {
  const inner = unwrap(node);
  if (inner.kind !== 'string_literal') return typeOfExpression(cx, inner);
  return { kind: 'array', of: { kind: 'integer', name: 'char' }, count: String(textOf(inner).length - 1) };
}

/** A number where the layout is known; else the type, or at worst the text, stands for the same size everywhere. */
export function sizeOfType(cx: Lowering, type: CType, node: Syntax): Operand {
  const size = sizeOf(type, cx.index);
  if (size !== undefined && size > 0) return number(size);
  return type.kind === 'unknown' ? namedAfter(node) : { kind: 'sizeof', type: resolveType(type, cx.index) };
}

export const namedAfter = (node: Syntax): Operand => ({
  kind: 'constant',
  name: originalTextOf(node).replaceAll(/\s+/g, ' '),
});

/** `offsetof(struct s, a.b)`; the grammar takes a dotted path for an error, so the text is read. */
export function lowerOffsetof(cx: Lowering, node: Syntax): Value {
  const typeNode = field(node, 'type');
  const type = typeNode === undefined ? unknownType : resolveType(readTypeDescriptor(cx, typeNode), cx.index);
  return { operand: offsetOperand(cx, type, memberText(node), node), type: sizeType };
}

function memberText(node: Syntax): string {
  const text = node.source.original.slice(node.start, node.end);
  return text.slice(text.indexOf(',') + 1, text.lastIndexOf(')')).trim();
}

export function offsetOperand(cx: Lowering, type: CType, member: string, node: Syntax): Operand {
  const isPlain = /^[\w.]+$/.test(member);
  const known =
    isPlain && (type.kind === 'struct' || type.kind === 'union')
      ? offsetOf(type.tag, member.split('.'), cx.index)
      : undefined;
  return known === undefined ? namedAfter(node) : number(known);
}
