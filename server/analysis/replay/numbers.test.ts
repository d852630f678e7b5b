import { expect, test } from 'vitest';
import { assume, type Constraints, noConstraints } from '../symbolic/constraints.js';
import { createTerms, type Term } from '../symbolic/term.js';
import { createNumbers } from './numbers.js';

const terms = createTerms();
const unsigned = (name: string) => terms.symbol(name, { name, bits: 32, signed: false, isPointer: false });

function holding(condition: Term): Constraints {
  const facts = assume(terms, noConstraints, condition, true);
  if (facts === undefined) throw new Error('the condition of this test contradicts itself');
  return facts;
}

test.each([
  [noConstraints, 'len = 1536 (any value)'],
  [holding(terms.binary('>', unsigned('len'), terms.number(0))), 'len = 1536 (any value ≥ 1)'],
  [holding(terms.binary('<=', unsigned('len'), terms.number(64))), 'len = 64 (any value ≤ 64)'],
])('an assumption says what else the number could be: %#', (facts, shown) => {
  const len = unsigned('len');
  expect(createNumbers(terms, facts, [len]).assumptionsAbout([len])).toEqual([shown]);
});

test('only what a question is about is told', () => {
  const [len, room] = [unsigned('len'), unsigned('room')];
  const numbers = createNumbers(terms, noConstraints, [len, room]);
  expect(numbers.assumptions).toHaveLength(2);
  expect(numbers.assumptionsAbout([terms.binary('+', len, terms.number(4)), undefined])).toEqual([
    'len = 1536 (any value)',
  ]);
  expect(numbers.of(terms.binary('+', len, terms.number(4)))).toBe(1540);
  expect(numbers.of(undefined)).toBeUndefined();
});
