import { expect, test } from 'vitest';
import { testParser } from '../../../test/support/parser.js';

test('the grammar loads in this runtime and offsets count UTF-16 units', async () => {
  const parser = await testParser();
  const source = 'int a; /* 😀 */ int b;';
  const tree = parser.parse(source);
  const second = tree.root.namedChildren.at(-1);
  expect(tree.root.type).toBe('translation_unit');
  expect(source.slice(second?.startIndex, second?.endIndex)).toBe('int b;');
  tree.delete();
});

test('one parse does not leak into the next', async () => {
  const parser = await testParser();
  parser.parse('int f(void) { return (').delete();
  const tree = parser.parse('int x;');
  expect(tree.root.hasError).toBe(false);
  expect(tree.root.endIndex).toBe(6);
  tree.delete();
});
