import { substitute, splitArguments } from './macro-expansion.js';
import type { Lowering } from './lowering.js';
import { spanOf } from './lowering.js';
import { findLocal } from './scopes.js';
import { field, originalTextOf, type Syntax, textOf } from './syntax.js';

/** A use of a macro of this file, parsed. */
export interface Expansion {
  readonly name: string;
  /** One expression, or statements. */
  readonly nodes: readonly Syntax[];
}

const maxNesting = 24;
const maxText = 20_000;

/**
 * What the macro named by an identifier or called by a call stands for; `undefined` where it is none of this file,
 * or does not parse as what is wanted.
 */
export function expandMacro(
  cx: Lowering,
  use: Syntax,
  as: 'expression' | 'statements',
  tail = '',
): Expansion | undefined {
  const nameNode = use.kind === 'call_expression' ? field(use, 'function') : use;
  if (nameNode?.kind !== 'identifier') return undefined;
  const name = textOf(nameNode);
  const macro = cx.index.macros.get(name);
  if (macro === undefined || cx.expanding.includes(name) || cx.expanding.length >= maxNesting) return undefined;
  if (findLocal(cx.scopes, name) !== undefined) return undefined;
  const list = use.kind === 'call_expression' ? field(use, 'arguments') : undefined;
  const text = expandedText(macro.parameters, macro.body, list);
  if (text === undefined) return undefined;
  const nodes = parseExpansion(cx, text + tail, as);
  return nodes === undefined ? undefined : { name, nodes };
}

function expandedText(
  parameters: readonly string[] | undefined,
  body: string,
  list: Syntax | undefined,
): string | undefined {
  if (parameters === undefined) return list === undefined ? body : `${body}${originalTextOf(list)}`;
  if (list === undefined) return undefined;
  return substitute(parameters, body, splitArguments(originalTextOf(list).slice(1, -1)));
}

/** A macro that heads a loop: `text` is its use with arguments, and an empty body follows. */
export function expandLoopHead(cx: Lowering, name: string, argumentsText: string): Expansion | undefined {
  const macro = cx.index.macros.get(name);
  if (macro?.parameters === undefined || cx.expanding.includes(name)) return undefined;
  const text = substitute(macro.parameters, macro.body, splitArguments(argumentsText));
  const nodes = text === undefined ? undefined : parseExpansion(cx, text, 'statements');
  return nodes === undefined ? undefined : { name, nodes };
}

function parseExpansion(cx: Lowering, text: string, as: 'expression' | 'statements'): readonly Syntax[] | undefined {
  if (text.trim() === '' || text.length > maxText)
    return as === 'statements' && text.length <= maxText ? [] : undefined;
  const wrapped = as === 'expression' ? `void f(void) { (${text}); }` : `void f(void) { ${text}; }`;
  return parseWrapped(cx, wrapped);
}

function parseWrapped(cx: Lowering, wrapped: string): readonly Syntax[] | undefined {
  const root = cx.parseFragment(wrapped);
  const body = root.children.length === 1 ? field(root.children[0] ?? root, 'body') : undefined;
  if (body === undefined || root.hasError) return undefined;
  return body.children
    .filter((child) => child.kind !== 'expression_statement' || child.children.length > 0)
    .map((child) => (child.kind === 'expression_statement' ? (child.children[0] ?? child) : child));
}

/** Lowers an expansion: everything in it is positioned at the outermost use. */
export function insideMacro<Result>(cx: Lowering, expansion: Expansion, use: Syntax, lower: () => Result): Result {
  const outer = cx.macroUse;
  cx.macroUse = spanOf(cx, use);
  cx.expanding.push(expansion.name);
  const result = lower();
  cx.expanding.pop();
  cx.macroUse = outer;
  return result;
}
