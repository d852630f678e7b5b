import type { BinaryOperator } from '../base/arithmetic.js';
import { expect, test } from 'vitest';
import { createTerms, mentions, showRegion, showTerm, type SymbolInfo, symbolsOf, type Term } from './term.js';

const terms = createTerms();
const variable = (name: string, info: Partial<SymbolInfo> = {}): Term =>
  terms.symbol(name, { name, bits: 32, signed: false, isPointer: false, ...info });
const binary = (left: Term, operator: BinaryOperator, right: Term | number): Term =>
  terms.binary(operator, left, typeof right === 'number' ? terms.number(right) : right);

const [len, size, n] = [variable('len'), variable('size'), variable('n')];
const error = variable('err', { signed: true });
const small = variable('hdr->id', { bits: 8 });
const p = variable('p', { isPointer: true });
const priv = variable('priv', { isPointer: true });
const buffer = terms.root('stack', 'f:buf', 'buf');
const kmalloc = terms.root('heap', 'f:12', 'kmalloc(64)');

test('sums are equal however they were put together', () => {
  expect(binary(binary(len, '+', 4), '-', size)).toBe(binary(binary(len, '-', size), '+', 4));
  expect(binary(binary(len, '+', size), '-', size)).toBe(len);
  expect(binary(binary(len, '*', 2), '+', binary(len, '<<', 1))).toBe(binary(len, '*', 4));
  expect(terms.unary('~', terms.unary('~', len))).toBe(len);
  expect(binary(len, '-', len)).toBe(terms.number(0));
});

test('products are equal however they were put together', () => {
  expect(binary(n, '*', size)).toBe(binary(size, '*', n));
  expect(binary(binary(n, '+', 1), '*', size)).toBe(binary(binary(n, '*', size), '+', size));
  expect(binary(binary(n, '*', size), '*', len)).toBe(binary(n, '*', binary(size, '*', len)));
  expect(binary(binary(n, '*', size), '*', 8)).toBe(binary(binary(n, '*', 8), '*', size));
});

test('exact quotients disappear, others are the same in both spellings', () => {
  expect(binary(binary(len, '*', 49), '/', 49)).toBe(len);
  expect(binary(binary(len, '<<', 12), '>>', 12)).toBe(len);
  expect(binary(len, '/', 4096)).toBe(binary(len, '>>', 12));
  expect(binary(small, '>>', 8)).toBe(terms.number(0));
  expect(binary(binary(len, '*', 8), '%', 4)).toBe(terms.number(0));
  expect(binary(terms.number(-7), '/', 2)).toBe(terms.number(-3));
  expect(binary(error, '/', 2)).not.toBe(binary(error, '>>', 1));
  expect(showTerm(binary(len, '/', terms.number(0)))).toBe('len / 0');
});

test('masks that change nothing disappear', () => {
  expect(binary(small, '&', 0xff)).toBe(small);
  expect(binary(len, '&', -4)).toBe(binary(len, '&', 0xfffffffc));
  expect(binary(binary(len, '&', 0xff0), '&', 0x0ff)).toBe(binary(len, '&', 0x0f0));
  expect(binary(len, '|', 0)).toBe(len);
  expect(binary(len, '^', len)).toBe(terms.number(0));
  expect(binary(terms.number(2 ** 64), '&', 0xffffffff)).toBe(terms.number(0xffffffff));
});

test('a comparison and everything that says the same are one term', () => {
  const less = binary(len, '<', size);
  expect(binary(size, '>', len)).toBe(less);
  expect(terms.unary('!', binary(size, '<=', len))).toBe(less);
  expect(binary(binary(len, '+', 1), '<=', size)).toBe(less);
  expect(binary(less, '!=', 0)).toBe(less);
  expect(binary(less, '==', 0)).toBe(binary(len, '>=', size));
  expect(terms.unary('!', terms.unary('!', less))).toBe(less);
  expect(binary(len, '>', 0)).toBe(binary(len, '!=', 0));
  expect(binary(binary(len, '*', 4), '<', 10)).toBe(binary(len, '<=', 2));
  expect(binary(binary(len, '*', 4), '==', 10)).toBe(terms.number(0));
});

test('comparisons that types decide are numbers', () => {
  expect(binary(len, '>=', 0)).toBe(terms.number(1));
  expect(binary(small, '<', 256)).toBe(terms.number(1));
  expect(binary(len, '==', -1)).toBe(terms.number(0));
  expect(binary(terms.string('rx'), '==', 0)).toBe(terms.number(0));
  expect(binary(terms.addressOf(buffer), '==', 0)).toBe(terms.number(0));
  expect(binary(terms.addressOf(buffer), '==', terms.addressOf(kmalloc))).toBe(terms.number(0));
});

test('casts stay only where they can change the value', () => {
  expect(terms.castTo(16, false, small)).toBe(small);
  expect(terms.castTo(64, true, len)).toBe(len);
  expect(terms.castTo(8, false, terms.number(300))).toBe(terms.number(44));
  expect(terms.castTo(32, false, terms.number(-1))).toBe(terms.number(0xffffffff));
  expect(terms.castTo(32, false, terms.number(2 ** 64))).toBe(terms.number(0xffffffff));
  expect(showTerm(terms.castTo(16, false, len))).toBe('(u16)len');
  const wrapped = terms.castTo(32, false, binary(len, '+', 4));
  expect(terms.castTo(32, false, binary(wrapped, '+', 4))).toBe(terms.castTo(32, false, binary(len, '+', 8)));
});

test('error pointers follow include/linux/err.h', () => {
  expect(terms.apply('is-err', [terms.number(-12)])).toBe(terms.number(1));
  expect(terms.apply('is-err', [terms.number(2 ** 32 - 12)])).toBe(terms.number(1));
  expect(terms.apply('is-err', [terms.number(0)])).toBe(terms.number(0));
  expect(terms.apply('is-err-or-null', [terms.number(0)])).toBe(terms.number(1));
  expect(terms.apply('is-err', [terms.addressOf(kmalloc)])).toBe(terms.number(0));
  expect(terms.apply('ptr-err', [terms.apply('err-ptr', [error])])).toBe(error);
});

test('a pointer leads to one region, and its address is the pointer', () => {
  const region = terms.pointee(p);
  expect(terms.addressOf(region)).toBe(p);
  expect(terms.pointee(terms.addressOf(buffer))).toBe(buffer);
  expect(terms.advance(p, terms.number(0))).toBe(p);
  expect(terms.advance(terms.advance(p, n), terms.number(2))).toBe(terms.advance(p, binary(n, '+', 2)));
  expect(terms.element(terms.element(region, n), terms.unary('-', n))).toBe(region);
});

test('pointers into one array differ by their indices', () => {
  const [from, to] = [terms.advance(p, n), terms.advance(p, binary(n, '+', 3))];
  expect(binary(to, '-', from)).toBe(terms.number(3));
  expect(binary(to, '-', p)).toBe(binary(n, '+', 3));
  expect(binary(to, '==', from)).toBe(terms.number(0));
  expect(binary(from, '==', p)).toBe(binary(n, '==', 0));
});

test('terms read as they were written', () => {
  const ring = terms.field(terms.pointee(priv), 'ring');
  const dma = terms.field(terms.element(ring, n), 'dma');
  expect(showTerm(terms.addressOf(dma))).toBe('&priv->ring[n].dma');
  expect(showRegion(dma)).toBe('priv->ring[n].dma');
  expect(showRegion(terms.field(buffer, 'head'))).toBe('buf.head');
  expect(showTerm(terms.addressOf(kmalloc))).toBe('kmalloc(64)');
  expect(showTerm(binary(len, '-', 4))).toBe('len - 4');
  expect(showTerm(binary(terms.number(4), '-', len))).toBe('4 - len');
  expect(showTerm(binary(binary(n, '*', size), '+', binary(len, '*', 2)))).toBe('len * 2 + size * n');
  expect(showTerm(binary(binary(len, '+', 3), '&', -4))).toBe('(len + 3) & ~3');
  expect(showTerm(binary(len, '<', size))).toBe('len < size');
  expect(showTerm(binary(len, '>', 64))).toBe('len > 64');
  expect(showTerm(terms.unary('!', p))).toBe('!p');
  expect(showTerm(terms.apply('is-err', [p]))).toBe('IS_ERR(p)');
  expect(showTerm(terms.unary('!', terms.apply('is-err', [p])))).toBe('!IS_ERR(p)');
  expect(showTerm(terms.number(2 ** 32 - 1))).toBe('0xffffffff');
});

test('finds every symbol of a term, at any depth', () => {
  const ring = terms.field(terms.pointee(priv), 'ring');
  const address = terms.addressOf(terms.element(ring, binary(n, '+', len)));
  expect(symbolsOf(terms.apply('page-of', [address])).map(showTerm)).toEqual(['len', 'n', 'priv']);
  expect(mentions(address, n)).toBe(true);
  expect(mentions(address, size)).toBe(false);
});
