import { unknownType } from '../index/c-type.js';
import type { LocalId } from './instr.js';
import { type Lowering, lowerExpression, lowerStatement, moveInto, number, spanOf, type Value } from './lowering.js';
import { openScope } from './scopes.js';
import { leaveScopes } from './scope-exit.js';
import type { Syntax } from './syntax.js';

/** Opens a scope around what `lower` does, and leaves it on the way out at the bottom. */
export function withScope(cx: Lowering, node: Syntax, lower: () => void): void {
  openScope(cx.scopes, node);
  lower();
  leaveScopes(cx, cx.scopes.stack.length - 1, endOf(cx, node));
  cx.scopes.stack.pop();
}

const endOf = (cx: Lowering, node: Syntax) =>
  cx.macroUse ?? { start: Math.max(node.start, node.end - 1), end: node.end };

export function lowerCompound(cx: Lowering, node: Syntax): void {
  withScope(cx, node, () => {
    for (const child of node.children) lowerStatement(cx, child);
  });
}

/** The value of `({ … })` is that of its last expression. */
export function lowerStatementExpression(cx: Lowering, node: Syntax, into: LocalId | undefined): Value {
  let value: Value = { operand: number(0), type: unknownType };
  const last = node.children.at(-1);
  withScope(cx, node, () => {
    for (const child of node.children) {
      const expression = child === last && child.kind === 'expression_statement' ? child.children[0] : undefined;
      if (expression === undefined) lowerStatement(cx, child);
      else value = keepValue(cx, expression, into);
    }
  });
  return value;
}

/** In a register of its own: what the scope leaves behind may still change its variables. */
function keepValue(cx: Lowering, expression: Syntax, into: LocalId | undefined): Value {
  const value = lowerExpression(cx, expression, into);
  const hasExits = (cx.scopes.stack.at(-1)?.exits.length ?? 0) > 0;
  if (!hasExits || value.operand.kind !== 'local') return value;
  const at = spanOf(cx, expression);
  const kept = cx.graph.temporary(value.type, at);
  moveInto(cx, kept, value, at);
  return { operand: { kind: 'local', local: kept }, type: value.type };
}
