import { describe, expect, test } from 'vitest';
import { decodeSource } from './files.js';

function textOf(...bytes: readonly number[]): string {
  const decoded = decodeSource(Uint8Array.from(bytes));
  expect(decoded.kind).toBe('text');
  return decoded.kind === 'text' ? decoded.text : '';
}

describe('a file is text', () => {
  test('after its byte order mark', () => {
    expect(textOf(0xef, 0xbb, 0xbf, 0x61)).toBe('a');
  });

  test('with one character for every byte that is no UTF-8', () => {
    // `µ` in Latin-1: a driver from before the kernel settled on UTF-8.
    expect(textOf(0x61, 0xb5, 0x62)).toBe('a\ufffdb');
  });

  test('with its line ends as they are', () => {
    expect(textOf(0x61, 0x0d, 0x0a, 0x62, 0x0d)).toBe('a\r\nb\r');
  });

  test('also when it is empty', () => {
    expect(textOf()).toBe('');
  });
});

test('a file with NUL bytes is none', () => {
  expect(decodeSource(Uint8Array.of(0x61, 0, 0x62))).toEqual({
    kind: 'unreadable',
    why: 'has NUL bytes, so it is not C source',
  });
});
