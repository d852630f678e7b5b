import { expect, test } from 'vitest';
import { Recent } from './recent.js';

test('what is asked for stays, what is not goes', () => {
  const recent = new Recent<string>(20);
  recent.set('often', 'o', 4);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
    recent.set(name, name, 4);
    expect(recent.get('often')).toBe('o');
  }
  expect(recent.get('a')).toBeUndefined();
  expect(recent.get('f')).toBe('f');
});

test('the last value of a key counts, and its size once', () => {
  const recent = new Recent<number>(20);
  for (let value = 0; value < 100; value += 1) recent.set('same', value, 4);
  recent.set('other', -1, 4);
  expect(recent.get('same')).toBe(99);
  expect(recent.get('other')).toBe(-1);
});

test('one larger than all that may be kept is there until the next', () => {
  const recent = new Recent<string>(10);
  recent.set('large', 'l', 100);
  expect(recent.get('large')).toBe('l');
});
