import { type Span, span } from '../base/span.js';
import type { MaskedText } from '../text/masked-text.js';

/**
 * A plain copy of the part of a tree that lowering looks at. One walk with a cursor costs far less than asking the
 * tree node by node (`copy-syntax.ts`), and the copy does not hold the tree alive. Punctuation and comments are left out.
 */
export interface Syntax {
  readonly kind: string;
  /** The role in the parent, as the grammar names it. */
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly children: readonly Syntax[];
  /** This node is a syntax error, or one is inside. */
  readonly hasError: boolean;
  readonly source: SourceText;
}

/** What was parsed: a file, or the expansion of a macro. */
export type SourceText = Pick<MaskedText, 'original' | 'text' | 'side'>;

export const textOf = (node: Syntax): string => node.source.text.slice(node.start, node.end);

/** As the user wrote it, before masks joined or blanked words. */
export const originalTextOf = (node: Syntax): string => node.source.original.slice(node.start, node.end);

export const spanOfSyntax = (node: Syntax): Span => span(node.start, node.end);

export function field(node: Syntax, name: string): Syntax | undefined {
  return node.children.find((child) => child.field === name);
}

export function fields(node: Syntax, name: string): readonly Syntax[] {
  return node.children.filter((child) => child.field === name);
}

/** Without the parentheses around it. */
export function unwrap(node: Syntax): Syntax {
  let inner = node;
  while (inner.kind === 'parenthesized_expression') {
    const child = inner.children.find((it) => it.kind !== 'ERROR');
    if (child === undefined || child.kind === 'compound_statement') return inner;
    inner = child;
  }
  return inner;
}

/** `({ … })`: its block. */
export function statementExpressionBlock(node: Syntax): Syntax | undefined {
  if (node.kind !== 'parenthesized_expression') return undefined;
  const inner = unwrap(node);
  return inner.children.find((child) => child.kind === 'compound_statement');
}

/** Stands in the expansion of a loop macro for the statement behind its use, its only child. */
export const loopMacroBody = 'loop_macro_body';
