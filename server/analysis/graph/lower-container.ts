import { type CType, pointerTo, unknownType } from '../index/c-type.js';
import { argumentsOf, calledName } from './call-syntax.js';
import { elementType } from './fields.js';
import type { LocalId, Operand } from './instr.js';
import { emit, type Lowering, local, lowerExpression, spanOf, typeOfExpression, type Value } from './lowering.js';
import { typeNamed } from './read-type.js';
import { field, originalTextOf, type Syntax } from './syntax.js';

/**
 * Macros that go from a member to the struct around it. They stay calls under their own names: pointer first, then the
 * type and the member as text. Linux include/linux/{container_of,list,rbtree_types,llist,timer,interrupt}.h (6.12).
 */
const containers: ReadonlySet<string> = new Set([
  'container_of',
  'container_of_const',
  'list_entry',
  'list_entry_rcu',
  'list_first_entry',
  'list_first_entry_or_null',
  'list_last_entry',
  'hlist_entry',
  'hlist_entry_safe',
  'llist_entry',
  'rb_entry',
  'rb_entry_safe',
]);

export const isContainer = (name: string): boolean => containers.has(name);

/** `from_timer(x, timer, member)`: the type is that of `x`, which the result goes to. */
const byVariable: ReadonlySet<string> = new Set(['from_timer', 'from_tasklet', 'from_work']);

/** `undefined` for any other call, or other arguments than these macros take. */
export function lowerContainer(cx: Lowering, node: Syntax, name: string, into?: LocalId): Value | undefined {
  const [first, second, member] = argumentsOf(node);
  if (first === undefined || second === undefined || member === undefined) return undefined;
  if (containers.has(name)) {
    return emitContainer(cx, node, { pointer: first, type: containerType(cx, second), typeNode: second, member }, into);
  }
  if (!byVariable.has(name)) return undefined;
  const type = elementType(typeOfExpression(cx, first), cx.index);
  return emitContainer(cx, node, { pointer: second, type, typeNode: first, member }, into);
}

/** `typeof(*p)` as the type argument is read as a call. */
function containerType(cx: Lowering, node: Syntax): CType {
  if (/^_*typeof_*$/.test(calledName(node) ?? '')) {
    const [inside] = argumentsOf(node);
    return inside === undefined ? unknownType : (typeNamed(cx, inside) ?? typeOfExpression(cx, inside));
  }
  return typeNamed(cx, node) ?? unknownType;
}

interface Container {
  readonly pointer: Syntax;
  readonly type: CType;
  readonly typeNode: Syntax;
  readonly member: Syntax;
}

function emitContainer(cx: Lowering, node: Syntax, container: Container, into: LocalId | undefined): Value {
  const value = lowerExpression(cx, container.pointer);
  const callee = field(node, 'function') ?? node;
  const type = pointerTo(container.type);
  const at = spanOf(cx, node);
  const target = into ?? cx.graph.temporary(type, at);
  emit(cx, {
    kind: 'call',
    target,
    callee: { kind: 'name', name: originalTextOf(callee) },
    arguments: [value.operand, textOperand(typeText(container)), textOperand(originalTextOf(container.member))],
    at,
    calleeAt: spanOf(cx, callee),
    argumentsAt: [container.pointer, container.typeNode, container.member].map((it) => spanOf(cx, it)),
    implied: false,
  });
  return { operand: local(target), type };
}

/** By name where it has one, so that `typeof(*p)` and `struct foo` are the same text. */
function typeText({ type, typeNode }: Container): string {
  if (type.kind === 'struct' || type.kind === 'union') return `${type.kind} ${type.tag}`;
  return type.kind === 'named' ? type.name : originalTextOf(typeNode);
}

const textOperand = (text: string): Operand => ({ kind: 'string', text: text.replaceAll(/\s+/g, ' ').trim() });
