import { expect, test } from 'vitest';
import { type ConditionNames, canBeTrue, evaluateCondition } from './condition.js';

const names: ConditionNames = {
  isDefined: (name) => name === 'A' || name === 'CONFIG_NET',
  valueOf: (name) => (name === 'A' ? 3 : name === 'CONFIG_NET' ? 'set' : undefined),
};

test.each([
  ['1 + 2 * 3 == 7', 1],
  ['(1 + 2) * 3', 9],
  ['A > 2 && A <= 3', 1],
  ['!A || !1', 0],
  ['defined(A) && !defined B', 1],
  ['010 + 0x10 + 1UL', 25],
  ['1 << 4 | 1', 17],
  ['A ? 5 : 6', 5],
  ['-1 < 0', 1],
  ['IS_ENABLED(CONFIG_NET) && !IS_MODULE(CONFIG_NET)', 1],
  ['KERNEL_VERSION(6, 12, 0) == 0x060c00', 1],
])('%s is %j', (expression, value) => {
  expect(evaluateCondition(expression, names)).toBe(value);
});

test('an unknown name is 0 as a switch and unknown as a number', () => {
  expect(evaluateCondition('DEBUG', names)).toBe(0);
  expect(evaluateCondition('MAX_FRAGS > 16', names)).toBeUndefined();
  expect(evaluateCondition('0 && MAX_FRAGS > 16', names)).toBe(0);
  expect(evaluateCondition('1 || MAX_FRAGS > 16', names)).toBe(1);
});

test('what is known to be set counts as true and as no number', () => {
  expect(evaluateCondition('CONFIG_NET && 1', names)).toBe(1);
  expect(evaluateCondition('CONFIG_NET > 4', names)).toBeUndefined();
});

test('what is not an expression has no value and can be true', () => {
  expect(canBeTrue(evaluateCondition('1 +', names))).toBe(true);
  expect(evaluateCondition('1 / 0', names)).toBeUndefined();
  expect(evaluateCondition('('.repeat(10_000), names)).toBeUndefined();
  expect(evaluateCondition('__has_attribute(__counted_by__)', names)).toBeUndefined();
});
