import type { Span } from '../base/span.js';
import { type CType, unknownType } from '../index/c-type.js';
import type { FieldDeclaration, FileIndex, StructDeclaration } from '../index/file-index.js';
import { elementType, fieldType } from './fields.js';
import type { Operand, Place, PlaceStep } from './instr.js';
import { resolveType, sizeOf } from './layout.js';
import { anyOperand, emit, type Lowering } from './lowering.js';

/**
 * What a store to a member of a union does to the others, each of which is a place of its own: a scalar of the same size
 * has the same value, anything else is no longer known.
 */
export function storeSiblings(cx: Lowering, place: Place, value: Operand, at: Span): void {
  let type = rootType(cx, place);
  for (const [position, step] of place.steps.entries()) {
    if (step.kind === 'field') {
      const isWhole = position === place.steps.length - 1;
      for (const sibling of siblingsOf(type, step.name, cx.index)) {
        const { name } = sibling;
        if (name === undefined) continue;
        const steps: readonly PlaceStep[] = [...place.steps.slice(0, position), { kind: 'field', name }];
        const isSame = isWhole && holdSameValue(place.type, sibling.type, cx.index);
        const written = isSame ? value : anyOperand(`what became of ${name}`);
        emit(cx, { kind: 'store', place: { ...place, steps, type: sibling.type }, value: written, at });
      }
    }
    type = step.kind === 'field' ? fieldType(type, step.name, cx.index) : elementType(type, cx.index);
  }
}

function rootType(cx: Lowering, { root }: Place): CType {
  switch (root.kind) {
    case 'stack':
      return cx.graph.locals[root.local]?.type ?? unknownType;
    case 'global':
      return cx.index.globals.get(root.name)?.type ?? unknownType;
    case 'pointee':
      return root.element;
  }
}

/** The other members of the union a name is in, those of its structs without a name included. */
function siblingsOf(outer: CType, name: string, index: FileIndex): readonly FieldDeclaration[] {
  let declared = declarationOf(outer, index);
  const found: FieldDeclaration[] = [];
  // A struct without a name may lie in a union without one, and so on.
  for (let depth = 0; declared !== undefined && depth < 20; depth += 1) {
    const own: FieldDeclaration | undefined = declared.fields.find((it) => hasMember(it, name, index, depth));
    if (declared.kind === 'union') found.push(...declared.fields.filter((it) => it !== own).flatMap(named(index)));
    declared = own === undefined || own.name !== undefined ? undefined : declarationOf(own.type, index);
  }
  return found;
}

function declarationOf(type: CType, index: FileIndex): StructDeclaration | undefined {
  const resolved = resolveType(type, index);
  return resolved.kind === 'struct' || resolved.kind === 'union' ? index.structs.get(resolved.tag) : undefined;
}

function hasMember(field: FieldDeclaration, name: string, index: FileIndex, depth: number): boolean {
  if (field.name !== undefined || depth > 20) return field.name === name;
  return declarationOf(field.type, index)?.fields.some((it) => hasMember(it, name, index, depth + 1)) ?? false;
}

const named =
  (index: FileIndex) =>
  (field: FieldDeclaration): readonly FieldDeclaration[] =>
    field.name === undefined ? (declarationOf(field.type, index)?.fields.flatMap(named(index)) ?? []) : [field];

/** `dma_addr_t` has 64 bits where a union keeps it beside a `u64`. */
function holdSameValue(left: CType, right: CType, index: FileIndex): boolean {
  const [a, b] = [scalarSize(left, index), scalarSize(right, index)];
  return a !== undefined && a === b;
}

function scalarSize(type: CType, index: FileIndex): number | undefined {
  const resolved = resolveType(type, index);
  if (resolved.kind === 'struct' || resolved.kind === 'union' || resolved.kind === 'array') return undefined;
  const isAddress = resolved.kind === 'named' && (resolved.name === 'dma_addr_t' || resolved.name === 'phys_addr_t');
  return isAddress ? 8 : sizeOf(resolved, index);
}
