import { expect, test } from 'vitest';
import { EqualLengthText } from './equal-length-text.js';

test('blanking keeps line breaks', () => {
  const text = new EqualLengthText('ab\r\ncd');
  text.blank(1, 5);
  expect(text.toString()).toBe('a \r\n d');
});

test('a replacement is padded with spaces and may not be longer', () => {
  const text = new EqualLengthText('for_each(x)');
  text.write(0, 8, 'while');
  expect(text.toString()).toBe('while   (x)');
  expect(() => text.write(0, 3, 'while')).toThrow('lengthen');
});

test('joining makes one name', () => {
  const text = new EqualLengthText('f(struct foo *)');
  text.join(2, 14);
  expect(text.toString()).toBe('f(struct_foo__)');
});

test('nothing can be written outside the text', () => {
  expect(() => new EqualLengthText('ab').blank(1, 3)).toThrow('leaves the text');
});

test('only what was written differs, in texts longer than a block', () => {
  const original = 'x'.repeat(5000);
  const text = new EqualLengthText(original);
  text.blank(2000, 2001);
  expect(text.toString()).toBe(`${'x'.repeat(2000)} ${'x'.repeat(2999)}`);
});
