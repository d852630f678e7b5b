import type { Node } from 'web-tree-sitter';
import { nodeKinds } from './node-kinds.js';

/** A node of a tree-sitter tree. Offsets are those of the original text. Dead once its tree is deleted. */
export type SyntaxNode = Node;

export function childByField(node: SyntaxNode, field: string): SyntaxNode | undefined {
  return node.childForFieldName(field) ?? undefined;
}

/** Named children without comments. */
export function namedChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.namedChildren.filter((child) => child !== null && child.type !== nodeKinds.comment);
}

/** The called name of `f(x)`; `undefined` for a call through an expression. */
export function calleeName(call: SyntaxNode): string | undefined {
  const callee = childByField(call, 'function');
  return callee?.type === nodeKinds.identifier ? callee.text : undefined;
}

export function callArguments(call: SyntaxNode): readonly SyntaxNode[] {
  const list = childByField(call, 'arguments');
  return list === undefined ? [] : namedChildren(list);
}

/** The name inside a declarator: `x` of `(*x[4])(void)`; `undefined` for an abstract one. */
export function declaredName(declarator: SyntaxNode): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = declarator;
  while (node !== undefined) {
    switch (node.type) {
      case nodeKinds.identifier:
      case nodeKinds.fieldIdentifier:
      case nodeKinds.typeIdentifier:
      case nodeKinds.primitiveType:
        return node;
      default:
        node = innerDeclarator(node);
    }
  }
  return undefined;
}

/** One step inwards: from `*x[4]` to `x[4]`. */
export function innerDeclarator(declarator: SyntaxNode): SyntaxNode | undefined {
  const inner = childByField(declarator, 'declarator');
  if (inner !== undefined) {
    return inner;
  }
  const isWrapper =
    declarator.type === nodeKinds.parenthesizedDeclarator ||
    declarator.type === nodeKinds.abstractParenthesizedDeclarator ||
    declarator.type === nodeKinds.attributedDeclarator;
  return isWrapper ? namedChildren(declarator)[0] : undefined;
}

/**
 * Items of a file in order, also those inside an error node or `extern "C"`. Function definitions are among them
 * however badly their surroundings parse.
 */
export function topLevelItems(root: SyntaxNode): readonly SyntaxNode[] {
  const items: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    for (const child of namedChildren(node)) {
      if (
        child.type === nodeKinds.error ||
        child.type === nodeKinds.linkageSpecification ||
        child.type === 'declaration_list'
      ) {
        visit(child);
      } else {
        items.push(child);
      }
    }
  };
  visit(root);
  return items;
}

/** The definition whose name stands at `nameStart`, for lowering what the index found; `undefined` if the tree has none. */
export function functionDefinitionAt(root: SyntaxNode, nameStart: number): SyntaxNode | undefined {
  let node: SyntaxNode | null = root.descendantForIndex(nameStart, nameStart);
  while (node !== null && node.type !== nodeKinds.functionDefinition) {
    node = node.parent;
  }
  return node ?? undefined;
}
