import type { CType } from './c-type.js';
import type { FileIndex } from './file-index.js';

type Typedefs = Pick<FileIndex, 'typedefs'>;

/** Behind typedefs that the file knows; names of the kernel's headers stay. */
export function resolveType(type: CType, index: Typedefs): CType {
  let resolved = type;
  for (let steps = 0; resolved.kind === 'named' && steps < longestChain; steps += 1) {
    const next = index.typedefs.get(resolved.name);
    if (next === undefined) return resolved;
    resolved = next;
  }
  return resolved;
}

/** Whether a type goes by this name, or by another one that the file makes of it. */
export function isNamed(type: CType | undefined, name: string, index: Typedefs): boolean {
  let at = type;
  for (let steps = 0; at?.kind === 'named' && steps < longestChain; steps += 1) {
    if (at.name === name) return true;
    at = index.typedefs.get(at.name);
  }
  return false;
}

/** Half-written code has typedefs that lead back to themselves; drivers have chains of two or three. */
const longestChain = 20;
