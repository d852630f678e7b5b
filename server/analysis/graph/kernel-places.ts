import { argumentsOf, calledName } from './call-syntax.js';
import { elementType, fieldType } from './fields.js';
import type { Place } from './instr.js';
import { emit, type Lowering, type Lvalue, lowerExpression, lowerLvalue, spanOf } from './lowering.js';
import { type Syntax, textOf } from './syntax.js';

/**
 * Macros that are a place in memory: what they name can be read and assigned to.
 * Linux include/asm-generic/rwonce.h, include/linux/rcupdate.h (6.12): they evaluate to their first argument.
 */
const transparent = new Set([
  'READ_ONCE',
  'ACCESS_ONCE',
  'data_race',
  'rcu_dereference',
  'rcu_dereference_bh',
  'rcu_dereference_sched',
  'rcu_dereference_check',
  'rcu_dereference_raw',
  'rcu_dereference_rtnl',
  'rcu_dereference_protected',
  'rcu_access_pointer',
  'rtnl_dereference',
  'srcu_dereference',
  'rcu_pointer_handoff',
]);

// Linux include/linux/dma-mapping.h (6.12): with CONFIG_NEED_DMA_MAP_STATE these are the named field itself.
const namedFields = new Set(['dma_unmap_addr', 'dma_unmap_len']);

// Linux include/linux/scatterlist.h (6.12). Reading them is left to the model of the function of that name.
const assignedFields = new Map([
  ['sg_dma_address', 'dma_address'],
  ['sg_dma_len', 'dma_length'],
]);

export const isTransparent = (name: string): boolean => transparent.has(name);
export const isNamedField = (name: string): boolean => namedFields.has(name);

/** The place a call of such a macro stands for; `undefined` for any other call. */
export function lowerKernelPlace(cx: Lowering, node: Syntax): Lvalue | undefined {
  const name = calledName(node) ?? '';
  const [first, second] = argumentsOf(node);
  if (first === undefined) return undefined;
  if (transparent.has(name)) return lowerLvalue(cx, first);
  if (namedFields.has(name) && second !== undefined) return place(lowerNamedField(cx, first, textOf(second)));
  const assigned = assignedFields.get(name);
  return assigned === undefined ? undefined : place(lowerNamedField(cx, first, assigned));
}

const place = (it: Place): Lvalue => ({ kind: 'memory', place: it });

function lowerNamedField(cx: Lowering, pointer: Syntax, name: string): Place {
  const value = lowerExpression(cx, pointer);
  const element = elementType(value.type, cx.index);
  return {
    root: { kind: 'pointee', pointer: value.operand, element },
    steps: name.split('.').map((part) => ({ kind: 'field', name: part })),
    type: name.split('.').reduce((type, part) => fieldType(type, part, cx.index), element),
  };
}

/** Macros that assign: which argument is the place, and which the value. */
const assignments = new Map<string, 'first' | 'field'>([
  ['WRITE_ONCE', 'first'],
  ['rcu_assign_pointer', 'first'],
  ['RCU_INIT_POINTER', 'first'],
  ['dma_unmap_addr_set', 'field'],
  ['dma_unmap_len_set', 'field'],
]);

/** Lowers a call of such a macro; `false` for any other call. */
export function lowerKernelAssignment(cx: Lowering, node: Syntax): boolean {
  const how = assignments.get(calledName(node) ?? '');
  const [first, second, third] = argumentsOf(node);
  if (how === undefined || first === undefined || second === undefined) return false;
  const source = how === 'field' ? third : second;
  if (source === undefined) return false;
  const value = lowerExpression(cx, source).operand;
  const target = how === 'field' ? place(lowerNamedField(cx, first, textOf(second))) : lowerLvalue(cx, first);
  const at = spanOf(cx, node);
  if (target === undefined) return true;
  if (target.kind === 'memory') emit(cx, { kind: 'store', place: target.place, value, at });
  else emit(cx, { kind: 'assign', target: target.local, value: { kind: 'operand', operand: value }, at });
  return true;
}
