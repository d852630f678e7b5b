import type { MaskedText } from '../text/masked-text.js';
import { nodeKinds } from '../tree/node-kinds.js';
import { childByField, namedChildren, type SyntaxNode } from '../tree/read.js';
import { constantOf } from './constants.js';
import type { MacroDeclaration } from './file-index.js';
import { specifiersOf } from './structs.js';

/** Enumerators with their values as far as this file determines them. */
export function readEnumerators(
  root: SyntaxNode,
  masked: MaskedText,
  macros: ReadonlyMap<string, MacroDeclaration>,
): ReadonlyMap<string, number | undefined> {
  const enumerators = new Map<string, number | undefined>();
  for (const specifier of specifiersOf(root, masked, 'enumerators')) {
    const body = childByField(specifier, 'body');
    let next: number | undefined = 0;
    for (const node of body === undefined ? [] : namedChildren(body)) {
      const name = node.type === nodeKinds.enumerator ? childByField(node, 'name') : undefined;
      if (name === undefined) {
        continue;
      }
      const value = childByField(node, 'value');
      const own: number | undefined = value === undefined ? next : constantOf(value.text, { macros, enumerators });
      enumerators.set(name.text, own);
      next = own === undefined ? undefined : own + 1;
    }
  }
  return enumerators;
}
