import type { BinaryOperator } from '../base/arithmetic.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolve } from './canonical.js';
import { assume, type Constraints, noConstraints } from './constraints.js';
import { evaluate } from './evaluate.js';
import { solutionOf } from './facts.js';
import { commonFacts } from './join.js';
import { symbolsOf } from './occurrences.js';
import type { Region } from './region.js';
import { canonical, decide, equal, range } from './solve.js';
import { type Atom, createTerms, type SymbolTerm, type Term, type Terms } from './term.js';

// Everything here is about one question: does the solver ever contradict a model it was told the truth about?

const variables = ['a', 'b', 'c', 'd', 'p', 'q'] as const;
type Variable = (typeof variables)[number];
type Model = Readonly<Record<Variable, number>>;

/** An expression before a table of terms exists for it. */
type Expression =
  | { readonly kind: 'variable'; readonly name: Variable }
  | { readonly kind: 'number'; readonly value: number }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'not' | 'minus' | 'complement'; readonly operand: Expression }
  | { readonly kind: 'cast'; readonly bits: 8 | 16 | 32; readonly signed: boolean; readonly operand: Expression }
  | { readonly kind: 'error-test'; readonly name: 'is-err' | 'is-err-or-null' }
  | Address;

/** Somewhere in an array of bytes: `ring`, `&base->field[index]` or `base + index`, or what a pure function points to. */
type Address =
  | { readonly kind: 'variable'; readonly name: 'p' | 'q' }
  | { readonly kind: 'ring' }
  | { readonly kind: 'place'; readonly base: Address; readonly field: Field | undefined; readonly index: Expression }
  | { readonly kind: 'entry'; readonly index: Expression };

/** Below it there are only null and error pointers. */
const memoryStart = 2048n;
const ringAddress = 4096;
const fieldOffsets = { head: 0, tail: 6 } as const;
type Field = keyof typeof fieldOffsets;

const operators = ['+', '-', '*', '/', '%', '<<', '>>', '&', '|', '^', '==', '!=', '<', '<=', '>', '>='] as const;
const relations = ['==', '!=', '<', '<=', '>', '>='] as const;

const leaf: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...variables).map((name): Expression => ({ kind: 'variable', name })) },
  { weight: 2, arbitrary: fc.integer({ min: -9, max: 9 }).map((value): Expression => ({ kind: 'number', value })) },
);

const sum: fc.Arbitrary<Expression> = fc
  .tuple(leaf, leaf, fc.constantFrom<BinaryOperator>('+', '-'))
  .map(([left, right, operator]) => ({ kind: 'binary', operator, left, right }));

const { address } = fc.letrec<{ address: Address }>((tie) => ({
  address: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Address>({ kind: 'variable', name: 'p' }, { kind: 'variable', name: 'q' }, { kind: 'ring' }),
    fc.record({
      kind: fc.constant('place' as const),
      base: tie('address'),
      field: fc.constantFrom<(Field | undefined)[]>('head', 'tail', undefined),
      index: fc.oneof(leaf, sum),
    }),
    fc.record({ kind: fc.constant('entry' as const), index: leaf }),
  ),
}));

const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    leaf,
    address,
    fc.record({
      kind: fc.constant('binary' as const),
      operator: fc.constantFrom<BinaryOperator>(...operators, '+', '-', '+', '-', '<', '=='),
      left: tie('expression'),
      right: tie('expression'),
    }),
    fc.record({ kind: fc.constantFrom('not', 'minus', 'complement'), operand: tie('expression') }),
    fc.record({
      kind: fc.constant('cast' as const),
      bits: fc.constantFrom(8, 16, 32),
      signed: fc.boolean(),
      operand: tie('expression'),
    }),
    fc.record({ kind: fc.constant('error-test' as const), name: fc.constantFrom('is-err', 'is-err-or-null') }),
  ),
}));

/** What drivers mostly ask: comparisons between short sums, and between places in arrays. */
const condition: fc.Arbitrary<Expression> = fc.oneof(
  { weight: 3, arbitrary: comparison(fc.oneof(leaf, sum)) },
  { weight: 2, arbitrary: comparison(address) },
  { weight: 2, arbitrary: expression },
);

function comparison(side: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return fc
    .tuple(side, side, fc.constantFrom<BinaryOperator>(...relations))
    .map(([left, right, operator]) => ({ kind: 'binary', operator, left, right }));
}

const model: fc.Arbitrary<Model> = fc.record({
  a: fc.integer({ min: 0, max: 12 }),
  b: fc.integer({ min: 0, max: 12 }),
  c: fc.integer({ min: -8, max: 8 }),
  d: fc.integer({ min: 0, max: 1 }),
  p: fc.constantFrom(0, -12, -1, 4096, 8192),
  q: fc.integer({ min: ringAddress, max: ringAddress + 9 }),
});

const types = {
  a: { bits: 32, signed: false, isPointer: false },
  b: { bits: 8, signed: false, isPointer: false },
  c: { bits: 32, signed: true, isPointer: false },
  d: { bits: 1, signed: false, isPointer: false },
  p: { bits: 32, signed: false, isPointer: true },
  q: { bits: 32, signed: false, isPointer: true },
} as const;

const symbolFor = (terms: Terms, name: Variable): SymbolTerm => terms.symbol(name, { name, ...types[name] });

function build(terms: Terms, from: Expression): Term {
  switch (from.kind) {
    case 'variable':
      return symbolFor(terms, from.name);
    case 'number':
      return terms.number(from.value);
    case 'binary':
      return terms.binary(from.operator, build(terms, from.left), build(terms, from.right));
    case 'not':
      return terms.unary('!', build(terms, from.operand));
    case 'minus':
      return terms.unary('-', build(terms, from.operand));
    case 'complement':
      return terms.unary('~', build(terms, from.operand));
    case 'cast':
      return terms.castTo(from.bits, from.signed, build(terms, from.operand));
    case 'error-test':
      return terms.apply(from.name, [symbolFor(terms, 'p')]);
    case 'ring':
      return terms.addressOf(terms.root('global', 'ring', 'ring'));
    case 'place': {
      const base = terms.pointee(build(terms, from.base));
      const place = from.field === undefined ? base : terms.field(base, from.field);
      return terms.addressOf(terms.element(place, build(terms, from.index)));
    }
    case 'entry':
      return terms.apply('entry', [build(terms, from.index)], { name: 'entry', ...types.q });
  }
}

/** C on unbounded integers, written a second time and without any of the solver's code. */
function meaning(from: Expression, values: Model): bigint | undefined {
  switch (from.kind) {
    case 'variable':
      return BigInt(values[from.name]);
    case 'number':
      return BigInt(from.value);
    case 'binary': {
      const left = meaning(from.left, values);
      const right = meaning(from.right, values);
      return left === undefined || right === undefined ? undefined : binaryMeaning(from.operator, left, right);
    }
    case 'not': {
      const operand = meaning(from.operand, values);
      return operand === undefined ? undefined : truth(operand === 0n);
    }
    case 'minus': {
      const operand = meaning(from.operand, values);
      return operand === undefined ? undefined : -operand;
    }
    case 'complement': {
      const operand = meaning(from.operand, values);
      return operand === undefined ? undefined : ~operand;
    }
    case 'cast': {
      const operand = meaning(from.operand, values);
      if (operand === undefined) return undefined;
      return from.signed ? BigInt.asIntN(from.bits, operand) : BigInt.asUintN(from.bits, operand);
    }
    case 'error-test': {
      const isError = -4095 <= values.p && values.p <= -1;
      return truth(isError || (from.name === 'is-err-or-null' && values.p === 0));
    }
    case 'ring':
      return BigInt(ringAddress);
    case 'place': {
      const base = meaning(from.base, values);
      const index = meaning(from.index, values);
      if (base === undefined || index === undefined) return undefined;
      const place = base + BigInt(from.field === undefined ? 0 : fieldOffsets[from.field]) + index;
      // C has no arithmetic on null and on error pointers, or out of what they point into.
      return base < memoryStart || place < memoryStart ? undefined : place;
    }
    case 'entry': {
      const index = meaning(from.index, values);
      return index === undefined ? undefined : BigInt(entryAddress(Number(index)));
    }
  }
}

const entryAddress = (index: number): number => ringAddress + (index & 3);

const truth = (claim: boolean): bigint => (claim ? 1n : 0n);

function binaryMeaning(operator: BinaryOperator, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? undefined : left / right;
    case '%':
      return right === 0n ? undefined : left % right;
    case '<<':
      return right < 0n || right > 20n ? undefined : left << right;
    case '>>':
      return right < 0n || right > 20n ? undefined : left >> right;
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '<=':
      return truth(left <= right);
    case '>':
      return truth(left > right);
    case '>=':
      return truth(left >= right);
  }
}

/** The number, unless the expression is undefined or leaves the integers that JavaScript holds exactly. */
function exactMeaning(from: Expression, values: Model): number | undefined {
  const value = meaning(from, values);
  return value !== undefined && Number.isSafeInteger(Number(value)) ? Number(value) : undefined;
}

/** The value of a term in the model, for what the solver leaves open. */
const valueIn =
  (values: Model) =>
  (atom: Atom): number | undefined => {
    if (atom.kind === 'symbol') return values[atom.key as Variable];
    if (atom.kind === 'pointer') return addressIn(values, atom.region);
    const [index] = atom.kind === 'apply' && atom.name === 'entry' ? atom.args : [];
    const value = index === undefined ? undefined : evaluate(index, valueIn(values));
    return value === undefined ? undefined : entryAddress(value);
  };

function addressIn(values: Model, region: Region): number | undefined {
  if (region.kind === 'root')
    return region.pointer === undefined ? ringAddress : evaluate(region.pointer, valueIn(values));
  const parent = addressIn(values, region.parent);
  const offset = region.kind === 'field' ? fieldOffsets[region.name as Field] : evaluate(region.index, valueIn(values));
  return parent === undefined || offset === undefined ? undefined : parent + offset;
}

interface Told {
  readonly terms: Terms;
  readonly facts: Constraints;
}

/** Tells the solver, in order, whether each condition holds in the model. */
function tell(values: Model, conditions: readonly Expression[], terms: Terms = createTerms()): Told {
  let facts = noConstraints;
  for (const it of conditions) {
    const value = exactMeaning(it, values);
    if (value === undefined) continue;
    const more = assume(terms, facts, build(terms, it), value !== 0);
    expect(more, 'the model shows that the facts are feasible').toBeDefined();
    facts = more ?? facts;
  }
  return { terms, facts };
}

/** Conditions to tell the solver, and a model of them. */
const scenario = fc
  .tuple(model, fc.array(condition, { maxLength: 7 }))
  .map(([values, conditions]) => ({ values, told: conditions.map((it) => tied(values, it)) }));

/** left = right hardly ever holds; left = right + their difference always does, and gives the solver much to solve. */
function tied(values: Model, it: Expression): Expression {
  if (it.kind !== 'binary' || it.operator !== '==') return it;
  const [left, right] = [exactMeaning(it.left, values), exactMeaning(it.right, values)];
  if (left === undefined || right === undefined) return it;
  const gap: Expression = { kind: 'number', value: left - right };
  return { ...it, right: { kind: 'binary', operator: '+', left: it.right, right: gap } };
}

const runs = { numRuns: 3000 };

test('simplifying keeps the value', () => {
  fc.assert(
    fc.property(model, expression, (values, it) => {
      const expected = exactMeaning(it, values);
      if (expected === undefined) return;
      const terms = createTerms();
      expect(evaluate(build(terms, it), valueIn(values))).toBe(expected);
    }),
    runs,
  );
});

test('what is true in a model is never refuted', () => {
  fc.assert(
    fc.property(scenario, condition, ({ values, told }, asked) => {
      const { terms, facts } = tell(values, told);
      const value = exactMeaning(asked, values);
      if (value === undefined) return;
      expect(decide(terms, facts, build(terms, asked))).not.toBe(value === 0 ? 'yes' : 'no');
    }),
    runs,
  );
});

test('equal never contradicts a model', () => {
  fc.assert(
    fc.property(scenario, expression, expression, ({ values, told }, left, right) => {
      const { terms, facts } = tell(values, told);
      const [l, r] = [exactMeaning(left, values), exactMeaning(right, values)];
      if (l === undefined || r === undefined) return;
      expect(equal(terms, facts, build(terms, left), build(terms, right))).not.toBe(l === r ? 'no' : 'yes');
    }),
    runs,
  );
});

test('a model is inside every range, and canonical keeps its value', () => {
  fc.assert(
    fc.property(scenario, expression, ({ values, told }, asked) => {
      const { terms, facts } = tell(values, told);
      const value = exactMeaning(asked, values);
      if (value === undefined) return;
      const term = build(terms, asked);
      const { minimum, maximum } = range(terms, facts, term);
      expect(minimum).toBeLessThanOrEqual(value);
      expect(maximum).toBeGreaterThanOrEqual(value);
      expect(evaluate(canonical(terms, facts, term), valueIn(values))).toBe(value);
    }),
    runs,
  );
});

test('what was replaced does not come back', () => {
  fc.assert(
    fc.property(scenario, expression, ({ values, told }, asked) => {
      const { terms, facts } = tell(values, told);
      const resolved = resolve(terms, facts, build(terms, asked));
      expect(symbolsOf(resolved).filter((symbol) => solutionOf(facts, symbol) !== undefined)).toEqual([]);
      expect(resolve(terms, facts, resolved)).toBe(resolved);
    }),
    runs,
  );
});

test('what was assumed stays decided, and its opposite is infeasible', () => {
  fc.assert(
    fc.property(scenario, ({ values, told }) => {
      const { terms, facts } = tell(values, told);
      const last = told.at(-1);
      const value = last === undefined ? undefined : exactMeaning(last, values);
      if (last === undefined || value === undefined) return;
      const term = build(terms, last);
      expect(decide(terms, facts, term)).toBe(value === 0 ? 'no' : 'yes');
      expect(assume(terms, facts, term, value === 0)).toBeUndefined();
    }),
    runs,
  );
});

test('what two paths have in common is true on both', () => {
  fc.assert(
    fc.property(scenario, model, condition, ({ values: one, told }, two, asked) => {
      const { terms, facts } = tell(one, told);
      const common = commonFacts(terms, facts, tell(two, told, terms).facts);
      const verdict = decide(terms, common, build(terms, asked));
      for (const value of [exactMeaning(asked, one), exactMeaning(asked, two)]) {
        if (value !== undefined) expect(verdict).not.toBe(value === 0 ? 'yes' : 'no');
      }
    }),
    runs,
  );
});
