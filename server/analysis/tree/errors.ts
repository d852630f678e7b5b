import { nodeKinds } from './node-kinds.js';
import { functionDefinitions, type SyntaxNode } from './read.js';

/** Function definitions with an ERROR or MISSING node inside, in order. */
export function functionsWithErrors(root: SyntaxNode): readonly SyntaxNode[] {
  return root.hasError ? functionDefinitions(root).filter((definition) => definition.hasError) : [];
}

/** The innermost ERROR and MISSING nodes below `node`, in order. */
export function errorNodes(node: SyntaxNode): readonly SyntaxNode[] {
  if (!node.hasError) {
    return [];
  }
  if (node.isMissing) {
    return [node];
  }
  const inner = node.children.flatMap((child) => (child === null ? [] : errorNodes(child)));
  return node.type === nodeKinds.error && inner.length === 0 ? [node] : inner;
}
