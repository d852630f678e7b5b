import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLineIndex } from './line-index.js';

describe('line index', () => {
  test('counts lines and UTF-16 columns from zero', () => {
    const index = createLineIndex('ab\ncd\n');
    expect(index.lineCount).toBe(3);
    expect(index.lineColumnAt(4)).toEqual({ line: 1, column: 1 });
    expect(index.lineColumnAt(6)).toEqual({ line: 2, column: 0 });
    expect(index.offsetAt({ line: 1, column: 1 })).toBe(4);
  });

  test('a character outside the BMP takes two columns', () => {
    expect(createLineIndex('/* 😀 */x').lineColumnAt(8)).toEqual({ line: 0, column: 8 });
  });

  test('CRLF and a lone CR end a line once', () => {
    const index = createLineIndex('a\r\nb\rc');
    expect(index.lineCount).toBe(3);
    expect(index.lineColumnAt(3)).toEqual({ line: 1, column: 0 });
    expect(index.offsetAt({ line: 0, column: 99 })).toBe(1);
  });

  test('positions outside the text answer with its nearest end', () => {
    const index = createLineIndex('ab\ncd');
    expect(index.lineColumnAt(99)).toEqual({ line: 1, column: 2 });
    expect(index.lineColumnAt(-1)).toEqual({ line: 0, column: 0 });
    expect(index.offsetAt({ line: 9, column: 0 })).toBe(5);
    expect(index.offsetAt({ line: -1, column: 4 })).toBe(0);
  });

  test('every offset that is not inside a CRLF pair survives the way there and back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', '\n', '\r\n', '\t', 'é')), fc.nat(), (pieces, seed) => {
        const text = pieces.join('');
        const offset = seed % (text.length + 1);
        fc.pre(!(text[offset] === '\n' && text[offset - 1] === '\r'));
        const index = createLineIndex(text);
        expect(index.offsetAt(index.lineColumnAt(offset))).toBe(offset);
      }),
    );
  });
});
