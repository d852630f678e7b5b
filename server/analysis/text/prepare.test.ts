import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { prepareText } from './prepare.js';

/** Words and marks of the dialect in any order: most of what masks look at, rarely valid C. */
const pieces = fc.constantFrom(
  ...(
    'for_each_sg scoped_guard guard __free __aligned container_of struct foo typeof offsetof case ... : ; , ( ) { } [ ] ' +
    '* & = -> . < "text" \'c\' /*c*/ 330A 0x1f static STATIC void MODULE_X DECLARE_BITMAP struct_group if else return x y'
  ).split(' '),
  '\n',
  '\r\n',
  '\t',
  '#if 0\n',
  '\n#endif\n',
  '\n#define X \\\n',
  '"open',
  '/* open',
);

describe('any text', () => {
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 60 }).map((list) => list.join(' ')),
    fc.string({ unit: 'binary' }),
  );

  test('keeps its length and its line breaks', () => {
    fc.assert(
      fc.property(texts, (original) => {
        const { text } = prepareText(original);
        expect(text.length).toBe(original.length);
        expect(text.replace(/[^\r\n]/g, ' ')).toBe(original.replace(/[^\r\n]/g, ' '));
      }),
      { numRuns: 500 },
    );
  });

  test('has side entries inside it, in order', () => {
    fc.assert(
      fc.property(texts, (original) => {
        let before = 0;
        for (const { at } of prepareText(original).side.entries) {
          expect(at.start).toBeGreaterThanOrEqual(before);
          expect(at.end).toBeGreaterThanOrEqual(at.start);
          expect(at.end).toBeLessThanOrEqual(original.length);
          before = at.start;
        }
      }),
    );
  });
});

test('strings and comments that stay are as they were', () => {
  const source = 'int f(void)\n{\n\t/* __iomem for_each_x() */\n\tsay("__packed struct foo", \'"\'); // __init\n}\n';
  expect(prepareText(source).text).toBe(source);
});

test('a byte order mark does not disturb the first declaration', () => {
  expect(prepareText('\uFEFFint x;').text).toBe(' int x;');
});

test('masking twice changes nothing more', () => {
  const source = 'static int __init f(void)\n{\n\tx = min_t(unsigned int, a, b);\n\tp = typeof(*q);\n}\n';
  const once = prepareText(source).text;
  expect(prepareText(once).text).toBe(once);
});

test('types are joined in calls and left in declarations', () => {
  const { text } = prepareText(
    'int f(struct a *p, unsigned int n);\nint g(void)\n{\n\treturn h(struct a, unsigned int);\n}\n',
  );
  expect(text).toContain('int f(struct a *p, unsigned int n);');
  expect(text).toContain('h(struct_a, unsigned_int)');
});
