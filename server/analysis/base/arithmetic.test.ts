import { expect, test } from 'vitest';
import { compute, computeUnary, precedence, wrap } from './arithmetic.js';

test('what C leaves open has no value', () => {
  expect(compute('/', 1, 0)).toBeUndefined();
  expect(compute('%', 1, 0)).toBeUndefined();
  expect(compute('<<', 1, 64)).toBeUndefined();
  expect(compute('>>', 1, -1)).toBeUndefined();
  expect(compute('|', Infinity, 1)).toBeUndefined();
});

test('bits are those of 64, not of 32', () => {
  expect(compute('|', 2 ** 40, 1)).toBe(2 ** 40 + 1);
  expect(compute('&', computeUnary('~', 0), 0xffff_ffff)).toBe(0xffff_ffff);
  expect(compute('>>', 2 ** 40, 8)).toBe(2 ** 32);
  expect(wrap(32, false, -1)).toBe(0xffff_ffff);
});

test('division goes towards zero, and zero has one sign', () => {
  expect(compute('/', -7, 2)).toBe(-3);
  expect(compute('%', -7, 2)).toBe(-1);
  expect(Object.is(compute('*', 0, -1), 0)).toBe(true);
  expect(Object.is(computeUnary('-', 0), 0)).toBe(true);
});

test('a product binds more than a sum, and a sum more than a comparison', () => {
  const levels = ['*', '+', '<<', '<', '==', '&', '^', '|', '&&', '||'].map(
    (operator) => precedence.get(operator) ?? -1,
  );
  expect(levels).toEqual(levels.toSorted((left, right) => right - left));
  expect(new Set(levels).size).toBe(levels.length);
});
