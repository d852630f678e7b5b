import { expect, test } from 'vitest';
import { integerTypeName, integerValue, stringText } from './literals.js';

test.each([
  ['0', 0],
  ['42UL', 42],
  ['0xFFu', 255],
  ['017', 15],
  ['0b101', 5],
  ['-1', -1],
  ["'a'", 97],
  ["'\\n'", 10],
  ["'\\x1f'", 31],
  ["'\\0'", 0],
])('%s is %i', (text, value) => {
  expect(integerValue(text)).toBe(value);
});

test.each(['1.5', '1e3', '2.0f'])('%s is no integer', (text) => {
  expect(integerValue(text)).toBeUndefined();
});

test.each([
  ['1', 'int'],
  ['-1', 'int'],
  ['1u', 'unsigned int'],
  ['0x80000000', 'unsigned int'],
  ['1UL', 'unsigned long'],
  ['1ll', 'long long'],
  ['0x100000000', 'long long'],
])('%s is of type %s', (text, type) => {
  expect(integerTypeName(text)).toBe(type);
});

test('neighboring string literals are one', () => {
  expect(stringText('"one " "two\\n"')).toBe('one two\\n');
});
