import type { Span } from '../base/span.js';
import { type CType, unknownType } from '../index/c-type.js';
import { resolveType } from '../index/named-types.js';
import { argumentsOf, calledName } from './call-syntax.js';
import { elementType, isAggregate } from './fields.js';
import type { CallInstr, LocalId, Operand } from './instr.js';
import { isNamedField, isTransparent, lowerKernelAssignment, lowerKernelPlace } from './kernel-places.js';
import { lowerDivision, lowerKernelStatement, writtenArguments } from './kernel-statements.js';
import { lowerKernelValue } from './kernel-values.js';
import { expandMacro, insideMacro } from './lower-macro.js';
import { localLvalue, readLvalue } from './lower-place.js';
import {
  anyOperand,
  anyValue,
  emit,
  type Lowering,
  local,
  lowerExpression,
  lowerLvalue,
  lowerStatement,
  number,
  problem,
  spanOf,
  typeOfExpression,
  type Value,
} from './lowering.js';
import { isTypeWord, typeNamed } from './read-type.js';
import { findLocal } from './scopes.js';
import { lowerGuard, lowerReturn, takeOwnership } from './scope-exit.js';
import { field, originalTextOf, statementExpressionBlock, type Syntax, textOf, unwrap } from './syntax.js';
import { functionNamed } from '../index/file-index.js';

/** `wanted` is false where nobody looks at the result. */
export function lowerCall(cx: Lowering, node: Syntax, into: LocalId | undefined, wanted: boolean): Value {
  const callee = field(node, 'function');
  if (callee === undefined) return anyValue('a call of nothing');
  const cleanup = node.source.side.at(node.start);
  if (cleanup?.kind === 'guard') {
    lowerGuard(cx, node, cleanup);
    return anyValue('a guard');
  }
  const name = calledName(node);
  if (name !== undefined && findLocal(cx.scopes, name) === undefined) {
    return lowerNamedCall(cx, node, name, into, wanted);
  }
  return lowerCastLike(cx, node, callee) ?? lowerPointerCall(cx, node, callee, { into, wanted });
}

function lowerNamedCall(cx: Lowering, node: Syntax, name: string, into: LocalId | undefined, wanted: boolean): Value {
  const isOurs = cx.index.macros.has(name) || functionNamed(cx.index, name) !== undefined;
  if (isOurs) {
    const value = lowerExpansion(cx, node, into, wanted);
    if (value !== undefined) return value;
  } else {
    const value = lowerIndirectCall(cx, node, name, into, wanted) ?? lowerKernelCall(cx, node, name, into);
    if (value !== undefined) return value;
  }
  const nameNode = field(node, 'function') ?? node;
  const type = functionNamed(cx.index, name)?.returns ?? unknownType;
  if (!isOurs) forgetWritten(cx, node, name);
  return emitCall(cx, node, { kind: 'name', name }, spanOf(cx, nameNode), { into, wanted, type });
}

/**
 * `INDIRECT_CALL_2(f, f2, f1, …)` calls `f`, which mostly is one of the functions named behind it: Linux
 * include/linux/indirect_call_wrapper.h (6.12). The first one of this file stands for all.
 */
function lowerIndirectCall(
  cx: Lowering,
  node: Syntax,
  name: string,
  into: LocalId | undefined,
  wanted: boolean,
): Value | undefined {
  const candidates = indirectCalls.get(name);
  if (candidates === undefined) return undefined;
  const [called, ...named] = argumentsOf(node).slice(0, candidates + 1);
  const callee = named.find((it) => it.kind === 'identifier' && cx.index.functions.has(textOf(it))) ?? called;
  if (callee === undefined) return undefined;
  const given = argumentsOf(node).slice(candidates + 1);
  return callee === called
    ? lowerPointerCall(cx, node, callee, { into, wanted, given })
    : emitCall(cx, node, { kind: 'name', name: textOf(callee) }, spanOf(cx, callee), {
        into,
        wanted,
        given,
        type: returnType(cx, textOf(callee)),
      });
}

/** How many candidates it names. */
const indirectCalls: ReadonlyMap<string, number> = new Map([
  ['INDIRECT_CALL_1', 1],
  ['INDIRECT_CALL_2', 2],
  ['INDIRECT_CALL_3', 3],
  ['INDIRECT_CALL_4', 4],
  ['INDIRECT_CALL_INET', 2],
  ['INDIRECT_CALL_INET_1', 1],
]);

function lowerKernelCall(cx: Lowering, node: Syntax, name: string, into: LocalId | undefined): Value | undefined {
  if (lowerKernelAssignment(cx, node) || lowerKernelStatement(cx, node, name))
    return { operand: number(0), type: unknownType };
  if (isTransparent(name) || isNamedField(name)) {
    const lvalue = lowerKernelPlace(cx, node);
    if (lvalue !== undefined) return readLvalue(cx, lvalue, spanOf(cx, node), into);
    const [first] = argumentsOf(node);
    return first === undefined ? undefined : lowerExpression(cx, first, into);
  }
  if (name === 'no_free_ptr' || name === 'return_ptr') {
    const value = takeOwnership(cx, node);
    if (name === 'return_ptr') lowerReturn(cx, value?.operand, spanOf(cx, node));
    return value;
  }
  if (name === 'do_div') return lowerDivision(cx, node);
  return lowerKernelValue(cx, node, name, into);
}

/** A macro of this file: an expression if it is one, else statements without a value. */
function lowerExpansion(cx: Lowering, node: Syntax, into: LocalId | undefined, wanted: boolean): Value | undefined {
  if (!wanted) {
    const statements = expandMacro(cx, node, 'statements');
    if (statements === undefined) return undefined;
    insideMacro(cx, statements, node, () => {
      for (const statement of statements.nodes) lowerStatement(cx, statement);
    });
    return { operand: number(0), type: unknownType };
  }
  const expression = expandMacro(cx, node, 'expression');
  const inner = expression?.nodes[0];
  if (expression === undefined || inner === undefined) return undefined;
  return insideMacro(cx, expression, node, () => lowerExpression(cx, inner, into));
}

/** `(u32)(x)`: without knowing types, the grammar takes the cast for a call. */
function lowerCastLike(cx: Lowering, node: Syntax, callee: Syntax): Value | undefined {
  const inner = unwrap(callee);
  if (callee.kind !== 'parenthesized_expression' || inner.kind !== 'identifier') return undefined;
  const name = textOf(inner);
  if (findLocal(cx.scopes, name) !== undefined || functionNamed(cx.index, name) !== undefined) return undefined;
  const type: CType = typeNamed(cx, inner) ?? { kind: 'named', name };
  const parts = argumentsOf(node);
  const last = parts.at(-1);
  if (last === undefined) return undefined;
  for (const part of parts.slice(0, -1)) lowerExpression(cx, part);
  const value = lowerExpression(cx, last);
  const target = cx.graph.temporary(type, spanOf(cx, node));
  emit(cx, { kind: 'assign', target, value: { kind: 'cast', type, operand: value.operand }, at: spanOf(cx, node) });
  return { operand: local(target), type };
}

function lowerPointerCall(cx: Lowering, node: Syntax, callee: Syntax, wish: Omit<Result, 'type'>): Value {
  const target = calledPointer(callee);
  const name = target.kind === 'identifier' ? textOf(target) : undefined;
  const id = name === undefined ? undefined : findLocal(cx.scopes, name);
  if (name !== undefined && id === undefined && !cx.index.globals.has(name)) {
    return emitCall(cx, node, { kind: 'name', name }, spanOf(cx, target), { ...wish, type: returnType(cx, name) });
  }
  const pointer =
    id === undefined ? lowerExpression(cx, target) : readLvalue(cx, localLvalue(cx, id), spanOf(cx, target));
  const only = onlyTarget(cx, target);
  if (only !== undefined) {
    return emitCall(cx, node, { kind: 'name', name: only }, spanOf(cx, target), {
      ...wish,
      type: returnType(cx, only),
    });
  }
  const via = textOf(target).replaceAll(/\s+/g, ' ');
  const pointee = resolveType(elementType(pointer.type, cx.index), cx.index);
  const type = pointee.kind === 'function' ? pointee.returns : unknownType;
  return emitCall(cx, node, { kind: 'pointer', pointer: pointer.operand, via }, spanOf(cx, target), {
    ...wish,
    type,
  });
}

/** The function a field holds wherever the file fills it. */
function onlyTarget(cx: Lowering, target: Syntax): string | undefined {
  if (cx.index.functionTargets.size === 0 || target.kind !== 'field_expression') return undefined;
  const [argument, name, operator] = [field(target, 'argument'), field(target, 'field'), field(target, 'operator')];
  if (argument === undefined || name === undefined) return undefined;
  const base = typeOfExpression(cx, argument);
  const isPointer = operator !== undefined && textOf(operator) === '->';
  const struct = resolveType(isPointer ? elementType(base, cx.index) : base, cx.index);
  return struct.kind === 'struct' ? cx.index.functionTargets.get(`${struct.tag}.${textOf(name)}`) : undefined;
}

const returnType = (cx: Lowering, name: string): CType => functionNamed(cx.index, name)?.returns ?? unknownType;

/** `(*ops->start)(x)` calls what `ops->start(x)` calls. */
function calledPointer(callee: Syntax): Syntax {
  let inner = statementExpressionBlock(callee) === undefined ? unwrap(callee) : callee;
  while (inner.kind === 'pointer_expression') {
    const argument = field(inner, 'argument');
    if (argument === undefined) return inner;
    inner = unwrap(argument);
  }
  return inner;
}

interface Result {
  readonly into: LocalId | undefined;
  readonly wanted: boolean;
  readonly type: CType;
  /** The arguments, where they are not those of the syntax. */
  readonly given?: readonly Syntax[];
}

function emitCall(cx: Lowering, node: Syntax, callee: CallInstr['callee'], calleeAt: Span, result: Result): Value {
  const given = result.given ?? argumentsOf(node);
  const operands = given.map((it) => lowerArgument(cx, it));
  const at = spanOf(cx, node);
  const { into, wanted, type } = result;
  const isStruct = isAggregate(type, cx.index);
  const target = wanted ? (into ?? cx.graph.temporary(type, at, isStruct)) : undefined;
  emit(cx, {
    kind: 'call',
    target,
    callee,
    arguments: operands,
    at,
    calleeAt,
    argumentsAt: given.map((it) => spanOf(cx, it)),
    implied: false,
  });
  return { operand: target === undefined ? number(0) : local(target), type };
}

/** Types and designators given to a macro are passed on as text. */
function lowerArgument(cx: Lowering, node: Syntax): Operand {
  if (node.kind === 'ERROR') {
    problem(cx, 'a syntax error in an argument', spanOf(cx, node));
    return anyOperand('a syntax error');
  }
  if (node.kind === 'compound_statement' || node.kind === 'initializer_list')
    return anyOperand('a block as an argument');
  if (isTypeArgument(cx, node)) return { kind: 'string', text: originalTextOf(node).replaceAll(/\s+/g, ' ') };
  return lowerExpression(cx, node).operand;
}

function isTypeArgument(cx: Lowering, node: Syntax): boolean {
  if (node.kind === 'type_descriptor') return true;
  if (node.kind !== 'identifier') return false;
  if (node.source.side.at(node.start)?.kind === 'type-argument') return true;
  const name = textOf(node);
  const isKnown = isTypeWord(name) || cx.index.typedefs.has(name);
  return isKnown && findLocal(cx.scopes, name) === undefined;
}

/**
 * Macros that set what they are given by name. It holds anything from before the call on, as such a macro may also
 * read it in a condition it is given: `readl_poll_timeout(addr, value, value & READY, …)`.
 */
function forgetWritten(cx: Lowering, node: Syntax, name: string): void {
  const given = argumentsOf(node);
  const at = spanOf(cx, node);
  for (const position of writtenArguments(name)) {
    const argument = given[position];
    const lvalue = argument === undefined ? undefined : lowerLvalue(cx, argument);
    if (lvalue?.kind === 'register') emit(cx, { kind: 'forget', locals: [lvalue.local], why: name, at });
    if (lvalue?.kind === 'memory') emit(cx, { kind: 'store', place: lvalue.place, value: anyOperand(name), at });
  }
}
