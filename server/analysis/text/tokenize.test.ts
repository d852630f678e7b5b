import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokenize } from './tokenize.js';

function list(source: string): readonly string[] {
  const tokens = tokenize(source);
  return Array.from({ length: tokens.count }, (_, at) => source.slice(tokens.start(at), tokens.end(at)));
}

function kinds(source: string): readonly (string | undefined)[] {
  const tokens = tokenize(source);
  return Array.from({ length: tokens.count }, (_, at) => tokens.kind(at));
}

describe('tokenize', () => {
  test('leaves comments and white space out', () => {
    expect(list('int /* a */ x; // b\ny')).toEqual(['int', 'x', ';', 'y']);
  });

  test('keeps a comment mark inside a string, and a quote inside a comment', () => {
    expect(list('f("/*"); /* " */ g(\'"\');')).toEqual(['f', '(', '"/*"', ')', ';', 'g', '(', "'\"'", ')', ';']);
  });

  test('tells the operators that others must tell apart', () => {
    expect(list('a->b == c = d <<= e ... f && g')).toEqual([
      'a',
      '->',
      'b',
      '==',
      'c',
      '=',
      'd',
      '<<=',
      'e',
      '...',
      'f',
      '&&',
      'g',
    ]);
  });

  test('reads numbers as the preprocessor does', () => {
    expect(list('0x1fUL 1e+3 .5f 330A [0...3] 0xe+1')).toEqual([
      '0x1fUL',
      '1e+3',
      '.5f',
      '330A',
      '[',
      '0',
      '...',
      '3',
      ']',
      '0xe',
      '+',
      '1',
    ]);
  });

  test('a directive is one token, with its continued lines and the comments that span lines', () => {
    const source = '#define A 1 \\\n  + 2\n  # if 0 /* x\n y */\nz # w';
    expect(list(source)).toEqual(['#define A 1 \\\n  + 2', '# if 0 /* x\n y */', 'z', '#', 'w']);
    expect(kinds(source)).toEqual(['directive', 'directive', 'word', 'punctuation', 'word']);
  });

  test('CRLF continues a line too', () => {
    expect(list('#define A \\\r\n b\r\nc')).toEqual(['#define A \\\r\n b\r', 'c']);
  });

  test('an unfinished literal ends with its line, an unfinished comment with the text', () => {
    expect(list('"abc\nx')).toEqual(['"abc', 'x']);
    expect(list("#error don't\nx")).toEqual(["#error don't", 'x']);
    expect(list('x /* never')).toEqual(['x']);
  });

  test('any text gives ascending tokens inside it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (source) => {
        const tokens = tokenize(source);
        let before = 0;
        for (let at = 0; at < tokens.count; at += 1) {
          expect(tokens.start(at)).toBeGreaterThanOrEqual(before);
          expect(tokens.end(at)).toBeGreaterThan(tokens.start(at));
          before = tokens.end(at);
        }
        expect(before).toBeLessThanOrEqual(source.length);
      }),
    );
  });
});

test('a selection keeps order and texts, and is searched by offset', () => {
  const tokens = tokenize('a b c d');
  const some = tokens.select((at) => at % 2 === 1);
  expect(some.count).toBe(2);
  expect(some.text(1)).toBe('d');
  expect(some.firstFrom(3)).toBe(1);
  expect(some.firstFrom(7)).toBe(2);
});
