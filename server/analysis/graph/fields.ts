import { type CType, pointerTo, unknownType } from '../index/c-type.js';
import type { FieldDeclaration, FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { declarationOf } from './layout.js';

/** The type of a field, also one of an anonymous member; unknown where the struct is declared elsewhere. */
export function fieldType(type: CType, name: string, index: FileIndex): CType {
  return findField(type, name, index, 0)?.type ?? unknownType;
}

/** The width of a bit-field without a sign. */
export function bitsOfField(type: CType, name: string, index: FileIndex): number | undefined {
  const field = findField(type, name, index, 0);
  return field?.bits !== undefined && isUnsigned(field.type) ? field.bits : undefined;
}

const isUnsigned = (type: CType): boolean =>
  (type.kind === 'integer' && /\bunsigned\b/.test(type.name)) ||
  (type.kind === 'named' && /^(?:__)?(?:u(?:8|16|32|64)|uint\d*(?:_t)?)$/.test(type.name));

function findField(type: CType, name: string, index: FileIndex, depth: number): FieldDeclaration | undefined {
  const resolved = resolveType(type, index);
  if ((resolved.kind !== 'struct' && resolved.kind !== 'union') || depth > 20) return undefined;
  for (const field of declarationOf(resolved.tag, index)?.fields ?? []) {
    if (field.name === name) return field;
    const inner = field.name === undefined ? findField(field.type, name, index, depth + 1) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** What a pointer points to, or an array holds. */
export function elementType(type: CType, index: FileIndex): CType {
  const resolved = resolveType(type, index);
  if (resolved.kind === 'pointer') return resolved.to;
  return resolved.kind === 'array' ? resolved.of : unknownType;
}

export function isAggregate(type: CType, index: FileIndex): boolean {
  const { kind } = resolveType(type, index);
  return kind === 'struct' || kind === 'union';
}

export const isArray = (type: CType, index: FileIndex): boolean => resolveType(type, index).kind === 'array';
export const isPointer = (type: CType, index: FileIndex): boolean => resolveType(type, index).kind === 'pointer';

/** As a value: arrays and functions become pointers. */
export function decayed(type: CType, index: FileIndex): CType {
  const resolved = resolveType(type, index);
  if (resolved.kind === 'array') return pointerTo(resolved.of);
  return resolved.kind === 'function' ? pointerTo(resolved) : type;
}
