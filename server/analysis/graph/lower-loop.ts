import type { BlockId } from './instr.js';
import { lowerLoopMacro } from './lower-loop-macro.js';
import { withScope } from './lower-block.js';
import { type Lowering, lowerCondition, lowerEffect, lowerStatement, problem, spanOf } from './lowering.js';
import { field, type Syntax, unwrap } from './syntax.js';

export function lowerWhile(cx: Lowering, node: Syntax): void {
  const macro = node.source.side.at(node.start);
  if (macro?.kind === 'loop' || macro?.kind === 'scoped-guard') {
    lowerLoopMacro(cx, node, macro);
    return;
  }
  const [head, body, after] = [cx.graph.newBlock(), cx.graph.newBlock(), cx.graph.newBlock()];
  cx.graph.startBlock(head, spanOf(cx, node));
  cx.graph.markLoop(head, spanOf(cx, node));
  lowerTest(cx, node, body, after);
  cx.graph.startBlock(body, spanOf(cx, node));
  lowerBody(cx, node, head, after);
  endRound(cx, node, head);
  cx.graph.startBlock(after, spanOf(cx, node));
}

export function lowerDo(cx: Lowering, node: Syntax): void {
  const [body, test, after] = [cx.graph.newBlock(), cx.graph.newBlock(), cx.graph.newBlock()];
  const at = spanOf(cx, node);
  cx.graph.startBlock(body, at);
  if (!runsOnce(node)) cx.graph.markLoop(body, at);
  lowerBody(cx, node, test, after);
  cx.graph.startBlock(test, at);
  lowerTest(cx, node, body, after);
  cx.graph.startBlock(after, at);
}

/** `do { … } while (0)`, the wrapping of macros. */
function runsOnce(node: Syntax): boolean {
  const condition = field(node, 'condition');
  const inner = condition === undefined ? undefined : unwrap(condition);
  return inner !== undefined && /^(0|false)$/.test(inner.source.text.slice(inner.start, inner.end));
}

export function lowerFor(cx: Lowering, node: Syntax): void {
  withScope(cx, node, () => lowerForParts(cx, node));
}

function lowerForParts(cx: Lowering, node: Syntax): void {
  const [head, body, next, after] = [1, 2, 3, 4].map(() => cx.graph.newBlock()) as [BlockId, BlockId, BlockId, BlockId];
  const at = spanOf(cx, node);
  const initializer = field(node, 'initializer');
  const update = field(node, 'update');
  if (hasErrorInHead(node)) problem(cx, 'a syntax error in the head of a loop', at);
  if (initializer !== undefined) lowerStatement(cx, initializer);
  cx.graph.startBlock(head, at);
  cx.graph.markLoop(head, at);
  lowerTest(cx, node, body, after);
  cx.graph.startBlock(body, at);
  lowerBody(cx, node, next, after);
  cx.graph.startBlock(next, at);
  if (update !== undefined && !update.hasError) lowerEffect(cx, update);
  endRound(cx, node, head);
  cx.graph.startBlock(after, at);
}

const hasErrorInHead = (node: Syntax): boolean =>
  node.children.some((child) => child.hasError && child.field !== 'body' && child.field !== 'condition');

/** Without a condition the loop is left from inside only. */
function lowerTest(cx: Lowering, node: Syntax, body: BlockId, after: BlockId): void {
  const condition = field(node, 'condition');
  const at = spanOf(cx, condition ?? node);
  if (condition === undefined) {
    cx.graph.end({ kind: 'jump', to: body, at, how: 'fallthrough' });
  } else if (condition.hasError) {
    problem(cx, 'a syntax error in a condition', at);
    cx.graph.end({ kind: 'unsupported', what: 'a syntax error in a condition', at });
  } else {
    lowerCondition(cx, condition, body, after);
  }
}

function lowerBody(cx: Lowering, node: Syntax, continueTo: BlockId, breakTo: BlockId): void {
  const scopeDepth = cx.scopes.stack.length;
  cx.scopes.targets.push({ breakTo, continueTo, scopeDepth, switch: undefined });
  const body = field(node, 'body');
  if (body !== undefined) lowerStatement(cx, body);
  cx.scopes.targets.pop();
}

const endRound = (cx: Lowering, node: Syntax, head: BlockId): void =>
  cx.graph.end({ kind: 'jump', to: head, at: spanOf(cx, node), how: 'loop' });
