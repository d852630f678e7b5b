import { expect, test } from 'vitest';
import { parseSize, sizeText } from './size-text.js';

test.each([
  ['4096', 4096],
  ['0x1000', 4096],
  ['0X10K', 16384],
  ['16M', 16777216],
  ['2g', 2147483648],
])('%s is %i bytes', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each(['', 'M', '1.5M', '-1', '16 M', 'off', '1T'])('"%s" is no size', (text) => {
  expect(parseSize(text)).toBeUndefined();
});

test.each([0, 1, 1000, 1024, 1536, 16777216, 4294967296])('%i survives being written', (bytes) => {
  expect(parseSize(sizeText(bytes))).toBe(bytes);
});
