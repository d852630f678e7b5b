import { type AddressBytes, type Layout, layoutOf, offsetOf, sizeOf } from '../graph/layout.js';
import type { CType } from '../index/c-type.js';
import type { FieldDeclaration, FileIndex, StructDeclaration } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';

// Linux arch/arm/mm/Kconfig (6.12): ARMv7 cachelines have 64 bytes.
export const lineBytes = 64;

/** A member that lies in the first or the last line of a buffer. */
export interface Sharer {
  readonly field: FieldDeclaration;
  /** In how many of the places where the structure may put the buffer: 1 where there is only one. */
  readonly share: number;
  /** That place is known. */
  readonly isPlaced: boolean;
}

/**
 * The members beside the buffer `name` that share a line with it, out of those `isWritten` tells of; none if the buffer
 * may lie where it has its lines for itself.
 */
export function sharersOf(
  declaration: StructDeclaration,
  name: string,
  index: FileIndex,
  isWritten: (field: FieldDeclaration) => boolean,
): readonly Sharer[] {
  const position = declaration.fields.findIndex((field) => field.name === name);
  const own = declaration.fields[position];
  if (own === undefined || !isBuffer(own.type, index)) return [];
  const size = sizeOf(own.type, index);
  if (size === undefined || size === 0) return [];
  const isAligned = (own.alignment ?? 0) >= lineBytes;
  if (!isAligned && offsetOf(declaration.tag, [name], index, 4) !== undefined) {
    const found = declaration.fields.filter(
      (it) => it !== own && isWritten(it) && sharesLine(declaration, own, it, index),
    );
    return found.map((field) => ({ field, share: 1, isPlaced: true }));
  }
  const before = isAligned ? [] : declaration.fields.slice(0, position).toReversed();
  const after = declaration.fields.slice(position + 1);
  const counts = new Map<FieldDeclaration, number>();
  const starts = isAligned ? [0] : startsOf(own, before[0], declaration, index);
  for (const start of starts) {
    const sharers = [
      ...sharersBefore(start, before, declaration, index),
      ...sharersAfter(start + size, after, declaration, index),
    ];
    const written = sharers.filter(isWritten);
    if (written.length === 0) return [];
    for (const field of written) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  return [...counts].map(([field, count]) => ({ field, share: count / starts.length, isPlaced: isAligned }));
}

/** Where in its line a member may start that follows `before`. */
function startsOf(
  own: FieldDeclaration,
  before: FieldDeclaration | undefined,
  declaration: StructDeclaration,
  index: FileIndex,
): readonly number[] {
  const least = before === undefined ? undefined : placedLayout(before, declaration, index)?.alignment;
  const step = Math.max(placedLayout(own, declaration, index)?.alignment ?? 1, least ?? 4);
  return Array.from({ length: Math.ceil(lineBytes / step) }, (_, nth) => nth * step);
}

/** Those before the buffer, from the nearest, that reach into the line that starts at 0; behind one of unknown size nothing is known. */
function sharersBefore(
  start: number,
  before: readonly FieldDeclaration[],
  declaration: StructDeclaration,
  index: FileIndex,
): readonly FieldDeclaration[] {
  const found: FieldDeclaration[] = [];
  let end = start;
  for (const field of before) {
    if (end <= 0) break;
    found.push(field);
    const layout = placedLayout(field, declaration, index);
    if (layout === undefined) break;
    end = Math.floor((end - layout.size) / layout.alignment) * layout.alignment;
  }
  return found;
}

/** Those behind the buffer, which ends at `end`, that begin in its last line. */
function sharersAfter(
  end: number,
  after: readonly FieldDeclaration[],
  declaration: StructDeclaration,
  index: FileIndex,
): readonly FieldDeclaration[] {
  const limit = Math.ceil(end / lineBytes) * lineBytes;
  const found: FieldDeclaration[] = [];
  let at = end;
  for (const field of after) {
    const layout = placedLayout(field, declaration, index);
    const alignment = layout?.alignment ?? field.alignment ?? 4;
    at = Math.ceil(at / alignment) * alignment;
    if (at >= limit) break;
    found.push(field);
    if (layout === undefined) break;
    at += layout.size;
  }
  return found;
}

function placedLayout(field: FieldDeclaration, declaration: StructDeclaration, index: FileIndex): Layout | undefined {
  const layout = field.isBitField ? undefined : layoutOf(field.type, index);
  if (layout === undefined) return undefined;
  const natural = declaration.alignment === 1 ? 1 : layout.alignment;
  return { size: layout.size, alignment: Math.max(natural, field.alignment ?? 1) };
}

/** With LPAE and without. */
const addressSizes: readonly AddressBytes[] = [4, 8];

function sharesLine(
  { tag }: StructDeclaration,
  buffer: FieldDeclaration,
  field: FieldDeclaration,
  index: FileIndex,
): boolean {
  const linesOf = ({ name, type }: FieldDeclaration, bytes: AddressBytes) => {
    const offset = name === undefined ? undefined : offsetOf(tag, [name], index, bytes);
    const length = sizeOf(type, index);
    if (offset === undefined || length === undefined || length === 0) return undefined;
    const line = (byte: number): number => Math.floor(byte / lineBytes);
    return { first: line(offset), last: line(offset + length - 1) };
  };
  return addressSizes.every((bytes) => {
    const [own, other] = [linesOf(buffer, bytes), linesOf(field, bytes)];
    if (own === undefined || other === undefined) return false;
    return [own.first, own.last].some((it) => other.first <= it && it <= other.last);
  });
}

function isBuffer(type: CType, index: FileIndex): boolean {
  const known = resolveType(type, index);
  return (
    known.kind === 'array' ||
    known.kind === 'struct' ||
    known.kind === 'union' ||
    known.kind === 'integer' ||
    known.kind === 'named'
  );
}
