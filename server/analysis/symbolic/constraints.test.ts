import type { BinaryOperator } from '../base/arithmetic.js';
import { expect, test } from 'vitest';
import { assume, type Constraints, digestOf, noConstraints } from './constraints.js';
import { canonical, decide, equal, range } from './solve.js';
import { createTerms, type SymbolInfo, type SymbolTerm, type Term } from './term.js';

const terms = createTerms();
const variable = (name: string, info: Partial<SymbolInfo> = {}): SymbolTerm =>
  terms.symbol(name, { name, bits: 32, signed: false, isPointer: false, ...info });
const binary = (left: Term, operator: BinaryOperator, right: Term | number): Term =>
  terms.binary(operator, left, typeof right === 'number' ? terms.number(right) : right);

const [len, size, total, pad] = [variable('len'), variable('size'), variable('total'), variable('pad')];
const ret = variable('ret', { signed: true });
const [p, q] = [variable('p', { isPointer: true }), variable('q', { isPointer: true })];
const isError = (pointer: Term): Term => terms.apply('is-err', [pointer]);
const isErrorOrNull = (pointer: Term): Term => terms.apply('is-err-or-null', [pointer]);
const not = (term: Term): Term => terms.unary('!', term);

/** The facts when all of these hold; `undefined` when they cannot. */
function given(...conditions: readonly Term[]): Constraints | undefined {
  let facts: Constraints | undefined = noConstraints;
  for (const condition of conditions) {
    if (facts !== undefined) facts = assume(terms, facts, condition, true);
  }
  return facts;
}

function feasible(...conditions: readonly Term[]): Constraints {
  const facts = given(...conditions);
  if (facts === undefined) throw new Error('the conditions of this test contradict each other');
  return facts;
}

test('nothing is known at the start but what types say', () => {
  expect(decide(terms, noConstraints, len)).toBe('unknown');
  expect(equal(terms, noConstraints, len, size)).toBe('unknown');
  expect(equal(terms, noConstraints, len, binary(len, '+', 1))).toBe('no');
  expect(range(terms, noConstraints, len)).toEqual({ minimum: 0, maximum: 2 ** 32 - 1 });
});

test('a condition tested twice has one outcome, in whatever words', () => {
  const facts = feasible(binary(len, '<', size));
  expect(decide(terms, facts, binary(size, '<=', len))).toBe('no');
  expect(decide(terms, facts, binary(len, '!=', size))).toBe('yes');
  expect(assume(terms, facts, binary(len, '>=', size), true)).toBeUndefined();
});

test('a condition nobody understands is remembered too', () => {
  const busy = terms.apply('is-busy', [p], { name: 'is_busy', bits: 32, signed: true, isPointer: false });
  expect(decide(terms, feasible(busy), busy)).toBe('yes');
  expect(decide(terms, feasible(not(busy)), busy)).toBe('no');
  const sameArgument = terms.apply('is-busy', [q]);
  expect(decide(terms, feasible(busy, binary(p, '==', q)), sameArgument)).toBe('yes');
  expect(given(busy, not(sameArgument), binary(p, '==', q))).toBeUndefined();
});

test('bounds narrow until one value is left', () => {
  const facts = feasible(binary(len, '>', 3), binary(len, '<', 6), binary(len, '!=', 5));
  expect(canonical(terms, facts, binary(len, '*', 2))).toBe(terms.number(8));
  expect(given(binary(len, '>', 3), binary(len, '<', 5), binary(len, '!=', 4))).toBeUndefined();
});

test('equal symbols are interchangeable', () => {
  const facts = feasible(binary(len, '==', size), binary(size, '==', binary(total, '-', 4)));
  expect(equal(terms, facts, binary(len, '+', 4), total)).toBe('yes');
  expect(equal(terms, facts, len, total)).toBe('no');
  expect(equal(terms, facts, terms.apply('crc', [len]), terms.apply('crc', [size]))).toBe('yes');
  const bounded = assume(terms, facts, binary(total, '<=', 64), true);
  expect(bounded === undefined ? undefined : range(terms, bounded, len)).toEqual({ minimum: 0, maximum: 60 });
});

test('a sum that is bounded bounds its parts, and sums are added up', () => {
  const facts = feasible(binary(binary(len, '+', pad), '<=', size), binary(size, '<=', 1536));
  expect(range(terms, facts, binary(len, '+', pad)).maximum).toBe(1536);
  expect(decide(terms, facts, binary(len, '<=', 1536))).toBe('yes');
  expect(decide(terms, facts, binary(binary(len, '+', pad), '>', 2000))).toBe('no');
  const chain = feasible(binary(len, '<=', size), binary(size, '<=', total));
  expect(decide(terms, chain, binary(len, '<=', total))).toBe('yes');
});

test('a cast that the facts make idle does not hide what it wraps', () => {
  const rest = terms.castTo(32, false, binary(len, '-', 4));
  expect(equal(terms, noConstraints, rest, binary(len, '-', 4))).toBe('unknown');
  const facts = feasible(binary(len, '>=', 4));
  expect(equal(terms, facts, rest, binary(len, '-', 4))).toBe('yes');
  expect(canonical(terms, facts, rest)).toBe(binary(len, '-', 4));
  const bounded = assume(terms, facts, binary(rest, '<=', 60), true);
  expect(bounded === undefined ? undefined : range(terms, bounded, len)).toEqual({ minimum: 4, maximum: 64 });
});

test('a tested bit is set or clear', () => {
  const flag = binary(len, '&', 4);
  expect(canonical(terms, feasible(flag), flag)).toBe(terms.number(4));
  expect(decide(terms, feasible(flag), len)).toBe('yes');
  expect(decide(terms, feasible(not(flag)), flag)).toBe('no');
  const either = binary(binary(len, '==', 0), '|', binary(size, '==', 0));
  expect(decide(terms, feasible(not(either)), size)).toBe('yes');
});

test('a truth value kept in a variable is still the condition', () => {
  const ok = variable('ok', { bits: 1 });
  const facts = feasible(binary(ok, '==', binary(len, '<=', 64)), ok);
  expect(range(terms, facts, len).maximum).toBe(64);
});

test('a pointer is null, an error, or neither', () => {
  expect(decide(terms, feasible(isError(p)), p)).toBe('yes');
  expect(decide(terms, feasible(not(p)), isError(p))).toBe('no');
  expect(given(not(p), isError(p))).toBeUndefined();
  const fine = feasible(not(isErrorOrNull(p)));
  expect(decide(terms, fine, p)).toBe('yes');
  expect(decide(terms, fine, isError(p))).toBe('no');
  expect(decide(terms, feasible(isErrorOrNull(p), p), isError(p))).toBe('yes');
  expect(decide(terms, feasible(isErrorOrNull(p), not(isError(p))), p)).toBe('no');
  expect(range(terms, feasible(isError(p)), terms.apply('ptr-err', [p]))).toEqual({ minimum: -4095, maximum: -1 });
});

test('a place inside of something that is there cannot turn out to be NULL', () => {
  const inside = [terms.advance(p, len), terms.addressOf(terms.field(terms.pointee(p), 'dma'))];
  for (const pointer of inside) {
    expect(assume(terms, feasible(p), pointer, false)).toBeUndefined();
    expect(decide(terms, feasible(p), terms.unary('!', pointer))).toBe('no');
    expect(assume(terms, noConstraints, pointer, false)).toBeDefined();
  }
});

test('pointers to the same thing have the same fields', () => {
  const field = (pointer: Term): Term => terms.addressOf(terms.field(terms.pointee(pointer), 'dma'));
  expect(equal(terms, noConstraints, field(p), field(q))).toBe('unknown');
  expect(equal(terms, feasible(binary(p, '==', q)), field(p), field(q))).toBe('yes');
  const own = terms.addressOf(terms.root('global', 'own', 'own'));
  const facts = feasible(binary(p, '==', own));
  expect(decide(terms, facts, p)).toBe('yes');
  expect(canonical(terms, facts, field(p))).toBe(field(own));
  expect(decide(terms, feasible(p), field(p))).toBe('yes');
});

test('elements are the same when their indices are', () => {
  const ring = terms.field(terms.pointee(p), 'ring');
  const at = (index: Term): Term => terms.addressOf(terms.field(terms.element(ring, index), 'dma'));
  expect(equal(terms, feasible(binary(len, '==', size)), at(len), at(size))).toBe('yes');
  expect(canonical(terms, feasible(binary(len, '==', 2)), at(len))).toBe(at(terms.number(2)));
});

test('an index that was replaced does not come back when pointers cancel out', () => {
  const ring = terms.field(terms.pointee(p), 'ring');
  const after = (index: Term): Term => terms.addressOf(terms.element(ring, binary(index, '+', 1)));
  // The newest symbol is solved first: were `next` to come back, `start` would be solved with it, and `next` is `start`.
  const [start, next] = [variable('start'), variable('next')];
  const facts = feasible(binary(next, '==', start), binary(q, '==', after(next)));
  expect(canonical(terms, facts, q)).toBe(after(start));
});

test('the value of a function does not become the function itself when its arguments are replaced', () => {
  const entry = (index: Term): Term =>
    terms.apply('entry', [index], { name: 'entry', bits: 64, signed: false, isPointer: true });
  const after = (pointer: Term): Term => terms.addressOf(terms.field(terms.pointee(pointer), 'next'));
  const facts = feasible(binary(entry(terms.number(0)), '==', after(entry(len))));
  const zero = assume(terms, facts, binary(len, '==', 0), true);
  expect(zero === undefined ? undefined : canonical(terms, zero, entry(len))).toBe(entry(terms.number(0)));
});

test('a long chain of equalities is followed to its end', () => {
  const links = Array.from({ length: 1000 }, (_, position) => variable(`link${position}`, { bits: 64 }));
  // Last to first, so that each one is solved before what it is equal to.
  const steps = links.slice(1).map((link, position) => binary(link, '==', binary(links[position] ?? len, '+', 1)));
  expect(equal(terms, feasible(...steps.reverse()), links.at(-1) ?? len, binary(links[0] ?? len, '+', 999))).toBe(
    'yes',
  );
});

test('an error return is below zero and stays so', () => {
  const facts = feasible(binary(ret, '<', 0));
  expect(decide(terms, facts, ret)).toBe('yes');
  expect(given(binary(ret, '<', 0), not(ret))).toBeUndefined();
  expect(given(binary(ret, '<', 0), binary(ret, '>', -1))).toBeUndefined();
});

test('old facts are left alone', () => {
  const facts = feasible(binary(len, '<=', 10));
  assume(terms, facts, binary(len, '==', 3), true);
  expect(range(terms, facts, len)).toEqual({ minimum: 0, maximum: 10 });
});

test('the digest tells facts apart, not the order they came in', () => {
  const [small, large] = [binary(len, '<=', 10), binary(size, '>', 3)];
  expect(digestOf(feasible(small, large))).toBe(digestOf(feasible(large, small)));
  expect(digestOf(feasible(small))).not.toBe(digestOf(feasible(large)));
  expect(digestOf(feasible(small))).not.toBe(digestOf(noConstraints));
  expect(digestOf(feasible(small, small))).toBe(digestOf(feasible(small)));
});

test('a chain of equalities may be long', () => {
  const links = Array.from({ length: 4_000 }, (_, position) => variable(`link${position}`, { bits: 64, signed: true }));
  let facts = noConstraints;
  for (const [position, link] of [...links.entries()].reverse()) {
    const before = links[position - 1];
    if (before !== undefined) facts = assume(terms, facts, binary(link, '==', binary(before, '+', 1)), true) ?? facts;
  }
  const [first, last] = [links[0], links.at(-1)];
  if (first === undefined || last === undefined) throw new Error('there are links');
  expect(canonical(terms, facts, last)).toBe(binary(first, '+', 3_999));
});
