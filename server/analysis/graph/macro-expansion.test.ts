import { describe, expect, test } from 'vitest';
import { splitArguments, substitute } from './macro-expansion.js';

describe('splitArguments', () => {
  test.each([
    ['', []],
    ['a', ['a']],
    ['a, b', ['a', 'b']],
    ['f(a, b), c', ['f(a, b)', 'c']],
    ['x[1, 2], { 1, 2 }', ['x[1, 2]', '{ 1, 2 }']],
    ['", ", \',\'', ['", "', "','"]],
    ['a,,b', ['a', '', 'b']],
  ])('%j', (text, expected) => {
    expect(splitArguments(text)).toEqual(expected);
  });
});

describe('substitute', () => {
  test.each([
    [['x'], '((x) + x1)', ['a + b'], '((a + b) + x1)'],
    [['a', 'b'], 'a##_##b', ['foo', '3'], 'foo_3'],
    [['a'], 'p->a ## _field', ['tx'], 'p->tx_field'],
    [['x'], '#x', ['say "hi"'], '"say \\"hi\\""'],
    [['f', '...'], 'printk(f, __VA_ARGS__)', ['"%d"', '1', '2'], 'printk("%d", 1, 2)'],
    [['f', '...'], 'printk(f, ##__VA_ARGS__)', ['"x"'], 'printk("x")'],
    [['f', 'args...'], 'printk(f, ## args)', ['"x"', '1'], 'printk("x",1)'],
    [['x'], '"x" x', ['1'], '"x" 1'],
    [['x'], 'f(x)', [], 'f()'],
    [[], 'now()', [], 'now()'],
  ])('%j %j %j', (parameters, body, given, expected) => {
    expect(substitute(parameters, body, given)?.replaceAll(/\s+/g, ' ')).toBe(expected);
  });

  test('another number of arguments does not fit', () => {
    expect(substitute(['a', 'b'], 'a + b', ['1'])).toBeUndefined();
    expect(substitute(['a'], 'a', ['1', '2'])).toBeUndefined();
  });
});
