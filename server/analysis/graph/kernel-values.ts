import type { BinaryOperator } from '../base/arithmetic.js';
import { type CType, intType, unknownType } from '../index/c-type.js';
import { resolveType } from '../index/named-types.js';
import { argumentsOf } from './call-syntax.js';
import { evaluateConstant } from './const-expression.js';
import { elementType, fieldType } from './fields.js';
import type { LocalId, Operand } from './instr.js';
import { arrayCount, sizeOf } from './layout.js';
import { lowerContainer } from './lower-container.js';
import { combine } from './lower-operators.js';
import { namedAfter, offsetOperand, sizeOfType } from './lower-sizeof.js';
import {
  assign,
  type Lowering,
  local,
  lowerExpression,
  moveInto,
  number,
  spanOf,
  typeOfExpression,
  type Value,
} from './lowering.js';
import { typeNamed } from './read-type.js';
import { originalTextOf, type Syntax, textOf, unwrap } from './syntax.js';

/**
 * Macros of the kernel that are arithmetic: they are lowered to what they compute, so that sizes stay comparable.
 * Linux include/linux/{minmax,align,math,bits,array_size,overflow,stddef}.h (6.12).
 */
type Handler = (use: Use) => Value | undefined;

interface Use {
  readonly cx: Lowering;
  readonly node: Syntax;
  readonly given: readonly Syntax[];
  readonly into: LocalId | undefined;
}

/** Macros with the value of one of their arguments, by its position. */
const sameAs: ReadonlyMap<string, number> = new Map([
  ['likely', 0],
  ['unlikely', 0],
  ['__builtin_expect', 0],
  ['WARN_ON', 0],
  ['WARN_ON_ONCE', 0],
  ['WARN', 0],
  ['WARN_ONCE', 0],
  ['WARN_ON_SMP', 0],
  ['dev_WARN_ONCE', 1],
  ['drm_WARN_ON', 1],
  ['drm_WARN_ON_ONCE', 1],
  ['unrcu_pointer', 0],
]);

/** Where such a macro is a condition, its argument is one. */
export const conditionArgument = (name: string): number | undefined => sameAs.get(name);

const handlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['min', (use) => choose(use, '<')],
  ['max', (use) => choose(use, '>')],
  ['umin', (use) => choose(use, '<')],
  ['umax', (use) => choose(use, '>')],
  ['min_t', (use) => choose(afterType(use), '<')],
  ['max_t', (use) => choose(afterType(use), '>')],
  ['min3', (use) => choose(use, '<')],
  ['max3', (use) => choose(use, '>')],
  ['clamp', clamp],
  ['clamp_val', clamp],
  ['clamp_t', (use) => clamp(afterType(use))],
  ['ALIGN', alignUp],
  ['PTR_ALIGN', alignUp],
  ['round_up', alignUp],
  ['ALIGN_DOWN', alignDown],
  ['round_down', alignDown],
  ['IS_ALIGNED', isAligned],
  ['roundup', roundUp],
  ['rounddown', roundDown],
  ['DIV_ROUND_UP', divideRoundingUp],
  ['BIT', (use) => shiftOne(use)],
  ['BIT_ULL', (use) => shiftOne(use)],
  ['GENMASK', bitRange],
  ['GENMASK_ULL', bitRange],
  ['ARRAY_SIZE', countElements],
  ['offsetof', offset],
  ['offsetofend', (use) => fieldEnd(use)],
  ['sizeof_field', (use) => fieldSize(use)],
  ['struct_size', structSize],
  ['array_size', (use) => binary(use, '*')],
  ['size_mul', (use) => binary(use, '*')],
  ['size_add', (use) => binary(use, '+')],
  ['IS_ENABLED', configured],
  ['IS_BUILTIN', configured],
  ['IS_MODULE', configured],
  ['IS_REACHABLE', configured],
  ['BUILD_BUG_ON_ZERO', () => ({ operand: number(0), type: intType })],
  ['PAGE_ALIGN', (use) => alignToPage(use)],
  ['roundup_pow_of_two', (use) => ofNumber(use, (value) => 2 ** Math.ceil(Math.log2(value)))],
  ['rounddown_pow_of_two', (use) => ofNumber(use, (value) => 2 ** Math.floor(Math.log2(value)))],
  ['ilog2', (use) => ofNumber(use, (value) => Math.floor(Math.log2(value)))],
  ['order_base_2', (use) => ofNumber(use, (value) => Math.ceil(Math.log2(value)))],
]);

/** The value of a call of such a macro; `undefined` for any other name, or other arguments than it takes. */
export function lowerKernelValue(cx: Lowering, node: Syntax, name: string, into: LocalId | undefined) {
  const given = argumentsOf(node);
  const position = sameAs.get(name);
  const argument = position === undefined ? undefined : given[position];
  if (argument !== undefined) return lowerExpression(cx, argument, into);
  return handlers.get(name)?.({ cx, node, given, into }) ?? lowerContainer(cx, node, name, into);
}

const afterType = (use: Use): Use => ({ ...use, given: use.given.slice(1) });

/** Both sides are evaluated once, then the smaller or larger is taken. */
function choose(use: Use, operator: '<' | '>'): Value | undefined {
  if (use.given.length < 2) return undefined;
  const values = use.given.map((it) => lowerExpression(use.cx, it));
  return values.reduce((left, right) => pick(use, operator, left, right));
}

function pick({ cx, node, into }: Use, operator: '<' | '>', left: Value, right: Value): Value {
  const at = spanOf(cx, node);
  if (left.operand.kind === 'number' && right.operand.kind === 'number') {
    const isLeft =
      operator === '<' ? left.operand.value < right.operand.value : left.operand.value > right.operand.value;
    return isLeft ? left : right;
  }
  const type = left.operand.kind === 'number' ? right.type : left.type;
  const condition = combine(cx, operator, left, right, at).operand;
  const target = holdsRegister(into, left, right) || into === undefined ? cx.graph.temporary(type, at) : into;
  const [then, otherwise, after] = [cx.graph.newBlock(), cx.graph.newBlock(), cx.graph.newBlock()];
  cx.graph.end({ kind: 'branch', condition, then, otherwise, at });
  cx.graph.startBlock(then, at);
  moveInto(cx, target, left, at);
  cx.graph.end({ kind: 'jump', to: after, at, how: 'fallthrough' });
  cx.graph.startBlock(otherwise, at);
  moveInto(cx, target, right, at);
  cx.graph.startBlock(after, at);
  return { operand: local(target), type };
}

const holdsRegister = (into: LocalId | undefined, ...values: readonly Value[]): boolean =>
  values.some((it) => it.operand.kind === 'local' && it.operand.local === into);

function clamp(use: Use): Value | undefined {
  const [value, low, high] = use.given.map((it) => lowerExpression(use.cx, it));
  if (value === undefined || low === undefined || high === undefined) return undefined;
  return pick(use, '<', pick({ ...use, into: undefined }, '>', value, low), high);
}

/** Lowers the first two arguments. */
function pair({ cx, given }: Use): readonly [Value, Value] | undefined {
  const [first, second] = given;
  if (first === undefined || second === undefined) return undefined;
  return [lowerExpression(cx, first), lowerExpression(cx, second)];
}

const one: Value = { operand: number(1), type: intType };
const step = ({ cx, node }: Use, operator: BinaryOperator, left: Value, right: Value, into?: LocalId): Value =>
  combine(cx, operator, left, right, spanOf(cx, node), into);

function binary(use: Use, operator: BinaryOperator): Value | undefined {
  const values = pair(use);
  return values === undefined ? undefined : step(use, operator, ...values, use.into);
}

function alignUp(use: Use): Value | undefined {
  const values = pair(use);
  if (values === undefined) return undefined;
  const [value, granule] = values;
  const mask = step(use, '-', granule, one);
  return clearLow(use, step(use, '+', integer(value), mask), mask, value.type);
}

/** Linux include/linux/mm.h (6.12): `PAGE_SIZE` stays a name, as its value is the platform's. */
function alignToPage(use: Use): Value | undefined {
  const [value] = use.given.map((it) => lowerExpression(use.cx, it));
  if (value === undefined) return undefined;
  const page: Value = {
    operand: { kind: 'constant', name: 'PAGE_SIZE' },
    type: longType,
  };
  const mask = step(use, '-', page, one);
  return clearLow(use, step(use, '+', integer(value), mask), mask, value.type);
}

function alignDown(use: Use): Value | undefined {
  const values = pair(use);
  return values === undefined
    ? undefined
    : clearLow(use, integer(values[0]), step(use, '-', values[1], one), values[0].type);
}

/** Pointers are aligned as numbers: no scaling by what they point to. */
const integer = (value: Value): Value =>
  value.type.kind === 'pointer' ? { operand: value.operand, type: { kind: 'named', name: 'uintptr_t' } } : value;

function clearLow(use: Use, value: Value, mask: Value, type: CType): Value {
  const at = spanOf(use.cx, use.node);
  const inverted: Value =
    mask.operand.kind === 'number'
      ? { operand: number(-mask.operand.value - 1), type: mask.type }
      : assign(use.cx, { kind: 'unary', operator: '~', operand: mask.operand }, mask.type, at);
  return { ...step(use, '&', value, inverted, use.into), type };
}

function isAligned(use: Use): Value | undefined {
  const values = pair(use);
  if (values === undefined) return undefined;
  const rest = step(use, '&', integer(values[0]), step(use, '-', values[1], one));
  return step(use, '==', rest, { operand: number(0), type: intType }, use.into);
}

function roundUp(use: Use): Value | undefined {
  const values = pair(use);
  if (values === undefined) return undefined;
  const [value, granule] = values;
  const raised = step(use, '+', value, step(use, '-', granule, one));
  return step(use, '*', step(use, '/', raised, granule), granule, use.into);
}

function roundDown(use: Use): Value | undefined {
  const values = pair(use);
  if (values === undefined) return undefined;
  return step(use, '-', values[0], step(use, '%', ...values), use.into);
}

function divideRoundingUp(use: Use): Value | undefined {
  const values = pair(use);
  if (values === undefined) return undefined;
  const [value, divisor] = values;
  return step(use, '/', step(use, '+', value, step(use, '-', divisor, one)), divisor, use.into);
}

/** Of a number that stands there; anything else stays a call. Linux include/linux/log2.h (6.12). */
function ofNumber({ cx, given: [argument] }: Use, compute: (value: number) => number): Value | undefined {
  const value = argument === undefined ? undefined : evaluateConstant(textOf(argument), cx.index);
  return value === undefined || value < 1 ? undefined : { operand: number(compute(value)), type: longType };
}

const longType: CType = { kind: 'integer', name: 'unsigned long' };

function shiftOne(use: Use): Value | undefined {
  const [first] = use.given;
  if (first === undefined) return undefined;
  const shifted = step(use, '<<', one, lowerExpression(use.cx, first), use.into);
  return { ...shifted, type: longType };
}

function bitRange(use: Use): Value | undefined {
  const values = pair(use);
  if (values === undefined) return undefined;
  const [high, low] = values;
  const above = step(use, '<<', one, step(use, '+', high, one));
  return step(use, '-', above, step(use, '<<', one, low), use.into);
}

function countElements({ cx, node, given: [array] }: Use): Value | undefined {
  if (array === undefined) return undefined;
  const type = resolveType(typeOfExpression(cx, unwrap(array)), cx.index);
  const count = type.kind === 'array' && type.count !== undefined ? arrayCount(type.count, cx.index) : undefined;
  const operand: Operand = count === undefined ? namedAfter(node) : number(count);
  return { operand, type: { kind: 'named', name: 'size_t' } };
}

const sizeType: CType = { kind: 'named', name: 'size_t' };

function member({ cx, given: [typeNode, memberNode] }: Use) {
  if (typeNode === undefined || memberNode === undefined) return undefined;
  const struct = resolveType(typeNamed(cx, typeNode) ?? unknownType, cx.index);
  const name = originalTextOf(memberNode);
  const type = name.split('.').reduce((outer, part) => fieldType(outer, part, cx.index), struct);
  return { struct, name, type };
}

function offset(use: Use): Value | undefined {
  const found = member(use);
  if (found === undefined) return undefined;
  return { operand: offsetOperand(use.cx, found.struct, found.name, use.node), type: sizeType };
}

function fieldSize(use: Use): Value | undefined {
  const found = member(use);
  return found === undefined ? undefined : { operand: sizeOfType(use.cx, found.type, use.node), type: sizeType };
}

function fieldEnd(use: Use): Value | undefined {
  const found = member(use);
  if (found === undefined) return undefined;
  const start = offsetOperand(use.cx, found.struct, found.name, use.node);
  const size = sizeOf(found.type, use.cx.index);
  const isKnown = start.kind === 'number' && size !== undefined;
  return { operand: isKnown ? number(start.value + size) : namedAfter(use.node), type: sizeType };
}

/** `sizeof(*p) + n * sizeof(*p->member)`. */
function structSize(use: Use): Value | undefined {
  const { cx, node, given } = use;
  const [pointer, memberNode, countNode] = given;
  if (pointer === undefined || memberNode === undefined || countNode === undefined) return undefined;
  const struct = elementType(typeOfExpression(cx, pointer), cx.index);
  const element = elementType(fieldType(struct, textOf(memberNode), cx.index), cx.index);
  if (struct.kind === 'unknown' || element.kind === 'unknown') return undefined;
  const count = lowerExpression(cx, countNode);
  const tail = step(use, '*', count, { operand: sizeOfType(cx, element, memberNode), type: sizeType });
  return step(use, '+', { operand: sizeOfType(cx, struct, node), type: sizeType }, tail, use.into);
}

/** The configuration is the same wherever it is asked: one name per option, so that a path decides it once. */
function configured({ node }: Use): Value {
  return { operand: namedAfter(node), type: intType };
}
