import { anyOperand, type Lowering, lowerExpression, lowerStatement, problem, spanOf } from './lowering.js';
import { evaluateConstant } from './const-expression.js';
import type { Operand } from './instr.js';
import { findSwitch, type SwitchDraft } from './scopes.js';
import { field, type Syntax } from './syntax.js';

/** The labels are found while the body is lowered, wherever in it they stand; then the head gets its table. */
export function lowerSwitch(cx: Lowering, node: Syntax): void {
  const condition = field(node, 'condition');
  const body = field(node, 'body');
  const at = spanOf(cx, condition ?? node);
  if (condition === undefined || condition.hasError) problem(cx, 'a syntax error in a condition', at);
  const value =
    condition === undefined || condition.hasError
      ? anyOperand('a syntax error')
      : lowerExpression(cx, condition).operand;
  const after = cx.graph.newBlock();
  const head = cx.graph.newBlock();
  cx.graph.startBlock(head, at);
  const draft: SwitchDraft = { head, cases: [], otherwise: undefined };
  const scopeDepth = cx.scopes.stack.length;
  cx.scopes.targets.push({ breakTo: after, continueTo: undefined, scopeDepth, switch: draft });
  // Nobody falls into the body from the head: what stands before the first label is not reached.
  cx.graph.detach();
  if (body !== undefined) lowerStatement(cx, body);
  cx.scopes.targets.pop();
  cx.graph.startBlock(after, at);
  cx.graph.resume(head);
  cx.graph.end({ kind: 'switch', value, cases: draft.cases, otherwise: draft.otherwise ?? after, at });
  cx.graph.resume(after);
}

/** `case 1:`, `case A ... B:` and `default:`, with the statements up to the next label. */
export function lowerCase(cx: Lowering, node: Syntax): void {
  const draft = findSwitch(cx.scopes);
  const value = field(node, 'value');
  const block = cx.graph.newBlock();
  if (draft === undefined) problem(cx, 'a case outside of a switch', spanOf(cx, node));
  else registerCase(cx, node, value, draft, block);
  cx.graph.startBlock(block, spanOf(cx, value ?? node));
  for (const child of node.children) {
    if (child !== value && child.kind !== 'ERROR') lowerStatement(cx, child);
  }
}

function registerCase(
  cx: Lowering,
  node: Syntax,
  value: Syntax | undefined,
  draft: SwitchDraft,
  block: SwitchDraft['head'],
): void {
  if (value === undefined) {
    draft.otherwise = block;
    return;
  }
  const here = cx.graph.currentId;
  cx.graph.resume(draft.head);
  const from = lowerExpression(cx, value).operand;
  const high = node.source.side.within({ start: value.end, end: node.end }).find((it) => it.kind === 'case-range');
  const isOurs = high !== undefined && node.children.every((it) => it === value || it.start > high.at.start);
  const to = isOurs ? highOperand(cx, high.high) : from;
  cx.graph.resume(here);
  draft.cases.push({ from, to, block });
}

function highOperand(cx: Lowering, text: string): Operand {
  const value = evaluateConstant(text, cx.index);
  if (value !== undefined) return { kind: 'number', value };
  return /^\s*\w+\s*$/.test(text) ? { kind: 'constant', name: text.trim() } : anyOperand('the end of a range');
}
