import type { Span } from '../base/span.js';
import { type CType, unknownType } from '../index/c-type.js';
import type { FieldDeclaration, FileIndex, StructDeclaration } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { elementType, fieldType } from './fields.js';
import type { Operand, Place, PlaceStep } from './instr.js';
import { sizeOf } from './layout.js';
import { anyOperand, emit, type Lowering } from './lowering.js';

/**
 * What a store to a whole member of a union does to the others, each of which is a place of its own: a scalar of the same
 * size has the same value, anything else is no longer known. A store to a part of a member leaves them alone: which of
 * their bytes it meets is not known here, and most parts lie beside each other (`out.r`, then `out.table[1]`).
 */
export function storeSiblings(cx: Lowering, place: Place, value: Operand, at: Span): void {
  const outer = place.steps.slice(0, -1);
  const member = place.steps.at(-1);
  if (member?.kind !== 'field') return;
  const type = outer.reduce(
    (around, step) => (step.kind === 'field' ? fieldType(around, step.name, cx.index) : elementType(around, cx.index)),
    rootType(cx, place),
  );
  for (const { name, type: itsType } of siblingsOf(type, member.name, cx.index)) {
    if (name === undefined) continue;
    const steps: readonly PlaceStep[] = [...outer, { kind: 'field', name }];
    const isSame = holdSameValue(place.type, itsType, cx.index);
    const written = isSame ? value : anyOperand(`what became of ${name}`);
    emit(cx, { kind: 'store', place: { ...place, steps, type: itsType }, value: written, at });
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

/** The other members of the union a name is a member of, those of its structs without a name included. */
function siblingsOf(outer: CType, name: string, index: FileIndex): readonly FieldDeclaration[] {
  let declared = declarationOf(outer, index);
  // A union without a name may lie in a struct without one, and so on.
  for (let depth = 0; declared !== undefined && depth < 20; depth += 1) {
    const own: FieldDeclaration | undefined = declared.fields.find((it) => hasMember(it, name, index, depth));
    if (own?.name !== undefined) {
      return declared.kind === 'union' ? declared.fields.filter((it) => it !== own).flatMap(named(index)) : [];
    }
    declared = own === undefined ? undefined : declarationOf(own.type, index);
  }
  return [];
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
