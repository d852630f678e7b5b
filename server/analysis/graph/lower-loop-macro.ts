import { pointerTo } from '../index/c-type.js';
import type { LoopMacro, ScopeCleanup } from '../text/side-table.js';
import type { BlockId, LocalId } from './instr.js';
import { elementType, fieldType } from './fields.js';
import { loopShape, type ScatterlistLoop } from './kernel-loops.js';
import { withScope } from './lower-block.js';
import { commaParts } from './lower-expression.js';
import { expandLoopHead, insideMacro } from './lower-macro.js';
import { combine } from './lower-operators.js';
import { pointeeOf, readLvalue, stepInto, writeLvalue } from './lower-place.js';
import {
  anyOperand,
  emit,
  type Lowering,
  type Lvalue,
  lowerExpression,
  lowerLvalue,
  lowerStatement,
  number,
  spanOf,
  type Value,
} from './lowering.js';
import { enterGuard, impliedCall } from './scope-exit.js';
import { findLocal } from './scopes.js';
import { field, loopMacroBody, originalTextOf, type Syntax, textOf, unwrap } from './syntax.js';

/** A statement with a macro for a head, parsed as `while (arguments) body`. */
export function lowerLoopMacro(cx: Lowering, node: Syntax, macro: LoopMacro | ScopeCleanup): void {
  if (macro.kind !== 'loop') {
    lowerScopedGuard(cx, node, macro);
  } else if (!lowerOwnLoop(cx, node, macro)) {
    const given = givenTo(node);
    const counts = loopShape(macro.name)?.counts;
    if (macro.rounds === 'once') lowerOnce(cx, node);
    else if (counts === undefined || !lowerScatterlist(cx, node, given, counts))
      lowerRounds(cx, node, macro.name, given);
  }
}

function givenTo(node: Syntax): readonly Syntax[] {
  const condition = field(node, 'condition');
  const inner = condition === undefined ? undefined : unwrap(condition);
  return inner === undefined || inner === condition ? [] : commaParts(inner);
}

const bodyOf = (node: Syntax): Syntax | undefined => field(node, 'body');

function lowerRoundBody(cx: Lowering, node: Syntax, continueTo: BlockId, breakTo: BlockId): void {
  const scopeDepth = cx.scopes.stack.length;
  cx.scopes.targets.push({ breakTo, continueTo, scopeDepth, switch: undefined });
  const body = bodyOf(node);
  if (body !== undefined) lowerStatement(cx, body);
  cx.scopes.targets.pop();
}

/** `scoped_guard (mutex, &l) { … }`: locked around the body, which `break` leaves. */
function lowerScopedGuard(cx: Lowering, node: Syntax, macro: ScopeCleanup): void {
  const after = cx.graph.newBlock();
  const at = spanOf(cx, node);
  const [first, ...rest] = givenTo(node);
  const given =
    first !== undefined && textOf(first) === macro.cleanup ? rest : first === undefined ? [] : [first, ...rest];
  const scopeDepth = cx.scopes.stack.length;
  withScope(cx, node, () => {
    enterGuard(cx, macro.cleanup, given, headSpan(cx, node));
    cx.scopes.targets.push({ breakTo: after, continueTo: after, scopeDepth, switch: undefined });
    const body = bodyOf(node);
    if (body !== undefined) lowerStatement(cx, body);
    cx.scopes.targets.pop();
  });
  cx.graph.startBlock(after, at);
}

const headSpan = (cx: Lowering, node: Syntax) =>
  cx.macroUse ?? { start: node.start, end: field(node, 'condition')?.end ?? node.end };

function lowerOnce(cx: Lowering, node: Syntax): void {
  const after = cx.graph.newBlock();
  lowerRoundBody(cx, node, after, after);
  cx.graph.startBlock(after, spanOf(cx, node));
}

/** Statements a macro may head, and what the field is called that the statement behind the use goes to. */
const bodyFields: ReadonlyMap<string, string> = new Map([
  ['for_statement', 'body'],
  ['while_statement', 'body'],
  ['if_statement', 'consequence'],
]);

/** Without arguments the mask writes `while(1)` over the name, and the parentheses are not where they were. */
function argumentsText(condition: Syntax): string {
  const original = originalTextOf(condition);
  return textOf(condition) === '(1)' && original !== '(1)' ? '' : original.slice(1, -1);
}

/** A macro of this file: its own `for (…)`, with the body that is written behind the use. */
function lowerOwnLoop(cx: Lowering, node: Syntax, macro: LoopMacro): boolean {
  const condition = field(node, 'condition');
  if (condition === undefined) return false;
  const expansion = expandLoopHead(cx, macro.name, argumentsText(condition));
  const head = expansion?.nodes.length === 1 ? expansion.nodes[0] : undefined;
  const slot = head === undefined ? undefined : bodyFields.get(head.kind);
  if (expansion === undefined || head === undefined || slot === undefined) return false;
  const body = bodyOf(node);
  const outer = cx.macroUse;
  const children = head.children.filter((child) => child.field !== slot);
  const placeholder: Syntax = { ...head, kind: loopMacroBody, field: slot, children: body === undefined ? [] : [body] };
  insideMacro(cx, expansion, node, () => {
    cx.bodies.push({ macroUse: outer });
    lowerStatement(cx, { ...head, children: [...children, placeholder] });
    cx.bodies.pop();
  });
  return true;
}

/** `for (i = 0, sg = list; i < n; i++, sg = sg_next(sg))`. Linux include/linux/scatterlist.h (6.12). */
function lowerScatterlist(cx: Lowering, node: Syntax, given: readonly Syntax[], shape: ScatterlistLoop): boolean {
  const [list, entryNode, indexNode] = [given[shape.list], given[shape.entry], given[shape.index]];
  if (list === undefined || entryNode === undefined || indexNode === undefined) return false;
  const entry = lowerLvalue(cx, entryNode);
  const index = lowerLvalue(cx, indexNode);
  if (entry === undefined || index === undefined) return false;
  const at = headSpan(cx, node);
  const start = startOfList(cx, list, given, shape);
  writeLvalue(cx, index, number(0), at);
  writeLvalue(cx, entry, start.list.operand, at);
  const [head, body, next, after] = [1, 2, 3, 4].map(() => cx.graph.newBlock()) as [BlockId, BlockId, BlockId, BlockId];
  cx.graph.startBlock(head, at);
  cx.graph.markLoop(head, spanOf(cx, node));
  const count = readLvalue(cx, index, at);
  const isMore = combine(cx, '<', count, start.entries(), at);
  cx.graph.end({ kind: 'branch', condition: isMore.operand, then: body, otherwise: after, at });
  cx.graph.startBlock(body, at);
  lowerRoundBody(cx, node, next, after);
  cx.graph.startBlock(next, at);
  countUp(cx, index, entry, node);
  cx.graph.end({ kind: 'jump', to: head, at, how: 'loop' });
  cx.graph.startBlock(after, at);
  return true;
}

function countUp(cx: Lowering, index: Lvalue, entry: Lvalue, node: Syntax): void {
  const at = headSpan(cx, node);
  const count = readLvalue(cx, index, at);
  const raised = combine(cx, '+', count, { operand: number(1), type: count.type }, at, registerOf(index));
  if (index.kind === 'memory') writeLvalue(cx, index, raised.operand, at);
  const current = readLvalue(cx, entry, at);
  const target = registerOf(entry) ?? cx.graph.temporary(current.type, at);
  impliedCall(cx, 'sg_next', [current.operand], at, at, target);
  if (entry.kind === 'memory') writeLvalue(cx, entry, { kind: 'local', local: target }, at);
}

const registerOf = (lvalue: Lvalue): LocalId | undefined => (lvalue.kind === 'register' ? lvalue.local : undefined);

/** Where the list starts, and how its length is read: the macro names it again in every round. */
function startOfList(
  cx: Lowering,
  list: Syntax,
  given: readonly Syntax[],
  { entries, listOf }: ScatterlistLoop,
): { readonly list: Value; readonly entries: () => Value } {
  if (typeof entries === 'number') {
    const countNode = given[entries];
    const value = listOf === undefined ? lowerExpression(cx, list) : listIn(cx, list, listOf);
    return {
      list: value,
      entries: () =>
        countNode === undefined ? { operand: anyOperand('entries'), type: value.type } : lowerExpression(cx, countNode),
    };
  }
  const scatterlist = pointerTo({ kind: 'struct', tag: 'scatterlist' });
  const read = (name: string, fallback: Value['type']): Value => {
    const table = lowerExpression(cx, list);
    const struct = pointeeOf(table.operand, elementType(table.type, cx.index));
    const known = fieldType(struct.type, name, cx.index);
    const type = known.kind === 'unknown' ? fallback : known;
    return readLvalue(cx, { kind: 'memory', place: stepInto(struct, { kind: 'field', name }, type) }, spanOf(cx, list));
  };
  return { list: read('sgl', scatterlist), entries: () => read(entries, { kind: 'integer', name: 'unsigned int' }) };
}

/** `scsi_sglist(cmd)` of `scsi_for_each_sg(cmd, …)`. */
function listIn(cx: Lowering, object: Syntax, listOf: string): Value {
  const at = spanOf(cx, object);
  const type = pointerTo({ kind: 'struct', tag: 'scatterlist' });
  const local = cx.graph.temporary(type, at);
  impliedCall(cx, listOf, [lowerExpression(cx, object).operand], at, at, local);
  return { operand: { kind: 'local', local }, type };
}

/** Any number of rounds, each with any value in the variables the macro sets. */
function lowerRounds(cx: Lowering, node: Syntax, name: string, given: readonly Syntax[]): void {
  const variables = (loopShape(name)?.sets.map((position) => given[position]) ?? guessVariables(cx, given)).filter(
    (it) => it !== undefined,
  );
  const at = headSpan(cx, node);
  const [head, body, after] = [cx.graph.newBlock(), cx.graph.newBlock(), cx.graph.newBlock()];
  withScope(cx, node, () => {
    cx.graph.startBlock(head, at);
    cx.graph.markLoop(head, spanOf(cx, node));
    setAny(cx, name, variables, node);
    cx.graph.end({
      kind: 'branch',
      condition: anyOperand(`another round of ${name}`),
      then: body,
      otherwise: after,
      at,
    });
    cx.graph.startBlock(body, at);
    lowerRoundBody(cx, node, head, after);
    cx.graph.end({ kind: 'jump', to: head, at, how: 'loop' });
    cx.graph.startBlock(after, at);
  });
}

function setAny(cx: Lowering, name: string, variables: readonly Syntax[], node: Syntax): void {
  const locals: LocalId[] = [];
  const at = headSpan(cx, node);
  for (const variable of variables) {
    const lvalue = lowerLvalue(cx, variable);
    if (lvalue === undefined) declareScoped(cx, variable);
    else if (lvalue.kind === 'register') locals.push(lvalue.local);
    else if (lvalue.place.root.kind === 'stack' && lvalue.place.steps.length === 0)
      locals.push(lvalue.place.root.local);
    else emit(cx, { kind: 'store', place: lvalue.place, value: anyOperand(name), at });
  }
  if (locals.length > 0) emit(cx, { kind: 'forget', locals, why: `the next round of ${name}`, at });
}

/** `…_scoped` loops declare their variable themselves. */
function declareScoped(cx: Lowering, variable: Syntax): void {
  if (unwrap(variable).kind !== 'identifier') return;
  const name = textOf(unwrap(variable));
  const type = pointerTo({ kind: 'unknown' });
  const id = cx.graph.addLocal({
    name,
    type,
    kind: 'variable',
    inMemory: false,
    isStatic: false,
    at: spanOf(cx, variable),
  });
  cx.scopes.stack.at(-1)?.names.set(name, id);
}

/** For macros nobody listed: the locals among the arguments that nothing else in the function writes, or else all. */
function guessVariables(cx: Lowering, given: readonly Syntax[]): readonly Syntax[] {
  const candidates = given.filter((it) => {
    const id = it.kind === 'identifier' ? findLocal(cx.scopes, textOf(it)) : undefined;
    return id !== undefined && cx.graph.locals[id]?.kind === 'variable';
  });
  const untouched = candidates.filter((it) => !cx.written.has(textOf(it)));
  return untouched.length > 0 ? untouched : candidates;
}
