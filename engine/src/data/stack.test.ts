import { expect, test } from 'vitest';
import { hashNumber, hexOf } from './hash.js';
import { emptyStack } from './stack.js';

test('what came last goes first, and an older version stays', () => {
  const older = emptyStack<string>().push('a').push('b');
  expect([...older.push('c')]).toEqual(['c', 'b', 'a']);
  expect(older.pop()).toMatchObject({ top: 'b' });
  expect([...older]).toEqual(['b', 'a']);
  expect([older.size, older.pop()?.rest.size]).toEqual([2, 1]);
  expect(emptyStack().pop()).toBeUndefined();
});

test('a high pile is hashed once, then only what is new', () => {
  let asked = 0;
  const counted = (value: number) => {
    asked += 1;
    return hashNumber(value);
  };
  let pile = emptyStack<number>();
  for (let value = 0; value < 100_000; value += 1) pile = pile.push(value);
  const hash = hexOf(pile.hash(counted));
  expect(asked).toBe(100_000);
  expect(hexOf(pile.push(1).pop()?.rest.hash(counted) ?? pile.hash(counted))).toBe(hash);
  pile.push(1).hash(counted);
  expect(asked).toBe(100_001);
});
