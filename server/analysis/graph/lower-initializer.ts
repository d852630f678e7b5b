import type { CType } from '../index/c-type.js';
import { resolveType } from '../index/named-types.js';
import { evaluateConstant } from './const-expression.js';
import { elementType, fieldType, isAggregate, isArray } from './fields.js';
import type { Place } from './instr.js';
import {
  anyOperand,
  emit,
  type Lowering,
  lowerAggregate,
  lowerExpression,
  nested,
  number,
  spanOf,
} from './lowering.js';
import { stepInto } from './lower-place.js';
import { field, fields, type Syntax, textOf, unwrap } from './syntax.js';

/** Lists start from zero and store what they name; C leaves nothing undefined. */
export function lowerInitializerInto(cx: Lowering, node: Syntax, to: Place): void {
  const list = listOf(node);
  if (list !== undefined) {
    lowerList(cx, list, to, true);
    return;
  }
  if (isAggregate(to.type, cx.index) && lowerAggregate(cx, node, to)) return;
  const value = lowerExpression(cx, node);
  emit(cx, { kind: 'store', place: to, value: value.operand, at: spanOf(cx, node) });
}

/** `{ … }`, also behind `(struct s)`. */
function listOf(node: Syntax): Syntax | undefined {
  if (node.kind === 'initializer_list') return node;
  const inner = unwrap(node);
  return inner.kind === 'compound_literal_expression' ? field(inner, 'value') : undefined;
}

function lowerList(cx: Lowering, list: Syntax, to: Place, isOutermost: boolean): void {
  const at = spanOf(cx, list);
  if (isOutermost) emit(cx, { kind: 'zero', place: to, at });
  if (isZero(list)) return;
  let position = 0;
  for (const item of list.children) {
    if (item.kind === 'ERROR' || item.kind.startsWith('preproc')) continue;
    const designators = item.kind === 'initializer_pair' ? fields(item, 'designator') : [];
    const value = item.kind === 'initializer_pair' ? field(item, 'value') : item;
    const start = designators[0];
    if (start !== undefined) position = positionOf(cx, start, to.type) ?? position;
    const place = start === undefined ? placeAt(cx, to, position) : designated(cx, to, designators);
    if (value !== undefined) lowerItem(cx, value, place, to);
    position += 1;
  }
}

/** `{}` and `{ 0 }`. */
function isZero(list: Syntax): boolean {
  let only: Syntax | undefined = list;
  while (only?.kind === 'initializer_list' && only.children.length <= 1) only = only.children[0];
  return only === undefined || only.kind === 'null' || only.kind === 'false' || textOf(only) === '0';
}

function lowerItem(cx: Lowering, value: Syntax, place: Place | undefined, whole: Place): void {
  if (place === undefined) {
    // A member nobody can name: the struct is declared in a header, or braces are left out.
    const { operand } =
      value.kind === 'initializer_list' ? { operand: anyOperand('a list') } : lowerExpression(cx, value);
    const isSame = operand.kind === 'number' && operand.value === 0;
    if (!isSame && whole.root.kind === 'stack') {
      emit(cx, { kind: 'forget', locals: [whole.root.local], why: 'a member without a name', at: spanOf(cx, value) });
    }
    return;
  }
  if (value.kind === 'initializer_list') nested(cx, value, () => lowerList(cx, value, place, false));
  else lowerInitializerInto(cx, value, place);
}

function placeAt(cx: Lowering, to: Place, position: number): Place | undefined {
  const type = resolveType(to.type, cx.index);
  if (type.kind === 'array') return stepInto(to, { kind: 'element', index: number(position) }, type.of);
  if (type.kind !== 'struct' && type.kind !== 'union')
    return position === 0 && type.kind !== 'unknown' ? to : undefined;
  const declared = cx.index.structs.get(type.tag)?.fields[position];
  if (declared?.name === undefined) return undefined;
  return stepInto(to, { kind: 'field', name: declared.name }, declared.type);
}

function designated(cx: Lowering, to: Place, designators: readonly Syntax[]): Place | undefined {
  let place: Place | undefined = to;
  for (const designator of designators) {
    if (place === undefined) return undefined;
    place = follow(cx, place, designator);
  }
  return place;
}

function follow(cx: Lowering, place: Place, designator: Syntax): Place | undefined {
  const name = designatedField(designator);
  if (name !== undefined) return stepInto(place, { kind: 'field', name }, fieldType(place.type, name, cx.index));
  const [inner] = designator.children;
  if (inner === undefined || designator.kind !== 'subscript_designator') return undefined;
  const index = lowerExpression(cx, inner).operand;
  return stepInto(place, { kind: 'element', index }, elementType(place.type, cx.index));
}

/** `len` of `.len = 1`, and of `len: 1` as it was written before C99. */
function designatedField(designator: Syntax): string | undefined {
  const [inner] = designator.children;
  if (designator.kind === 'field_designator') return inner === undefined ? undefined : textOf(inner);
  return designator.kind === 'field_identifier' ? textOf(designator) : undefined;
}

/** Where a designator leaves the count, for the items after it that have none. */
function positionOf(cx: Lowering, designator: Syntax, type: CType): number | undefined {
  const [inner] = designator.children;
  if (designator.kind === 'subscript_designator') {
    return inner === undefined ? undefined : evaluateConstant(textOf(inner), cx.index);
  }
  const resolved = resolveType(type, cx.index);
  if (resolved.kind !== 'struct') return undefined;
  const name = designatedField(designator);
  const index = cx.index.structs.get(resolved.tag)?.fields.findIndex((it) => it.name === name) ?? -1;
  return index < 0 ? undefined : index;
}

/** `int x[] = { … }` has as many elements as the list; a string has one more than characters. */
export function completedType(cx: Lowering, type: CType, value: Syntax | undefined): CType {
  if (value === undefined || type.kind !== 'array' || type.count !== undefined) return type;
  if (value.kind === 'string_literal') return { ...type, count: String(textOf(value).length - 1) };
  if (value.kind !== 'initializer_list') return type;
  let next = 0;
  let count = 0;
  for (const item of value.children) {
    const [designator] = fields(item, 'designator');
    if (designator !== undefined) next = positionOf(cx, designator, type) ?? next;
    next += 1;
    count = Math.max(count, next);
  }
  return { ...type, count: String(count) };
}

/** A scalar may be initialized with braces too. */
export function scalarInitializer(value: Syntax): Syntax | undefined {
  let inner: Syntax | undefined = value;
  while (inner?.kind === 'initializer_list') inner = inner.children[0];
  return inner;
}

export const isMemoryType = (cx: Lowering, type: CType): boolean =>
  isAggregate(type, cx.index) || isArray(type, cx.index);
