import { isAggregate } from './fields.js';
import type { Place } from './instr.js';
import { expandMacro, insideMacro } from './lower-macro.js';
import { lowerMemory, typeOfLvalue } from './lower-place.js';
import {
  emit,
  type Lowering,
  lowerAggregate,
  lowerBlockValue,
  lowerCondition,
  lowerEffect,
  lowerExpression,
  lowerLvalue,
  spanOf,
} from './lowering.js';
import { field, statementExpressionBlock, type Syntax, unwrap } from './syntax.js';

/** Copies the struct or union an expression yields to `to`; `false`, and nothing done, where it is no such thing. */
export function lowerAggregateInto(cx: Lowering, node: Syntax, to: Place): boolean {
  const inner = unwrap(node);
  const block = statementExpressionBlock(inner);
  if (block !== undefined) {
    const { operand } = lowerBlockValue(cx, block);
    emit(cx, { kind: 'store', place: to, value: operand, at: spanOf(cx, inner) });
    return true;
  }
  switch (inner.kind) {
    case 'conditional_expression':
      return copyChoice(cx, inner, to);
    case 'comma_expression':
      return copyLast(cx, inner, to);
    case 'assignment_expression':
      return copyAssigned(cx, inner, to);
    case 'call_expression':
      return copyResult(cx, inner, to);
    default:
      return copyPlace(cx, inner, to);
  }
}

function copyPlace(cx: Lowering, node: Syntax, to: Place): boolean {
  const lvalue = lowerLvalue(cx, node);
  if (lvalue === undefined) return false;
  if (lvalue.kind === 'register' && !isAggregate(to.type, cx.index)) return false;
  if (lvalue.kind === 'register') {
    const value = lowerExpression(cx, node).operand;
    emit(cx, { kind: 'store', place: to, value, at: spanOf(cx, node) });
    return true;
  }
  if (!isAggregate(to.type, cx.index) && !isAggregate(typeOfLvalue(lvalue), cx.index)) return false;
  emit(cx, { kind: 'copy', to, from: lvalue.place, at: spanOf(cx, node) });
  return true;
}

function copyChoice(cx: Lowering, node: Syntax, to: Place): boolean {
  const condition = field(node, 'condition');
  const consequence = field(node, 'consequence');
  const alternative = field(node, 'alternative');
  if (condition === undefined || consequence === undefined || alternative === undefined) return false;
  const at = spanOf(cx, node);
  const [then, otherwise, after] = [cx.graph.newBlock(), cx.graph.newBlock(), cx.graph.newBlock()];
  lowerCondition(cx, condition, then, otherwise);
  cx.graph.startBlock(then, at);
  storeArm(cx, consequence, to);
  cx.graph.end({ kind: 'jump', to: after, at, how: 'fallthrough' });
  cx.graph.startBlock(otherwise, at);
  storeArm(cx, alternative, to);
  cx.graph.startBlock(after, at);
  return true;
}

function storeArm(cx: Lowering, arm: Syntax, to: Place): void {
  if (lowerAggregate(cx, arm, to)) return;
  emit(cx, { kind: 'store', place: to, value: lowerExpression(cx, arm).operand, at: spanOf(cx, arm) });
}

function copyLast(cx: Lowering, node: Syntax, to: Place): boolean {
  const left = field(node, 'left');
  const right = field(node, 'right');
  if (right === undefined) return false;
  if (left !== undefined) lowerEffect(cx, left);
  storeArm(cx, right, to);
  return true;
}

/** `a = b = c`: `b` first, then `a` from it. */
function copyAssigned(cx: Lowering, node: Syntax, to: Place): boolean {
  const left = field(node, 'left');
  if (left === undefined) return false;
  lowerEffect(cx, node);
  emit(cx, { kind: 'copy', to, from: lowerMemory(cx, left), at: spanOf(cx, node) });
  return true;
}

function copyResult(cx: Lowering, node: Syntax, to: Place): boolean {
  const expansion = expandMacro(cx, node, 'expression');
  const inner = expansion?.nodes[0];
  if (expansion !== undefined && inner !== undefined) {
    return insideMacro(cx, expansion, node, () => lowerAggregate(cx, inner, to));
  }
  const at = spanOf(cx, node);
  const target = cx.graph.temporary(to.type, at, true);
  const { operand } = lowerExpression(cx, node, target);
  if (operand.kind === 'local' && operand.local === target) {
    emit(cx, { kind: 'copy', to, from: { root: { kind: 'stack', local: target }, steps: [], type: to.type }, at });
  } else {
    emit(cx, { kind: 'store', place: to, value: operand, at });
  }
  return true;
}
