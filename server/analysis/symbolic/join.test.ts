import type { BinaryOperator } from '../base/arithmetic.js';
import { expect, test } from 'vitest';
import { assume, type Constraints, digestOf, noConstraints } from './constraints.js';
import { commonFacts } from './join.js';
import { equal, range } from './solve.js';
import { createTerms, type Term } from './term.js';

const terms = createTerms();
const variable = (name: string, isPointer = false): Term =>
  terms.symbol(name, { name, bits: 32, signed: !isPointer, isPointer });
const [ret, len, size] = [variable('ret'), variable('len'), variable('size')];
const binary = (left: Term, operator: BinaryOperator, right: Term | number): Term =>
  terms.binary(operator, left, typeof right === 'number' ? terms.number(right) : right);

function feasible(...conditions: readonly Term[]): Constraints {
  let facts = noConstraints;
  for (const condition of conditions) {
    const more = assume(terms, facts, condition, true);
    if (more === undefined) throw new Error('the conditions of this test contradict each other');
    facts = more;
  }
  return facts;
}

test('what both paths know stays', () => {
  const both = [binary(len, '==', size), binary(ret, '>', 3)];
  const joined = commonFacts(terms, feasible(...both, binary(size, '==', 7)), feasible(...both));
  expect(equal(terms, joined, len, size)).toBe('yes');
  expect(range(terms, joined, ret).minimum).toBe(4);
  expect(range(terms, joined, size)).toEqual(range(terms, noConstraints, size));
});

test('two numbers, or a number and an interval, become the interval around both', () => {
  const [failed, done, some] = [binary(ret, '==', -12), binary(ret, '==', 0), binary(ret, '<=', 5)];
  const around = { minimum: -12, maximum: 0 };
  expect(range(terms, commonFacts(terms, feasible(failed), feasible(done)), ret)).toEqual(around);
  expect(range(terms, commonFacts(terms, feasible(done), feasible(failed)), ret)).toEqual(around);
  expect(range(terms, commonFacts(terms, feasible(done), feasible(some)), ret).maximum).toBe(5);
  expect(range(terms, commonFacts(terms, feasible(some), feasible(done)), ret).maximum).toBe(5);
});

test('what only one path knows goes', () => {
  expect(digestOf(commonFacts(terms, feasible(binary(len, '<', size)), noConstraints))).toBe(digestOf(noConstraints));
  const joined = commonFacts(
    terms,
    feasible(binary(ret, '!=', 0)),
    feasible(binary(ret, '!=', 0), binary(ret, '!=', 7)),
  );
  expect(equal(terms, joined, ret, terms.number(0))).toBe('no');
  expect(equal(terms, joined, ret, terms.number(7))).toBe('unknown');
});
