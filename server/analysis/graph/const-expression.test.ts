import { expect, test } from 'vitest';
import type { FileIndex } from '../index/file-index.js';
import { evaluateConstant } from './const-expression.js';

const macro = (name: string, body: string, parameters?: readonly string[]) =>
  [name, { name, parameters, body, at: { start: 0, end: 0 } }] as const;

const index: FileIndex = {
  structs: new Map(),
  kernelStructs: new Map(),
  typedefs: new Map(),
  enumerators: new Map<string, number | undefined>([
    ['THREE', 3],
    ['UNKNOWN', undefined],
  ]),
  macros: new Map([
    macro('SIZE', '(4 * THREE)'),
    macro('TWICE', 'SIZE + SIZE'),
    macro('LOOP', 'LOOP + 1'),
    macro('CALL', 'x + 1', ['x']),
  ]),
  externals: new Map(),
  others: [],
  isNamedAside: () => false,
  functionsAside: () => undefined,
  isNamedInHeader: () => false,
  functions: new Map(),
  globals: new Map(),
  registrations: [],
  functionTargets: new Map(),
};

test.each([
  ['1 + 2 * 3', 7],
  ['(1 + 2) * 3', 9],
  ['0x10 | 0xfUL', 31],
  ['1 << 4 >> 2', 4],
  ['-1 + ~0', -2],
  ['!0 && 5 > 3', 1],
  ['1 ? 2 : 3', 2],
  ['0 ? 2 : 0 ? 3 : 4', 4],
  ['7 / 2 % 2', 1],
  ["'A'", 65],
  ['010', 8],
  ['SIZE', 12],
  ['TWICE', 24],
  ['BIT(5)', 32],
  ['SZ_64K', 65_536],
  ['1ULL << 40', 2 ** 40],
  ['0xffffffff & 0xff00', 0xff00],
])('%s is %i', (text, value) => {
  expect(evaluateConstant(text, index)).toBe(value);
});

test.each(['', 'UNKNOWN', 'header_name', 'LOOP', 'CALL(1)', '1 +', '(1', '1.5', '4 / 0', 'a[1]', '"text"', '1 2'])(
  '%j has no value here',
  (text) => {
    expect(evaluateConstant(text, index)).toBeUndefined();
  },
);

test('sizeof is answered by whoever knows types', () => {
  expect(evaluateConstant('sizeof(struct s) * 2', index, (type) => (type === 'struct s' ? 6 : undefined))).toBe(12);
});
