import { type Span, span } from '../base/span.js';
import type { ScopeCleanup } from '../text/side-table.js';
import { argumentsOf } from './call-syntax.js';
import type { LocalId, Operand } from './instr.js';
import { freeFunction, guardFunctions } from './kernel-cleanups.js';
import { localLvalue, readLvalue, writeLvalue } from './lower-place.js';
import { assign, emit, type Lowering, lowerExpression, lowerLvalue, number, spanOf, type Value } from './lowering.js';
import type { ScopeExit } from './scopes.js';
import type { Syntax } from './syntax.js';

/** Runs what leaving every scope inside the outermost `depth` ones runs, innermost and newest first. */
export function leaveScopes(cx: Lowering, depth: number, at: Span): void {
  if (!cx.graph.isOpen) return;
  for (let index = cx.scopes.stack.length - 1; index >= depth; index -= 1) {
    for (const exit of (cx.scopes.stack[index]?.exits ?? []).toReversed()) runExit(cx, exit, at);
  }
}

function runExit(cx: Lowering, exit: ScopeExit, at: Span): void {
  impliedCall(cx, exit.callee, exitOperands(cx, exit, at), at, exit.at);
}

function exitOperands(cx: Lowering, { subject }: ScopeExit, at: Span): readonly Operand[] {
  if (subject.kind === 'operands') return subject.operands;
  return [readLvalue(cx, localLvalue(cx, subject.local), at).operand];
}

/** A call nobody wrote; `calleeAt` is the annotation or guard that asks for it. */
export function impliedCall(
  cx: Lowering,
  name: string,
  operands: readonly Operand[],
  at: Span,
  calleeAt: Span,
  target?: LocalId,
): void {
  emit(cx, {
    kind: 'call',
    target,
    callee: { kind: 'name', name },
    arguments: operands,
    at,
    calleeAt,
    argumentsAt: operands.map(() => at),
    implied: true,
  });
}

/** `struct foo *p __free(kfree) = …`: from here on, leaving the scope frees `p`. */
export function registerFree(cx: Lowering, cleanup: ScopeCleanup, variable: LocalId): void {
  const exit: ScopeExit = {
    callee: freeFunction(cleanup.cleanup),
    subject: { kind: 'variable', local: variable },
    at: cx.macroUse ?? cleanup.at,
  };
  cx.scopes.stack.at(-1)?.exits.push(exit);
}

/** `guard(mutex)(&l);` locks at once and unlocks at the end of the scope. */
export function lowerGuard(cx: Lowering, node: Syntax, cleanup: ScopeCleanup): void {
  enterGuard(cx, cleanup.cleanup, argumentsOf(node), spanOf(cx, node));
}

export function enterGuard(cx: Lowering, name: string, given: readonly Syntax[], at: Span): void {
  const { enter, leave } = guardFunctions(name);
  const operands = given.map((it) => lowerExpression(cx, it).operand);
  const calleeAt = span(at.start, Math.min(at.end, at.start + 'guard'.length));
  impliedCall(cx, enter, operands, at, calleeAt);
  cx.scopes.stack.at(-1)?.exits.push({ callee: leave, subject: { kind: 'operands', operands }, at: calleeAt });
}

/**
 * Linux include/linux/cleanup.h (6.12): `no_free_ptr(p)` yields `p` and leaves null behind, so that the clean-up finds
 * nothing to do; `return_ptr(p)` returns that.
 */
export function takeOwnership(cx: Lowering, node: Syntax): Value | undefined {
  const [variable] = argumentsOf(node);
  const lvalue = variable === undefined ? undefined : lowerLvalue(cx, variable);
  if (variable === undefined || lvalue === undefined) return undefined;
  const at = spanOf(cx, node);
  const value = readLvalue(cx, lvalue, spanOf(cx, variable));
  const kept = assign(cx, { kind: 'operand', operand: value.operand }, value.type, at);
  writeLvalue(cx, lvalue, number(0), at);
  return kept;
}

export function lowerReturn(cx: Lowering, value: Operand | undefined, at: Span): void {
  leaveScopes(cx, 0, at);
  cx.graph.end({ kind: 'return', value, at });
}
