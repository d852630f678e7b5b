import type { SourceText, Syntax } from './syntax.js';

/** What we use of a tree-sitter cursor. */
export interface SyntaxCursor {
  readonly nodeTypeId: number;
  readonly nodeType: string;
  readonly nodeIsNamed: boolean;
  readonly nodeIsMissing: boolean;
  readonly currentFieldName: string | null;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
  delete(): void;
}

export interface SyntaxTree {
  readonly hasError: boolean;
  walk(): SyntaxCursor;
}

/** One walk over the tree. */
export function copySyntax(tree: SyntaxTree, source: SourceText): Syntax {
  const cursor = tree.walk();
  try {
    return copyFrom(cursor, source, tree.hasError);
  } finally {
    cursor.delete();
  }
}

interface Draft {
  kind: string;
  field: string | undefined;
  start: number;
  end: number;
  children: Draft[];
  hasError: boolean;
  source: SourceText;
}

/**
 * What the grammar says about a symbol. Every question to the cursor crosses into WebAssembly, which is what this
 * copy costs, so whatever follows from the symbol is asked once.
 */
interface SymbolFacts {
  readonly kind: string;
  /** `punctuation` is left out, an `operator` is kept where it has a field. */
  readonly role: 'node' | 'leaf' | 'operator' | 'punctuation' | 'comment';
  /** Its children have no fields. */
  readonly isPlainList: boolean;
}

const leaves = new Set([
  'identifier',
  'field_identifier',
  'type_identifier',
  'statement_identifier',
  'number_literal',
  'primitive_type',
  // Their parts are punctuation and escapes; the text is read as a whole.
  'string_literal',
  'char_literal',
]);

const plainLists = new Set([
  'compound_statement',
  'argument_list',
  'parameter_list',
  'initializer_list',
  'expression_statement',
  'parenthesized_expression',
  'return_statement',
  'else_clause',
]);

const symbols = new Map<number, SymbolFacts>();

function factsOf(cursor: SyntaxCursor): SymbolFacts {
  const id = cursor.nodeTypeId;
  const known = symbols.get(id);
  if (known !== undefined) return known;
  const kind = cursor.nodeType;
  const facts: SymbolFacts = { kind, role: roleOf(kind, cursor.nodeIsNamed), isPlainList: plainLists.has(kind) };
  symbols.set(id, facts);
  return facts;
}

function roleOf(kind: string, isNamed: boolean): SymbolFacts['role'] {
  if (isNamed) return kind === 'comment' ? 'comment' : leaves.has(kind) ? 'leaf' : 'node';
  return /^[-+*/%&|^~!<>=.?]+$/.test(kind) ? 'operator' : 'punctuation';
}

function copyFrom(cursor: SyntaxCursor, source: SourceText, mayHaveErrors: boolean): Syntax {
  const top = factsOf(cursor);
  const root = draft(cursor, top, undefined, source, mayHaveErrors);
  const open: { readonly node: Draft; readonly isPlainList: boolean }[] = [];
  let parent = { node: root, isPlainList: top.isPlainList };
  let more = cursor.gotoFirstChild();
  for (;;) {
    if (!more) {
      const outer = open.pop();
      if (outer === undefined) return root;
      outer.node.hasError ||= parent.node.hasError;
      if (parent.node.kind === 'update_expression') bindPostfix(parent.node);
      parent = outer;
      cursor.gotoParent();
      more = cursor.gotoNextSibling();
      continue;
    }
    const facts = factsOf(cursor);
    const child = childOf(cursor, facts, parent, source, mayHaveErrors);
    if (child !== undefined) {
      parent.node.children.push(child);
      parent.node.hasError ||= child.hasError;
      if (facts.role === 'node' && cursor.gotoFirstChild()) {
        open.push(parent);
        parent = { node: child, isPlainList: facts.isPlainList };
        continue;
      }
    } else if (mayHaveErrors && cursor.nodeIsMissing && facts.kind !== ';') {
      // A missing semicolon changes nothing, every other missing token does.
      parent.node.hasError = true;
    }
    more = cursor.gotoNextSibling();
  }
}

function childOf(
  cursor: SyntaxCursor,
  facts: SymbolFacts,
  parent: { readonly node: Draft; readonly isPlainList: boolean },
  source: SourceText,
  mayHaveErrors: boolean,
): Draft | undefined {
  if (facts.role === 'comment' || facts.role === 'punctuation') return undefined;
  const field = parent.isPlainList ? undefined : (cursor.currentFieldName ?? undefined);
  if (facts.role === 'operator' && field === undefined) return undefined;
  return draft(cursor, facts, field, source, mayHaveErrors);
}

function draft(
  cursor: SyntaxCursor,
  { kind }: SymbolFacts,
  field: string | undefined,
  source: SourceText,
  mayHaveErrors: boolean,
): Draft {
  const hasError = mayHaveErrors && (kind === 'ERROR' || cursor.nodeIsMissing);
  return { kind, field, start: cursor.startIndex, end: cursor.endIndex, children: [], hasError, source };
}

/**
 * The grammar reads `!x->users++` as `(!x->users)++`. In C the postfix operator binds tighter: `!(x->users++)`.
 * Moves it inwards, in place.
 */
function bindPostfix(update: Draft): void {
  const [argument, operator] = update.children;
  const inner = argument?.children.find((child) => child.field === 'argument');
  if (argument?.kind !== 'unary_expression' || inner === undefined || operator?.field !== 'operator') return;
  const prefix = argument.children.filter((child) => child !== inner);
  const moved: Draft = {
    ...update,
    field: 'argument',
    start: inner.start,
    children: [inner, operator],
  };
  bindPostfix(moved);
  update.kind = argument.kind;
  update.children = [...prefix, moved];
}
