import type { CType } from '../index/c-type.js';
import type { FieldDeclaration, FileIndex, StructDeclaration } from '../index/file-index.js';
import { resolveType } from '../index/named-types.js';
import { evaluateConstant } from './const-expression.js';

export interface Layout {
  readonly size: number;
  readonly alignment: number;
}

const scalar = (size: number): Layout => ({ size, alignment: size });
const one = scalar(1);
const two = scalar(2);
const four = scalar(4);
const eight = scalar(8);

/**
 * One data model: 32-bit little-endian ARM with the EABI, where 64-bit integers are aligned to 8.
 * `dma_addr_t`, `phys_addr_t` and `resource_size_t` are absent on purpose: they have 32 or 64 bits (LPAE).
 * Linux include/linux/types.h and arch/arm/include (6.12).
 */
const scalars: ReadonlyMap<string, Layout> = new Map([
  ...named(one, 'char bool _Bool u8 s8 __u8 __s8 uint8_t int8_t u_char unchar blk_status_t'),
  ...named(two, 'short u16 s16 __u16 __s16 uint16_t int16_t u_short ushort'),
  ...named(two, '__le16 __be16 __sum16 umode_t mode_t'),
  ...named(four, 'int long unsigned signed u32 s32 __u32 __s32 uint32_t int32_t uint ulong u_int u_long float'),
  ...named(four, '__le32 __be32 __wsum size_t ssize_t uintptr_t intptr_t ptrdiff_t off_t pgoff_t'),
  ...named(four, 'gfp_t fmode_t slab_flags_t pid_t uid_t gid_t dev_t clock_t atomic_t atomic_long_t refcount_t'),
  ...named(four, 'irqreturn_t netdev_tx_t dma_cookie_t snd_pcm_uframes_t snd_pcm_sframes_t'),
  ...named(eight, 'u64 s64 __u64 __s64 uint64_t int64_t __le64 __be64 loff_t ktime_t sector_t blkcnt_t'),
  ...named(eight, 'netdev_features_t atomic64_t time64_t double'),
]);

/** Kernel structs whose size no configuration changes on this data model. Linux include/linux (6.12). */
const kernelStructs: ReadonlyMap<string, Layout> = new Map([
  ['list_head', { size: 8, alignment: 4 }],
  ['hlist_head', four],
  ['hlist_node', { size: 8, alignment: 4 }],
  ['kref', four],
  ['rcu_head', { size: 8, alignment: 4 }],
  ['callback_head', { size: 8, alignment: 4 }],
  ['ethhdr', { size: 14, alignment: 1 }],
  ['iphdr', { size: 20, alignment: 4 }],
  ['ipv6hdr', { size: 40, alignment: 4 }],
  ['tcphdr', { size: 20, alignment: 4 }],
  ['udphdr', { size: 8, alignment: 2 }],
  ['vlan_hdr', { size: 4, alignment: 2 }],
  ['vlan_ethhdr', { size: 18, alignment: 2 }],
  ['usb_ctrlrequest', { size: 8, alignment: 1 }],
]);

function named(layout: Layout, list: string): readonly (readonly [string, Layout])[] {
  return list.split(' ').map((name) => [name, layout] as const);
}

export function sizeOf(type: CType, index: FileIndex): number | undefined {
  return layoutOf(type, index)?.size;
}

/** Size and alignment in bytes; `undefined` where a part is declared in a header we do not have, or has bit-fields. */
export function layoutOf(type: CType, index: FileIndex): Layout | undefined {
  return layout(type, { index, open: new Set() });
}

/** Bytes from the start of the struct to a field, also one of an anonymous member. */
export function offsetOf(
  tag: string,
  path: readonly string[],
  index: FileIndex,
  addressBytes?: AddressBytes,
): number | undefined {
  const [first, ...rest] = path;
  const declaration = declarationOf(tag, index);
  if (declaration === undefined || first === undefined) return undefined;
  const found = locate(declaration, first, { index, open: new Set(), addressBytes });
  if (found === undefined || rest.length === 0) return found?.offset;
  const inner = resolveType(found.type, index);
  const further =
    inner.kind === 'struct' || inner.kind === 'union' ? offsetOf(inner.tag, rest, index, addressBytes) : undefined;
  return further === undefined ? undefined : found.offset + further;
}

/** Of `dma_addr_t` and its kind, for whoever asks what holds with and without LPAE. */
export type AddressBytes = 4 | 8;

const addressTypes: ReadonlySet<string> = new Set(['dma_addr_t', 'phys_addr_t', 'resource_size_t']);

interface Scope {
  readonly index: FileIndex;
  /** Structs and, as `typedef name`, other types being laid out: broken code may contain itself. */
  readonly open: ReadonlySet<string>;
  readonly addressBytes?: AddressBytes | undefined;
}

function layout(type: CType, scope: Scope): Layout | undefined {
  const { index } = scope;
  switch (type.kind) {
    case 'void':
    case 'function':
      return one;
    case 'pointer':
    case 'enum':
      return four;
    case 'integer':
      return integerLayout(type.name);
    case 'named': {
      const known = index.typedefs.get(type.name);
      if (known === undefined) {
        const { addressBytes } = scope;
        return addressBytes !== undefined && addressTypes.has(type.name)
          ? scalar(addressBytes)
          : scalars.get(type.name);
      }
      const key = `typedef ${type.name}`;
      return scope.open.has(key) ? undefined : layout(known, { ...scope, open: new Set([...scope.open, key]) });
    }
    case 'array': {
      const element = layout(type.of, scope);
      if (element === undefined) return undefined;
      const count = type.count === undefined ? 0 : countOf(type.count, scope);
      return count === undefined ? undefined : { size: element.size * count, alignment: element.alignment };
    }
    case 'struct':
    case 'union':
      return structLayout(type.tag, scope);
    case 'unknown':
      return undefined;
  }
}

const wordsWithoutSize = new Set(['unsigned', 'signed', 'const', 'volatile']);

function integerLayout(name: string): Layout | undefined {
  const known = scalars.get(name);
  if (known !== undefined) return known;
  const words = name.split(/\s+/).filter((word) => !wordsWithoutSize.has(word));
  const longs = words.filter((word) => word === 'long').length;
  if (longs === 2) return eight;
  const main = words.find((word) => word !== 'int') ?? 'int';
  return scalars.get(main);
}

export const arrayCount = (count: string, index: FileIndex): number | undefined =>
  countOf(count, { index, open: new Set() });

function countOf(text: string, scope: Scope): number | undefined {
  return evaluateConstant(text, scope.index, (type) => {
    const struct = /^(struct|union) (\w+)$/.exec(type);
    if (struct !== null) return structLayout(struct[2] ?? '', scope)?.size;
    return type.endsWith('*') ? 4 : layout({ kind: 'named', name: type }, scope)?.size;
  });
}

function structLayout(tag: string, { index, open, addressBytes }: Scope): Layout | undefined {
  const declaration = declarationOf(tag, index);
  if (declaration === undefined) return kernelStructs.get(tag);
  if (open.has(tag)) return undefined;
  const scope = { index, open: new Set([...open, tag]), addressBytes };
  let end = 0;
  let alignment = 1;
  for (const field of declaration.fields) {
    const placed = place(declaration, field, end, scope);
    if (placed === undefined) return undefined;
    end = declaration.kind === 'union' ? Math.max(end, placed.layout.size) : placed.offset + placed.layout.size;
    alignment = Math.max(alignment, placed.layout.alignment);
  }
  const wanted = Math.max(alignment, declaration.alignment ?? 1);
  return { size: alignUp(end, wanted), alignment: wanted };
}

function place(
  declaration: StructDeclaration,
  field: FieldDeclaration,
  end: number,
  scope: Scope,
): { readonly offset: number; readonly layout: Layout } | undefined {
  const own = field.isBitField ? undefined : layout(field.type, scope);
  if (own === undefined) return undefined;
  const natural = declaration.alignment === 1 ? 1 : own.alignment;
  const alignment = Math.max(natural, field.alignment ?? 1);
  const offset = declaration.kind === 'union' ? 0 : alignUp(end, alignment);
  return { offset, layout: { size: own.size, alignment } };
}

function locate(
  declaration: StructDeclaration,
  name: string,
  scope: Scope,
): { readonly offset: number; readonly type: CType } | undefined {
  let end = 0;
  for (const field of declaration.fields) {
    const placed = place(declaration, field, end, scope);
    if (placed === undefined) return undefined;
    if (field.name === name) return { offset: placed.offset, type: field.type };
    const inner = field.name === undefined ? anonymous(field.type, scope.index) : undefined;
    const found = inner === undefined ? undefined : locate(inner, name, scope);
    if (found !== undefined) return { ...found, offset: placed.offset + found.offset };
    end = declaration.kind === 'union' ? end : placed.offset + placed.layout.size;
  }
  return undefined;
}

function anonymous(type: CType, index: FileIndex): StructDeclaration | undefined {
  const resolved = resolveType(type, index);
  return resolved.kind === 'struct' || resolved.kind === 'union' ? declarationOf(resolved.tag, index) : undefined;
}

/** Of the driver, or of a header of the kernel. */
export const declarationOf = (tag: string, index: FileIndex): StructDeclaration | undefined =>
  index.structs.get(tag) ?? index.kernelStructs.get(tag);

const alignUp = (value: number, alignment: number): number => Math.ceil(value / alignment) * alignment;
