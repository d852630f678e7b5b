import { argumentsOf, calledName } from './call-syntax.js';
import { lowerCompound } from './lower-block.js';
import { lowerDeclaration } from './lower-declaration.js';
import { lowerDeclaringMacro } from './kernel-declarations.js';
import { lowerDo, lowerFor, lowerWhile } from './lower-loop.js';
import { lowerCase, lowerSwitch } from './lower-switch.js';
import {
  type Lowering,
  lowerCondition,
  lowerEffect,
  lowerExpression,
  lowerStatement,
  problem,
  spanOf,
} from './lowering.js';
import { lowerReturn, leaveScopes } from './scope-exit.js';
import { commonDepth, findBreak, findContinue } from './scopes.js';
import { field, loopMacroBody, type Syntax, textOf } from './syntax.js';

/** Declare nothing that lives in this function, or are lines of the preprocessor the index has read already. */
const ignored = new Set([
  'type_definition',
  'struct_specifier',
  'union_specifier',
  'enum_specifier',
  'preproc_def',
  'preproc_function_def',
  'preproc_call',
  'preproc_include',
  'attribute_specifier',
  'attribute_declaration',
]);

/** Contain statements, which are looked at one by one: an error inside is theirs. */
const compounds = new Set([
  'compound_statement',
  'if_statement',
  'while_statement',
  'do_statement',
  'for_statement',
  'switch_statement',
  'case_statement',
  'labeled_statement',
  'attributed_statement',
  'else_clause',
  loopMacroBody,
]);

export function lowerOneStatement(cx: Lowering, node: Syntax): void {
  if (ignored.has(node.kind)) return;
  if (compounds.has(node.kind)) {
    lowerControl(cx, node);
    return;
  }
  if (node.hasError && !(node.kind === 'goto_statement' || node.kind === 'offsetof_expression')) {
    giveUp(cx, node, 'a syntax error');
    return;
  }
  lowerSimple(cx, node);
}

/** The path ends here, and the function is reported as not lowered cleanly. */
export function giveUp(cx: Lowering, node: Syntax, what: string): void {
  const at = spanOf(cx, node);
  problem(cx, what, at);
  cx.graph.end({ kind: 'unsupported', what, at });
}

function lowerControl(cx: Lowering, node: Syntax): void {
  switch (node.kind) {
    case 'compound_statement':
      lowerCompound(cx, node);
      return;
    case 'if_statement':
      lowerIf(cx, node);
      return;
    case 'while_statement':
      lowerWhile(cx, node);
      return;
    case 'do_statement':
      lowerDo(cx, node);
      return;
    case 'for_statement':
      lowerFor(cx, node);
      return;
    case 'switch_statement':
      lowerSwitch(cx, node);
      return;
    case 'case_statement':
      lowerCase(cx, node);
      return;
    case 'labeled_statement':
      lowerLabeled(cx, node);
      return;
    case loopMacroBody:
      outsideMacro(cx, node);
      return;
    default:
      for (const child of node.children) lowerStatement(cx, child);
  }
}

function lowerSimple(cx: Lowering, node: Syntax): void {
  switch (node.kind) {
    case 'declaration':
      lowerDeclaration(cx, node);
      return;
    case 'expression_statement':
      for (const child of node.children) lowerEffectStatement(cx, child);
      return;
    case 'return_statement':
      lowerReturnStatement(cx, node);
      return;
    case 'goto_statement':
      lowerGoto(cx, node);
      return;
    case 'break_statement':
      lowerJump(cx, node, 'break');
      return;
    case 'continue_statement':
      lowerJump(cx, node, 'continue');
      return;
    default:
      if (isExpression(node)) lowerEffectStatement(cx, node);
      else giveUp(cx, node, `a statement of kind ${node.kind}`);
  }
}

const isExpression = (node: Syntax): boolean =>
  node.kind.endsWith('_expression') || node.kind === 'identifier' || /literal|string|true|false|null/.test(node.kind);

function lowerEffectStatement(cx: Lowering, node: Syntax): void {
  if (lowerDeclaringMacro(cx, node, calledName(node), argumentsOf(node))) return;
  lowerEffect(cx, node);
}

/** The body of a loop macro is the user's own text again. */
function outsideMacro(cx: Lowering, node: Syntax): void {
  const inside = cx.macroUse;
  const name = cx.expanding.pop();
  cx.macroUse = cx.bodies.at(-1)?.macroUse;
  for (const child of node.children) lowerStatement(cx, child);
  cx.macroUse = inside;
  if (name !== undefined) cx.expanding.push(name);
}

/** Else-if chains are walked, not recursed into. */
function lowerIf(cx: Lowering, node: Syntax): void {
  const after = cx.graph.newBlock();
  let current: Syntax | undefined = node;
  while (current?.kind === 'if_statement') {
    const condition = field(current, 'condition');
    const consequence = field(current, 'consequence');
    const [then, otherwise] = [cx.graph.newBlock(), cx.graph.newBlock()];
    const at = spanOf(cx, condition ?? current);
    if (condition === undefined || condition.hasError)
      giveUp(cx, condition ?? current, 'a syntax error in a condition');
    else lowerCondition(cx, condition, then, otherwise);
    cx.graph.startBlock(then, at);
    if (consequence !== undefined) lowerStatement(cx, consequence);
    cx.graph.end({ kind: 'jump', to: after, at: spanOf(cx, consequence ?? current), how: 'fallthrough' });
    cx.graph.startBlock(otherwise, at);
    const clause: Syntax | undefined = field(current, 'alternative');
    current = clause?.children.find((child) => child.kind !== 'ERROR');
  }
  if (current !== undefined) lowerStatement(cx, current);
  cx.graph.startBlock(after, spanOf(cx, node));
}

function lowerLabeled(cx: Lowering, node: Syntax): void {
  const name = field(node, 'label');
  const label = name === undefined ? undefined : cx.scopes.labels.get(textOf(name));
  if (label !== undefined && name !== undefined) cx.graph.startBlock(label.block, spanOf(cx, name));
  for (const child of node.children) {
    if (child !== name) lowerStatement(cx, child);
  }
}

function lowerGoto(cx: Lowering, node: Syntax): void {
  const name = field(node, 'label');
  const label = name === undefined || node.hasError ? undefined : cx.scopes.labels.get(textOf(name));
  if (label === undefined) {
    giveUp(cx, node, node.hasError ? 'a computed goto' : 'a goto to a label that is not here');
    return;
  }
  const at = spanOf(cx, node);
  leaveScopes(cx, commonDepth(cx.scopes, label), at);
  cx.graph.end({ kind: 'jump', to: label.block, at, how: 'goto' });
}

function lowerJump(cx: Lowering, node: Syntax, kind: 'break' | 'continue'): void {
  const target = kind === 'break' ? findBreak(cx.scopes) : findContinue(cx.scopes);
  const to = kind === 'break' ? target?.breakTo : target?.continueTo;
  if (target === undefined || to === undefined) {
    giveUp(cx, node, `a ${kind} outside of a loop`);
    return;
  }
  const at = spanOf(cx, node);
  leaveScopes(cx, target.scopeDepth, at);
  cx.graph.end({ kind: 'jump', to, at, how: 'fallthrough' });
}

function lowerReturnStatement(cx: Lowering, node: Syntax): void {
  const value = node.children.find((child) => child.kind !== 'ERROR');
  const operand = value === undefined ? undefined : lowerExpression(cx, value).operand;
  lowerReturn(cx, cx.returns.kind === 'void' ? undefined : operand, spanOf(cx, node));
}
