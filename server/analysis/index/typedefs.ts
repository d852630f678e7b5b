import { nodeKinds } from '../tree/node-kinds.js';
import { childByField, type SyntaxNode } from '../tree/read.js';
import { type CType, unknownType } from './c-type.js';
import { declare, declarators, typeOfSpecifier } from './declarators.js';

export function readTypedefs(items: readonly SyntaxNode[]): ReadonlyMap<string, CType> {
  const typedefs = new Map<string, CType>();
  for (const item of items) {
    if (item.type !== nodeKinds.typeDefinition) {
      continue;
    }
    const specifier = childByField(item, 'type');
    const base = specifier === undefined ? unknownType : typeOfSpecifier(specifier);
    for (const { declarator } of declarators(item)) {
      const { name, type } = declare(base, declarator);
      if (name !== undefined) {
        typedefs.set(name, type);
      }
    }
  }
  return typedefs;
}
