import { expect, test } from 'vitest';
import { contentHash } from './content-hash.js';

test.each([
  ['', 'cbf29ce484222325'],
  ['a', 'af63dc4c8601ec8c'],
  ['foobar', '85944171f73967e8'],
  ['chongo was here!\n', '46810940eff5f915'],
])('%j has the published FNV-1a value', (text, hash) => {
  expect(contentHash(text)).toBe(hash);
});

test('text beyond Latin-1 is told apart', () => {
  expect(contentHash('ā')).not.toBe(contentHash('\u0001'));
  expect(contentHash('😀')).not.toBe(contentHash('😁'));
});
