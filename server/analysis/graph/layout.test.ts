import { expect, test } from 'vitest';
import { buildIndex } from '../index/build-index.js';
import type { FileIndex } from '../index/file-index.js';
import { prepareText } from '../text/prepare.js';
import { testParser } from '../../../test/support/parser.js';
import { layoutOf, offsetOf, sizeOf } from './layout.js';

async function indexOf(source: string): Promise<FileIndex> {
  const parser = await testParser();
  const masked = prepareText(source);
  const tree = parser.parse(masked.text);
  try {
    return buildIndex(tree.root, masked);
  } finally {
    tree.delete();
  }
}

const struct = (tag: string) => ({ kind: 'struct', tag }) as const;
const named = (name: string) => ({ kind: 'named', name }) as const;

test.each([
  ['u8', 1],
  ['__le16', 2],
  ['u32', 4],
  ['u64', 8],
  ['size_t', 4],
  ['loff_t', 8],
  ['gfp_t', 4],
])('%s has %i bytes', async (name, size) => {
  expect(sizeOf(named(name), await indexOf(''))).toBe(size);
});

test.each(['dma_addr_t', 'phys_addr_t', 'resource_size_t'])('%s has 32 or 64 bits, so no size', async (name) => {
  expect(sizeOf(named(name), await indexOf(''))).toBeUndefined();
});

test.each([
  ['char', 1],
  ['unsigned short', 2],
  ['unsigned', 4],
  ['unsigned long', 4],
  ['long long int', 8],
  ['unsigned long long', 8],
])('integer %s has %i bytes', async (name, size) => {
  expect(sizeOf({ kind: 'integer', name }, await indexOf(''))).toBe(size);
});

test('a struct is padded for its most aligned field', async () => {
  const index = await indexOf('struct s { u8 a; u64 b; u8 c; };');
  expect(layoutOf(struct('s'), index)).toEqual({ size: 24, alignment: 8 });
  expect(offsetOf('s', ['b'], index)).toBe(8);
});

test('a packed struct has no padding', async () => {
  const index = await indexOf('struct s { u8 a; u64 b; u8 c; } __packed;');
  expect(layoutOf(struct('s'), index)).toEqual({ size: 10, alignment: 1 });
  expect(offsetOf('s', ['c'], index)).toBe(9);
});

test('an aligned field moves, and rounds the struct up', async () => {
  const index = await indexOf('struct s { u8 a; u8 buf[8] __aligned(64); };');
  expect(offsetOf('s', ['buf'], index)).toBe(64);
  expect(sizeOf(struct('s'), index)).toBe(128);
});

test('a union is as large as its largest member', async () => {
  const index = await indexOf('union u { u8 a[6]; u32 b; };');
  expect(sizeOf({ kind: 'union', tag: 'u' }, index)).toBe(8);
});

test('fields of anonymous members count from the outer struct', async () => {
  const index = await indexOf('struct s { u32 a; union { u64 raw; struct { u32 low, high; }; }; };');
  expect(offsetOf('s', ['high'], index)).toBe(12);
});

test('array bounds may be macros, enumerators and sizes', async () => {
  const index = await indexOf(
    '#define N (1 << 3)\nenum { COUNT = 3 };\nstruct p { u16 x; };\nstruct s { u8 a[N]; u16 b[COUNT + 1]; u8 c[sizeof(struct p) * 2]; };',
  );
  expect(sizeOf(struct('s'), index)).toBe(8 + 8 + 4);
});

test('a flexible array adds nothing', async () => {
  const index = await indexOf('struct s { u32 n; u16 data[]; };');
  expect(sizeOf(struct('s'), index)).toBe(4);
});

test('a nested path is followed', async () => {
  const index = await indexOf('struct in { u32 a, b; };\nstruct s { u8 x; struct in in; };');
  expect(offsetOf('s', ['in', 'b'], index)).toBe(8);
});

test('bit-fields, header structs and a struct inside itself have no size', async () => {
  const index = await indexOf(
    'struct bits { u32 a:3; };\nstruct far { struct sk_buff skb; };\nstruct self { struct self again; };',
  );
  expect(sizeOf(struct('bits'), index)).toBeUndefined();
  expect(sizeOf(struct('far'), index)).toBeUndefined();
  expect(sizeOf(struct('self'), index)).toBeUndefined();
});
