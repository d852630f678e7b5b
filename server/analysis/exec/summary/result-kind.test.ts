import { expect, test } from 'vitest';
import { assume, noConstraints } from '../../symbolic/constraints.js';
import { createTerms, type Term } from '../../symbolic/term.js';
import { assumeResult, hasOpposite, kindsOf, type ResultKind } from './result-kind.js';

const terms = createTerms();
const number = terms.symbol('n', { name: 'n', bits: 32, signed: true, isPointer: false });
const count = terms.symbol('c', { name: 'c', bits: 32, signed: false, isPointer: false });
const pointer = terms.symbol('p', { name: 'p', bits: 32, signed: false, isPointer: true });

const error = terms.apply('err-ptr', [terms.number(-12)]);

/** The kinds a result may be of. */
function possible(result: Term, kinds: readonly ResultKind[]): readonly ResultKind[] {
  return kinds.filter((kind) => assumeResult(terms, noConstraints, result, { kind, holds: true }) !== undefined);
}

test.each([
  { result: terms.number(-12), type: number.info, kinds: ['negative'] },
  { result: terms.number(0), type: number.info, kinds: ['zero'] },
  { result: terms.number(1), type: count.info, kinds: ['positive'] },
  { result: number, type: number.info, kinds: ['negative', 'zero', 'positive'] },
  { result: count, type: count.info, kinds: ['zero', 'positive'] },
  { result: terms.number(0), type: pointer.info, kinds: ['zero'] },
  { result: error, type: pointer.info, kinds: ['error-pointer'] },
  { result: pointer, type: pointer.info, kinds: ['error-pointer', 'zero', 'pointer'] },
])('every result is of some kind, and a known one of one: $kinds', ({ result, type, kinds }) => {
  expect(possible(result, kindsOf(type))).toEqual(kinds);
});

test.each([number, count, pointer])('what is of one kind is of no other', (result) => {
  for (const kind of kindsOf(result.info)) {
    const facts = assumeResult(terms, noConstraints, result, { kind, holds: true }) ?? noConstraints;
    const others = kindsOf(result.info).filter(
      (other) => other !== kind && assumeResult(terms, facts, result, { kind: other, holds: true }) !== undefined,
    );
    expect(others).toEqual([]);
  }
});

test.each([number, count, pointer])('the opposite of a kind excludes it, and no other', (result) => {
  for (const kind of kindsOf(result.info).filter(hasOpposite)) {
    const facts = assumeResult(terms, noConstraints, result, { kind, holds: false }) ?? noConstraints;
    const left = kindsOf(result.info).filter(
      (other) => assumeResult(terms, facts, result, { kind: other, holds: true }) !== undefined,
    );
    expect(left).toEqual(kindsOf(result.info).filter((other) => other !== kind));
  }
});

test('a path that knows its result keeps to it', () => {
  const facts = assume(terms, noConstraints, terms.binary('<', number, terms.number(0)), true) ?? noConstraints;
  expect(assumeResult(terms, facts, number, { kind: 'zero', holds: true })).toBeUndefined();
});
