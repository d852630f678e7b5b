import { expect, test } from 'vitest';
import { oncePer } from './once-per.js';

test('what was worked out for an object is not worked out again, not even nothing', () => {
  let asked = 0;
  const firstOf = oncePer((list: readonly number[]) => {
    asked += 1;
    return list[0];
  });
  const [some, none] = [[7, 8], []];
  expect([firstOf(some), firstOf(none), firstOf(some), firstOf(none), firstOf([7, 8])]).toEqual([
    7,
    undefined,
    7,
    undefined,
    7,
  ]);
  expect(asked).toBe(3);
});
