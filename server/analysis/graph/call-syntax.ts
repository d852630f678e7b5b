import { field, type Syntax, textOf } from './syntax.js';

/** The name a call is written with; `undefined` for a call through an expression. */
export function calledName(node: Syntax): string | undefined {
  if (node.kind !== 'call_expression') return undefined;
  const callee = field(node, 'function');
  return callee?.kind === 'identifier' ? textOf(callee) : undefined;
}

export const argumentsOf = (node: Syntax): readonly Syntax[] =>
  (field(node, 'arguments')?.children ?? []).filter((child) => !child.kind.startsWith('preproc'));
