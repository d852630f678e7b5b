import { span } from '../base/span.js';
import { type CType, intType, unknownType } from '../index/c-type.js';
import type { FunctionGraph } from './function-graph.js';
import { GraphBuilder } from './graph-builder.js';
import { findLoops } from './loops.js';
import { lowerAggregateInto } from './lower-aggregate.js';
import { lowerStatementExpression } from './lower-block.js';
import { lowerBranch } from './lower-condition.js';
import { declareVariable } from './lower-declaration.js';
import { lowerForEffect, lowerValue } from './lower-expression.js';
import { lowerInitializerInto } from './lower-initializer.js';
import { lowerPlace } from './lower-place.js';
import { giveUp, lowerOneStatement } from './lower-statement.js';
import { type LowerContext, type Lowerers, type Lowering, lowerStatement } from './lowering.js';
import { readBaseType, readDeclarator } from './read-type.js';
import { leaveScopes } from './scope-exit.js';
import { type Label, openScope } from './scopes.js';
import { simplifyGraph } from './simplify-graph.js';
import { surveyFunction, type Survey } from './survey.js';
import { copySyntax, type SyntaxTree } from './copy-syntax.js';
import { field, fields, spanOfSyntax, type Syntax, textOf } from './syntax.js';
import { typeOf } from './type-of.js';

const lowerers: Lowerers = {
  expression: lowerValue,
  effect: lowerForEffect,
  lvalue: lowerPlace,
  condition: lowerBranch,
  statement: lowerOneStatement,
  block: lowerStatementExpression,
  aggregate: lowerAggregateInto,
  initializer: lowerInitializerInto,
  typeOf,
};

/** Each round finds at least one more local that must be in memory; real functions need one or two. */
const maxRounds = 5;

/** Lowers a `function_definition`. Takes any tree and never throws; what it cannot do is in `problems`. */
export function lowerFunction(node: SyntaxTree, cx: LowerContext): FunctionGraph {
  const definition = copySyntax(node, cx.text);
  const survey = surveyFunction(definition);
  const needsMemory = new Set(survey.needsMemory);
  for (let round = 1; ; round += 1) {
    const before = needsMemory.size;
    const graph = lowerOnce(definition, cx, survey, needsMemory);
    if (needsMemory.size === before || round === maxRounds) return graph;
  }
}

interface Header {
  readonly name: string;
  readonly nameNode: Syntax;
  readonly returns: CType;
  readonly parameters: readonly Syntax[];
}

function lowerOnce(definition: Syntax, context: LowerContext, survey: Survey, needsMemory: Set<string>): FunctionGraph {
  const graph = new GraphBuilder();
  const labels = new Map<string, Label>();
  for (const [name, around] of survey.labels) labels.set(name, { block: graph.newBlock(), around });
  const scopes = { stack: [], targets: [], labels };
  const base = { ...context, graph, scopes, problems: [], needsMemory, lowerers, written: survey.written };
  const draft: Lowering = { ...base, returns: intType, macroUse: undefined, expanding: [], bodies: [], depth: 0 };
  openScope(scopes, undefined);
  const header = readHeader(draft, definition);
  const cx: Lowering = { ...draft, returns: header.returns };
  declareParameters(cx, definition, header);
  const parameterCount = graph.locals.length;
  lowerBody(cx, definition);
  const blocks = graph.finish((block) => ({
    kind: 'unsupported',
    what: `block ${block.id} is never filled`,
    at: spanOfSyntax(definition),
  }));
  return {
    name: header.name,
    at: spanOfSyntax(definition),
    nameAt: spanOfSyntax(header.nameNode),
    returns: header.returns,
    parameterCount,
    locals: graph.locals,
    blocks: findLoops(simplifyGraph(blocks)),
    problems: cx.problems,
  };
}

function lowerBody(cx: Lowering, definition: Syntax): void {
  const body = field(definition, 'body');
  if (body === undefined) {
    giveUp(cx, definition, 'a function without a body');
    return;
  }
  for (const child of definition.children) {
    if (child.kind === 'ERROR') giveUp(cx, child, 'a syntax error in the head of the function');
  }
  lowerStatement(cx, body);
  const end = span(Math.max(body.start, body.end - 1), body.end);
  leaveScopes(cx, 0, end);
  cx.graph.end({ kind: 'return', value: undefined, at: end });
}

function readHeader(cx: Lowering, definition: Syntax): Header {
  const declarator = field(definition, 'declarator');
  const base = readBaseType(cx, definition);
  const callable = declarator === undefined ? undefined : innermostFunction(declarator);
  if (declarator === undefined || callable === undefined) {
    return { name: '', nameNode: definition, returns: unknownType, parameters: [] };
  }
  const declared = readDeclarator(base, declarator);
  const { type } = declared;
  return {
    name: declared.name ?? '',
    nameNode: declared.nameNode ?? declarator,
    returns: type.kind === 'function' ? type.returns : unknownType,
    parameters: (field(callable, 'parameters')?.children ?? []).filter((it) => it.kind !== 'ERROR'),
  };
}

/** The declarator whose parameters are those of the function: a function may return a pointer to a function. */
function innermostFunction(declarator: Syntax): Syntax | undefined {
  let found: Syntax | undefined;
  let at: Syntax | undefined = declarator;
  while (at !== undefined) {
    if (at.kind === 'function_declarator') found = at;
    at = field(at, 'declarator') ?? at.children.find((child) => child.kind.endsWith('declarator'));
  }
  return found;
}

function declareParameters(cx: Lowering, definition: Syntax, header: Header): void {
  const old = oldStyleTypes(cx, definition);
  const isParameter = { isStatic: false, isParameter: true };
  for (const [index, parameter] of header.parameters.entries()) {
    if (parameter.kind === 'identifier') {
      const name = textOf(parameter);
      declareVariable(cx, parameter, name, old.get(name) ?? intType, isParameter);
      continue;
    }
    if (parameter.kind !== 'parameter_declaration') continue;
    const base = readBaseType(cx, parameter);
    const declarator = field(parameter, 'declarator');
    const declared = declarator === undefined ? undefined : readDeclarator(base, declarator);
    const isNothing = declarator === undefined && base.kind === 'void';
    if (isNothing) continue;
    const type = declared?.type ?? base;
    const own: CType = type.kind === 'function' ? { kind: 'pointer', to: type } : type;
    declareVariable(cx, parameter, declared?.name ?? `unnamed${index}`, own, isParameter);
  }
}

/** `int f(a, b) int a; char *b; { … }`. */
function oldStyleTypes(cx: Lowering, definition: Syntax): ReadonlyMap<string, CType> {
  const types = new Map<string, CType>();
  for (const child of definition.children) {
    if (child.kind !== 'declaration') continue;
    const base = readBaseType(cx, child);
    for (const declarator of fields(child, 'declarator')) {
      const declared = readDeclarator(base, declarator);
      if (declared.name !== undefined) types.set(declared.name, declared.type);
    }
  }
  return types;
}
