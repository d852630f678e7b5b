import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assign } from './assign.js';
import { assume, type Constraints, noConstraints } from './constraints.js';
import { createTerms, type SymbolTerm, type Term, type Terms } from './term.js';

const unsigned = (terms: Terms, name: string): SymbolTerm =>
  terms.symbol(name, { name, bits: 32, signed: false, isPointer: false });

function holding(terms: Terms, conditions: readonly Term[]): Constraints {
  let facts = noConstraints;
  for (const condition of conditions) {
    const more = assume(terms, facts, condition, true);
    if (more === undefined) throw new Error('the conditions of this test contradict each other');
    facts = more;
  }
  return facts;
}

test('a free length is one that drivers use, and says what else it could be', () => {
  const terms = createTerms();
  const len = unsigned(terms, 'skb->len');
  const facts = holding(terms, [terms.binary('!=', len, terms.number(0))]);
  const { values, assumptions } = assign(terms, facts, [len]);
  expect(values.get(len)).toBe(1536);
  expect(assumptions).toEqual([{ symbol: len, value: 1536, minimum: 1, maximum: 2 ** 32 - 1 }]);
});

test('two lengths get two numbers', () => {
  const terms = createTerms();
  const [mapped, unmapped] = [unsigned(terms, 'rx_len'), unsigned(terms, 'buf_size')];
  const { values } = assign(terms, noConstraints, [mapped, unmapped]);
  expect(values.get(mapped)).not.toBe(values.get(unmapped));
});

test('what the facts prescribe is no assumption', () => {
  const terms = createTerms();
  const [len, pad] = [unsigned(terms, 'len'), unsigned(terms, 'pad')];
  const facts = holding(terms, [
    terms.binary('==', len, terms.binary('+', pad, terms.number(4))),
    terms.binary('==', pad, terms.number(60)),
  ]);
  const { values, assumptions } = assign(terms, facts, [len]);
  expect(values.get(len)).toBe(64);
  expect(assumptions).toEqual([]);
});

test('a number that a later symbol cannot live with is taken back', () => {
  const terms = createTerms();
  const [first, second] = [unsigned(terms, 'len'), unsigned(terms, 'size')];
  const product = terms.binary('*', first, second);
  const facts = holding(terms, [
    terms.binary('<=', product, terms.number(100)),
    terms.binary('>', second, terms.number(20)),
    terms.binary('>', first, terms.number(1)),
  ]);
  const { evaluate } = assign(terms, facts, [first, second]);
  expect(evaluate(product)).toBeLessThanOrEqual(100);
  expect(evaluate(second)).toBeGreaterThan(20);
});

test('counts stay small and error numbers look like errors', () => {
  const terms = createTerms();
  const count = unsigned(terms, 'priv->num_desc');
  const error = terms.symbol('err', { name: 'err', bits: 32, signed: true, isPointer: false });
  const facts = holding(terms, [terms.binary('<', error, terms.number(0))]);
  const { values } = assign(terms, facts, [count, error]);
  expect(values.get(count)).toBe(4);
  expect(values.get(error)).toBe(-12);
});

test('a pure function of nothing gets a number too, a pointer does not', () => {
  const terms = createTerms();
  const size = terms.apply('sizeof', [terms.string('struct desc')], {
    name: 'sizeof(struct desc)',
    bits: 32,
    signed: false,
    isPointer: false,
    minimum: 1,
  });
  const pointer = terms.symbol('p', { name: 'p', bits: 32, signed: false, isPointer: true });
  const { evaluate, values } = assign(terms, noConstraints, [size, pointer]);
  expect(evaluate(terms.binary('*', size, terms.number(2)))).toBe(3072);
  expect(values.has(pointer)).toBe(false);
});

test('every assignment satisfies the linear facts it was made for', () => {
  const bound = fc.integer({ min: 0, max: 2000 });
  const relation = fc.constantFrom('<', '<=', '>', '>=', '==', '!=' as const);
  const fact = fc.tuple(fc.nat({ max: 2 }), relation, fc.nat({ max: 2 }), bound);
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 4 }), (told) => {
      const terms = createTerms();
      const symbols = ['len', 'size', 'count'].map((name) => unsigned(terms, name));
      let facts = noConstraints;
      const conditions: Term[] = [];
      for (const [left, operator, right, offset] of told) {
        const [a, b] = [symbols[left], symbols[right]];
        if (a === undefined || b === undefined) continue;
        const condition = terms.binary(
          operator,
          a,
          left === right ? terms.number(offset) : terms.binary('+', b, terms.number(offset)),
        );
        const more = assume(terms, facts, condition, true);
        if (more === undefined) continue;
        facts = more;
        conditions.push(condition);
      }
      const { evaluate, values } = assign(terms, facts, symbols);
      // A contradiction the constraints did not see leaves symbols without a number; what has one is right.
      if (values.size < symbols.length) return;
      for (const condition of conditions) expect(evaluate(condition)).toBe(1);
    }),
    { numRuns: 500 },
  );
});
