import { sizeOf } from '../graph/layout.js';
import type { CType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import type { SymbolInfo } from '../symbolic/term.js';

export type ValueType = Pick<SymbolInfo, 'bits' | 'signed' | 'isPointer'>;

const anyInteger: ValueType = { bits: 64, signed: true, isPointer: false };
const pointer: ValueType = { bits: 32, signed: false, isPointer: true };

/** How wide a value of a type is and whether it has a sign, on 32-bit ARM; widest where nothing is known. */
export function valueTypeOf(type: CType, index: FileIndex): ValueType {
  let known = valueTypes.get(index);
  if (known === undefined) valueTypes.set(index, (known = new WeakMap()));
  let found = known.get(type);
  if (found === undefined) known.set(type, (found = readValueType(type, index)));
  return found;
}

// The executor asks for every value it makes; a graph names each type with one object.
const valueTypes = new WeakMap<FileIndex, WeakMap<CType, ValueType>>();

function readValueType(type: CType, index: FileIndex): ValueType {
  const known = resolveType(type, index);
  switch (known.kind) {
    case 'pointer':
    case 'array':
    case 'function':
      return pointer;
    case 'enum':
      return { bits: 32, signed: true, isPointer: false };
    case 'integer':
    case 'named':
      return integerType(known.name, known, index);
    case 'void':
    case 'struct':
    case 'union':
    case 'unknown':
      return anyInteger;
  }
}

const boolean: ValueType = { bits: 1, signed: false, isPointer: false };

function integerType(name: string, type: CType, index: FileIndex): ValueType {
  if (name === 'bool' || name === '_Bool') return boolean;
  // The bus decides: 64 bits with LPAE. Linux include/linux/types.h (6.12).
  if (name === 'dma_addr_t' || name === 'phys_addr_t' || name === 'resource_size_t') {
    return { bits: 64, signed: false, isPointer: false };
  }
  const bytes = sizeOf(type, index);
  if (bytes !== 1 && bytes !== 2 && bytes !== 4 && bytes !== 8) return anyInteger;
  const bits = bytes === 1 ? 8 : bytes === 2 ? 16 : bytes === 4 ? 32 : 64;
  return { bits, signed: isSigned(name), isPointer: false };
}

const unsignedName =
  /^(unsigned|u_|__u|u\d|uint|uchar|ushort|ulong|size_t|uintptr|__le|__be|le\d|be\d|gfp_t|pgoff_t|dev_t|atomic|refcount|.*mode_t|netdev_features|sector_t)/;

function isSigned(name: string): boolean {
  // Plain char is unsigned in the kernel: -funsigned-char since 6.2.
  return !unsignedName.test(name) && name !== 'char';
}
