import { intType, unknownType } from '../index/c-type.js';
import { argumentsOf, calledName } from './call-syntax.js';
import type { BlockId, LocalId, Operand } from './instr.js';
import { conditionArgument } from './kernel-values.js';
import { expandMacro, insideMacro } from './lower-macro.js';
import { operatorText } from './lower-operators.js';
import {
  anyValue,
  type Lowering,
  local,
  lowerCondition,
  lowerEffect,
  lowerExpression,
  moveInto,
  number,
  spanOf,
  typeOfExpression,
  type Value,
} from './lowering.js';
import { field, statementExpressionBlock, type Syntax, unwrap } from './syntax.js';

/** `&&`, `||` and `!` become branches; everything else is evaluated and compared with zero. */
export function lowerBranch(cx: Lowering, node: Syntax, then: BlockId, otherwise: BlockId): void {
  const inner = statementExpressionBlock(node) === undefined ? unwrap(node) : node;
  const operator = inner.kind === 'binary_expression' || inner.kind === 'unary_expression' ? operatorText(inner) : '';
  const argument = field(inner, 'argument');
  if (operator === '!' && argument !== undefined) {
    lowerCondition(cx, argument, otherwise, then);
  } else if (operator === '&&' || operator === '||') {
    lowerChain(cx, inner, operator, then, otherwise);
  } else if (inner.kind === 'comma_expression') {
    lowerCommaCondition(cx, inner, then, otherwise);
  } else if (!lowerCallCondition(cx, inner, then, otherwise)) {
    branchOn(cx, inner, lowerExpression(cx, inner).operand, then, otherwise);
  }
}

function branchOn(cx: Lowering, node: Syntax, condition: Operand, then: BlockId, otherwise: BlockId): void {
  const at = spanOf(cx, node);
  if (condition.kind === 'number' || condition.kind === 'string' || condition.kind === 'function') {
    const to = condition.kind === 'number' && condition.value === 0 ? otherwise : then;
    cx.graph.end({ kind: 'jump', to, at, how: 'fallthrough' });
  } else {
    cx.graph.end({ kind: 'branch', condition, then, otherwise, at });
  }
}

/** `a && b && c …` leans to the left: the operands in order, each deciding alone or going on to the next. */
function lowerChain(cx: Lowering, node: Syntax, operator: '&&' | '||', then: BlockId, otherwise: BlockId): void {
  const operands: Syntax[] = [];
  let first: Syntax | undefined = node;
  while (first?.kind === 'binary_expression' && operatorText(first) === operator) {
    const right = field(first, 'right');
    if (right !== undefined) operands.push(right);
    first = field(first, 'left');
    if (first !== undefined && statementExpressionBlock(first) === undefined) first = unwrap(first);
  }
  if (first !== undefined) operands.push(first);
  operands.reverse();
  for (const [index, operand] of operands.entries()) {
    if (index === operands.length - 1) {
      lowerCondition(cx, operand, then, otherwise);
      return;
    }
    const next = cx.graph.newBlock();
    if (operator === '&&') lowerCondition(cx, operand, next, otherwise);
    else lowerCondition(cx, operand, then, next);
    cx.graph.startBlock(next, spanOf(cx, operand));
  }
}

function lowerCommaCondition(cx: Lowering, node: Syntax, then: BlockId, otherwise: BlockId): void {
  const left = field(node, 'left');
  const right = field(node, 'right');
  if (left !== undefined) lowerEffect(cx, left);
  if (right !== undefined) lowerCondition(cx, right, then, otherwise);
}

/** `likely(a && b)` and macros of the file are looked through, so that what is inside still becomes branches. */
function lowerCallCondition(cx: Lowering, node: Syntax, then: BlockId, otherwise: BlockId): boolean {
  if (node.kind !== 'call_expression') return false;
  const position = conditionArgument(calledName(node) ?? '');
  const argument = position === undefined ? undefined : argumentsOf(node)[position];
  if (argument !== undefined) {
    lowerCondition(cx, argument, then, otherwise);
    return true;
  }
  const expansion = expandMacro(cx, node, 'expression');
  const inner = expansion?.nodes[0];
  if (expansion === undefined || inner === undefined) return false;
  insideMacro(cx, expansion, node, () => lowerCondition(cx, inner, then, otherwise));
  return true;
}

/** `x = a && b`: one or zero, each on its own way. */
export function lowerLogical(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  const at = spanOf(cx, node);
  const [then, otherwise, after] = [cx.graph.newBlock(), cx.graph.newBlock(), cx.graph.newBlock()];
  lowerCondition(cx, node, then, otherwise);
  const target = into ?? cx.graph.temporary(intType, at);
  for (const [block, value] of [
    [then, 1],
    [otherwise, 0],
  ] as const) {
    cx.graph.startBlock(block, at);
    cx.graph.emit({ kind: 'assign', target, value: { kind: 'operand', operand: number(value) }, at });
    cx.graph.end({ kind: 'jump', to: after, at, how: 'fallthrough' });
  }
  cx.graph.startBlock(after, at);
  return { operand: local(target), type: intType };
}

/** `a ? b : c`, and `a ?: c` which evaluates `a` once. */
export function lowerTernary(cx: Lowering, node: Syntax, into: LocalId | undefined, wanted = true): Value {
  const condition = field(node, 'condition');
  const consequence = field(node, 'consequence');
  const alternative = field(node, 'alternative');
  if (condition === undefined || alternative === undefined) return anyValue('half a conditional expression');
  const at = spanOf(cx, node);
  const type = wanted ? ternaryType(cx, consequence ?? condition, alternative) : unknownType;
  const target = wanted ? (into ?? cx.graph.temporary(type, at)) : undefined;
  if (consequence === undefined) return lowerElvis(cx, condition, alternative, target, type);
  const [then, otherwise, after] = [cx.graph.newBlock(), cx.graph.newBlock(), cx.graph.newBlock()];
  lowerCondition(cx, condition, then, otherwise);
  for (const [block, arm] of [
    [then, consequence],
    [otherwise, alternative],
  ] as const) {
    cx.graph.startBlock(block, at);
    lowerArm(cx, arm, target);
    cx.graph.end({ kind: 'jump', to: after, at, how: 'fallthrough' });
  }
  cx.graph.startBlock(after, at);
  return { operand: target === undefined ? number(0) : local(target), type };
}

function lowerArm(cx: Lowering, arm: Syntax, target: LocalId | undefined): void {
  if (target === undefined) lowerEffect(cx, arm);
  else moveInto(cx, target, lowerExpression(cx, arm, target), spanOf(cx, arm));
}

function lowerElvis(
  cx: Lowering,
  condition: Syntax,
  alternative: Syntax,
  target: LocalId | undefined,
  type: Value['type'],
): Value {
  const at = spanOf(cx, condition);
  const value = lowerExpression(cx, condition);
  const [then, otherwise, after] = [cx.graph.newBlock(), cx.graph.newBlock(), cx.graph.newBlock()];
  branchOn(cx, condition, value.operand, then, otherwise);
  cx.graph.startBlock(then, at);
  if (target !== undefined) moveInto(cx, target, value, at);
  cx.graph.end({ kind: 'jump', to: after, at, how: 'fallthrough' });
  cx.graph.startBlock(otherwise, at);
  lowerArm(cx, alternative, target);
  cx.graph.startBlock(after, at);
  return { operand: target === undefined ? number(0) : local(target), type };
}

function ternaryType(cx: Lowering, left: Syntax, right: Syntax): Value['type'] {
  const type = typeOfExpression(cx, left);
  const isPlain = type.kind === 'unknown' || (type.kind === 'pointer' && type.to.kind === 'void');
  return isPlain ? typeOfExpression(cx, right) : type;
}
