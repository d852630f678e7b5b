import type { CType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { elementType, fieldType, isArray } from './fields.js';
import type { FunctionGraph } from './function-graph.js';
import type { Place } from './instr.js';

/** The field a place is, whatever object it lies in and whatever element of it: `ring.dma`, for `struct ring`. */
export interface FieldKey {
  readonly key: string;
  /** The struct or union that declares it. */
  readonly tag: string;
  /** The field's name alone. */
  readonly name: string;
}

/** The last field on the way to a place; `undefined` for a variable, and where the type on the way is not known. */
export function fieldKeyOf(place: Place, graph: FunctionGraph, index: FileIndex): FieldKey | undefined {
  let type = rootType(place, graph, index);
  let found: FieldKey | undefined;
  for (const [nth, step] of place.steps.entries()) {
    if (step.kind === 'element') {
      // `slots[2]` of a pointer is what the pointer leads to, like `*slots`; only an array is gone into.
      const isBehindPointer = nth === 0 && place.root.kind === 'pointee' && !isArray(type, index);
      if (!isBehindPointer) type = elementType(type, index);
      continue;
    }
    const struct = resolveType(type, index);
    const isNamed = struct.kind === 'struct' || struct.kind === 'union';
    found = isNamed ? { key: `${struct.tag}.${step.name}`, tag: struct.tag, name: step.name } : undefined;
    type = fieldType(type, step.name, index);
  }
  return found;
}

function rootType({ root }: Place, graph: FunctionGraph, index: FileIndex): CType {
  switch (root.kind) {
    case 'pointee':
      return root.element;
    case 'stack':
      return graph.locals[root.local]?.type ?? { kind: 'unknown' };
    case 'global':
      return index.globals.get(root.name)?.type ?? { kind: 'unknown' };
  }
}
