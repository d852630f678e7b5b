import { expect, test } from 'vitest';
import { readStructure } from './structure.js';
import { tokenize } from './tokenize.js';

function braces(source: string): readonly string[] {
  const tokens = tokenize(source);
  const structure = readStructure(tokens);
  return Array.from({ length: tokens.count }, (_, at) => at)
    .filter((at) => tokens.is(at, '{'))
    .map((at) => structure.braceKind(at));
}

test.each([
  ['int f(void) { if (x) { } else { } }', ['block', 'block', 'block']],
  ['struct s { union { int a; } u; };', ['fields', 'fields']],
  ['enum e { A }; enum { B };', ['enumerators', 'enumerators']],
  ['struct s x = { .a = { 1 }, { 2 } };', ['initializer', 'initializer', 'initializer']],
  ['void f(void) { g((struct s){ 1 }); x = ({ 2; }); }', ['block', 'initializer', 'block']],
  ['int f(struct s *a) { for_each_x(a) { } do { } while (0); }', ['block', 'block', 'block']],
])('%s', (source, expected) => {
  expect(braces(source)).toEqual(expected);
});

test('brackets that do not match are left alone, and braces win', () => {
  const tokens = tokenize('f { ( [ } ) x');
  const structure = readStructure(tokens);
  expect(structure.partner(1)).toBe(4);
  expect(structure.partner(2)).toBe(-1);
  expect(structure.partner(5)).toBe(-1);
  expect(structure.enclosing(6)).toBe(-1);
});
