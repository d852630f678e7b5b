import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOf } from './hash.js';
import { emptyIntervals } from './interval-map.js';
import { emptyMap } from './persistent-map.js';
import { emptyStack } from './stack.js';
import { structuralHash } from './structural-hash.js';

const hashOf = structuralHash(new Set(['step', 'owners', 'mappings']));
const digest = (value: unknown): string => hexOf(hashOf(value));

describe('equal contents', () => {
  test('in any order of keys, however they got there', () => {
    expect(digest({ a: 1, b: [2] })).toBe(digest({ b: [2], a: 1 }));
    const keys = fc.array(fc.nat(50), { maxLength: 30 });
    fc.assert(
      fc.property(keys, keys, (kept, passing) => {
        const direct = [...new Set(kept)].reduce((map, key) => map.set(key, `${key}`), emptyMap<number, string>());
        const added = passing.reduce((map, key) => map.set(key, 'passing'), emptyMap<number, string>());
        const replaced = kept.toReversed().reduce((map, key) => map.set(key, `${key}`), added);
        const left = passing.filter((key) => !kept.includes(key)).reduce((map, key) => map.delete(key), replaced);
        expect(digest(left)).toBe(digest(direct));
      }),
    );
  });

  test('in however many stretches, asked before or after', () => {
    const whole = emptyIntervals<object>().set(0, 100, { by: 'cpu' });
    const parts = emptyIntervals<object>().set(50, 100, { by: 'cpu' });
    digest(parts);
    expect(digest(parts.set(0, 50, { by: 'cpu' }))).toBe(digest(whole));
    expect(digest(whole.clear(0, 100))).toBe(digest(emptyIntervals()));
  });
});

test.each([
  [1, 2],
  [2 ** 40, 0],
  [-1, 2 ** 32 - 1],
  [0.5, 0],
  ['1', 1],
  [1n, 1],
  [2n ** 63n, 2n ** 62n],
  [undefined, null],
  [
    [1, 2],
    [2, 1],
  ],
  [[], {}],
  [
    { a: 1, b: 2 },
    { a: 2, b: 1 },
  ],
  [[[1], 2], [[1, 2]]],
  [emptyStack<number>().push(1).push(2), emptyStack<number>().push(2).push(1)],
  [emptyMap<number, number>().set(1, 2), emptyMap<number, number>().set(2, 1)],
  [emptyIntervals<string>().set(0, 4, 'a'), emptyIntervals<string>().set(0, 5, 'a')],
  [emptyIntervals<string>().set(0, 4, 'a'), emptyIntervals<string>().set(0, 4, 'b')],
  [emptyIntervals<string>().set(0, 1, 'a').set(1, 2, 'b'), emptyIntervals<string>().set(0, 1, 'b').set(1, 2, 'a')],
])('%o is not %o', (left, right) => {
  expect(digest(left)).not.toBe(digest(right));
});

describe('numbers that do not count', () => {
  test('under their name only', () => {
    expect(digest({ step: 1, size: 4 })).toBe(digest({ step: 2, size: 4 }));
    expect(digest({ step: 1, size: 4 })).not.toBe(digest({ step: 1, size: 5 }));
    expect(digest({ step: { size: 1 } })).not.toBe(digest({ step: { size: 2 } }));
  });

  test('over ranges leave the ranges', () => {
    const owners = emptyIntervals<number>().set(0, 8, 1);
    expect(digest({ owners })).toBe(digest({ owners: owners.set(4, 8, 2) }));
    expect(digest({ owners })).not.toBe(digest({ owners: owners.set(8, 9, 1) }));
  });

  test('as keys leave what they lead to', () => {
    const mappings = emptyMap<number, object>().set(1, { size: 4 }).set(2, { size: 8 });
    expect(digest({ mappings })).toBe(digest({ mappings: emptyMap().set(7, { size: 8 }).set(9, { size: 4 }) }));
    expect(digest({ mappings })).not.toBe(digest({ mappings: emptyMap().set(1, { size: 4 }).set(2, { size: 9 }) }));
  });
});

test('small numbers and their positions do not meet: 65,536 different ones', () => {
  const digests = new Set<string>();
  for (let value = 0; value < 256; value += 1) {
    for (let at = 0; at < 256; at += 1) digests.add(digest(emptyIntervals<number>().set(at, at + 1, value)));
  }
  expect(digests.size).toBe(256 * 256);
});

test('only plain data is hashed', () => {
  expect(() => digest(new Date(0))).toThrow('plain data');
});
