import { describe, expect, test } from 'vitest';
import { testParser } from '../../../test/support/parser.js';
import { prepareText } from '../text/prepare.js';
import { buildIndex } from './build-index.js';
import { pointerTo } from './c-type.js';
import type { FileIndex } from './file-index.js';

async function indexOf(source: string): Promise<FileIndex> {
  const masked = prepareText(source);
  const tree = (await testParser()).parse(masked.text);
  try {
    return buildIndex(tree.root, masked);
  } finally {
    tree.delete();
  }
}

describe('structs', () => {
  test('have fields with types, bounds and alignment', async () => {
    const { structs } = await indexOf(
      '#define RING 4\nstruct vex {\n\tu8 *buf;\n\tstruct desc ring[RING], *next;\n\tunsigned  long flags:3;\n' +
        '\tu8 rx[64] ____cacheline_aligned;\n\tint (*fn)(int);\n\tstruct { u32 in; } __packed;\n} __aligned(2 * RING);\n',
    );
    const vex = structs.get('vex');
    expect(vex?.alignment).toBe(8);
    expect(vex?.fields.map(({ name, type, alignment, isBitField }) => ({ name, type, alignment, isBitField }))).toEqual(
      [
        { name: 'buf', type: pointerTo({ kind: 'named', name: 'u8' }), alignment: undefined, isBitField: false },
        {
          name: 'ring',
          type: { kind: 'array', of: { kind: 'struct', tag: 'desc' }, count: 'RING' },
          alignment: undefined,
          isBitField: false,
        },
        { name: 'next', type: pointerTo({ kind: 'struct', tag: 'desc' }), alignment: undefined, isBitField: false },
        { name: 'flags', type: { kind: 'integer', name: 'unsigned long' }, alignment: undefined, isBitField: true },
        {
          name: 'rx',
          type: { kind: 'array', of: { kind: 'named', name: 'u8' }, count: '64' },
          alignment: 64,
          isBitField: false,
        },
        {
          name: 'fn',
          type: pointerTo({ kind: 'function', returns: { kind: 'integer', name: 'int' } }),
          alignment: undefined,
          isBitField: false,
        },
        {
          name: undefined,
          type: { kind: 'struct', tag: expect.stringMatching(/^<anonymous \d+>$/) },
          alignment: 1,
          isBitField: false,
        },
      ],
    );
  });

  test('know what macros declare', async () => {
    const { structs } = await indexOf('struct v {\n\tDECLARE_BITMAP(used, 40);\n\tDECLARE_FLEX_ARRAY(u8, data);\n};\n');
    expect(structs.get('v')?.fields.map(({ name, type }) => [name, type])).toEqual([
      ['used', { kind: 'array', of: { kind: 'integer', name: 'unsigned long' }, count: 'BITS_TO_LONGS(40)' }],
      ['data', { kind: 'array', of: { kind: 'named', name: 'u8' }, count: undefined }],
    ]);
  });
});

test('typedefs, enumerators and macros', async () => {
  const { typedefs, enumerators, macros } = await indexOf(
    '#define BASE 8\n#define TWICE(x) ((x) * 2)\nenum e { A, B = BASE, C, D = outside, E };\ntypedef struct desc *desc_t;\n',
  );
  expect(typedefs.get('desc_t')).toEqual(pointerTo({ kind: 'struct', tag: 'desc' }));
  expect(Object.fromEntries(enumerators)).toEqual({ A: 0, B: 8, C: 9, D: undefined, E: undefined });
  expect(macros.get('TWICE')).toMatchObject({ parameters: ['x'], body: '((x) * 2)' });
});

describe('functions', () => {
  test('have a type, parameters, mentions and a place', async () => {
    const source =
      'static inline struct vex *find(struct list_head *head, unsigned int id, u8 key[4])\n{\n\treturn look(head->next, id);\n}\n';
    const { functions } = await indexOf(source);
    const find = functions.get('find');
    expect(find?.returns).toEqual(pointerTo({ kind: 'struct', tag: 'vex' }));
    expect(find?.parameters.map(({ name }) => name)).toEqual(['head', 'id', 'key']);
    expect(find).toMatchObject({ isStatic: true, isInline: true, hasSyntaxError: false });
    expect([...(find?.mentions ?? [])].sort()).toEqual(['head', 'id', 'look', 'next']);
    expect([...(find?.mentionedFields ?? [])]).toEqual(['next']);
    expect(source.slice(find?.nameAt.start, find?.nameAt.end)).toBe('find');
    expect(source.slice(find?.at.start, find?.at.end)).toBe(source.trimEnd());
  });

  test('are there even when the tree lost them, and say so', async () => {
    const { functions } = await indexOf('int a(int x)\n{\n\t@@ = ) (;\n}\n\nint b(void)\n{\n\treturn 1;\n}\n');
    expect([...functions.keys()]).toEqual(['a', 'b']);
    expect(functions.get('a')?.hasSyntaxError).toBe(true);
    expect(functions.get('b')?.hasSyntaxError).toBe(false);
  });

  test('take the name a macro gives them', async () => {
    const { functions } = await indexOf('DECLARE_COND(link_up)\n{\n\treturn 1;\n}\n');
    expect([...functions.keys()]).toEqual(['link_up']);
  });

  test('tell which fields calls fill', async () => {
    const { functions } = await indexOf(
      'void f(struct r *r)\n{\n\tdma_addr_t a = map(r->dev);\n\n\tr->ring[2].dma = a;\n\tr->cpu = (void *)alloc(&r->pdev->dev, 4, &r->handle);\n}\n',
    );
    const fields = [...(functions.get('f')?.filledFields ?? [])].map(([field, calls]) => [field, [...calls]]);
    expect(Object.fromEntries(fields)).toEqual({ dma: ['map'], cpu: ['alloc'], handle: ['alloc'] });
  });
});

test('globals have a type and the functions of their initializer', async () => {
  const { globals } = await indexOf(
    'static int probe(void) { return 0; }\nstatic const struct ops o = { .probe = probe, .pm = { .run = &probe }, .n = other };\n' +
      'static DEFINE_MUTEX(lock);\nint a, *b = &a;\nint proto(void);\n',
  );
  expect([...globals.keys()]).toEqual(['o', 'a', 'b', 'lock']);
  expect(globals.get('o')).toMatchObject({ isStatic: true, isConst: true, type: { kind: 'struct', tag: 'ops' } });
  expect(Object.fromEntries(globals.get('o')?.functionFields ?? [])).toEqual({ probe: 'probe', run: 'probe' });
  expect(globals.get('lock')?.type).toEqual({ kind: 'struct', tag: 'mutex' });
});
