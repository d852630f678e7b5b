import { expect, test } from 'vitest';
import { isWithin, type Region, rootOf } from './region.js';
import { createTerms, type Term } from './term.js';

const terms = createTerms();
const index = (name: string): Term => terms.symbol(name, { name, bits: 32, signed: false, isPointer: false });
const [i, j] = [index('i'), index('j')];
const priv = terms.root('pointee', 'priv', 'priv');
const ring = terms.field(priv, 'ring');
const at = (position: Term | number): Region =>
  terms.element(ring, typeof position === 'number' ? terms.number(position) : position);
const dma = (element: Region): Region => terms.field(element, 'dma');

test('a region contains its fields and elements, not the other way round', () => {
  expect(isWithin(dma(at(i)), priv)).toBe('yes');
  expect(isWithin(dma(at(i)), ring)).toBe('yes');
  expect(isWithin(dma(at(i)), at(i))).toBe('yes');
  expect(isWithin(ring, dma(at(i)))).toBe('no');
  expect(isWithin(priv, priv)).toBe('yes');
  expect(rootOf(dma(at(i)))).toBe(priv);
});

test('elements are the same, different or unknown, as their indices are', () => {
  expect(isWithin(dma(at(2)), at(1))).toBe('no');
  expect(isWithin(dma(ring), at(1))).toBe('no');
  expect(isWithin(dma(at(i)), at(j))).toBe('unknown');
  expect(isWithin(dma(at(terms.binary('+', i, terms.number(1)))), at(i))).toBe('no');
});

test('other fields and other roots are somewhere else', () => {
  expect(isWithin(terms.field(at(i), 'len'), dma(at(i)))).toBe('no');
  expect(isWithin(dma(at(i)), terms.root('stack', 'x', 'x'))).toBe('no');
});
