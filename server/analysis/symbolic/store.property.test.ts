import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Region } from './region.js';
import { copyUnder, digestOf, emptyStore, epochOf, fillUnder, forgetUnder, read, type Store, write } from './store.js';
import { createTerms, type Term } from './term.js';

// A symbolic store against the memory of one run: struct { a, b; } x[6], where the indices are the numbers 0 to 2 and
// the symbols i and j, which the run gives values. Whatever the store claims must be what the memory holds.

const fields = ['a', 'b'] as const;
const length = 6;

interface Place {
  readonly index: number | 'i' | 'j';
  readonly field: (typeof fields)[number];
}

type Step =
  | { readonly kind: 'write' | 'forget' | 'look'; readonly place: Place; readonly value: number }
  | { readonly kind: 'zero' | 'zero-element' | 'forget-element'; readonly place: Place }
  | { readonly kind: 'copy'; readonly to: Place; readonly from: Place };

const place: fc.Arbitrary<Place> = fc.record({
  index: fc.constantFrom<Place['index']>(0, 1, 2, 'i', 'j'),
  field: fc.constantFrom(...fields),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('write', 'look'), place, value: fc.nat({ max: 99 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget'), place, value: fc.nat({ max: 99 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('zero', 'zero-element', 'forget-element'), place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('copy'), to: place, from: place }) },
);

type Indices = Readonly<Record<'i' | 'j', number>>;
const indices: fc.Arbitrary<Indices> = fc.record({ i: fc.nat({ max: 3 }), j: fc.nat({ max: 3 }) });

/** Runs the steps on both; `meanings` is what each initial symbol stands for in this run. */
function run(values: Indices, steps: readonly Step[]): void {
  const terms = createTerms();
  const array = terms.root('pointee', 'x', 'x');
  const number = (name: string): Term => terms.symbol(name, { name, bits: 32, signed: false, isPointer: false });
  const indexTerm = (index: Place['index']): Term =>
    index === 'i' || index === 'j' ? number(index) : terms.number(index);
  const elementOf = ({ index }: Place): Region => terms.element(array, indexTerm(index));
  const regionOf = (it: Place): Region => terms.field(elementOf(it), it.field);
  const slotOf = ({ index }: Place): number => (index === 'i' || index === 'j' ? values[index] : index);

  let unknowns = 1000;
  const fresh = (): number => unknowns++;
  const memory = Array.from({ length }, () => ({ a: fresh(), b: fresh() }));
  const meanings = new Map<Term, number>();
  let store: Store = emptyStore;

  const look = (it: Place): void => {
    const region = regionOf(it);
    const known = read(store, region) ?? number(`${region.id}@${epochOf(store, region)}`);
    const actual = memory[slotOf(it)]?.[it.field];
    const claimed = known.kind === 'const' ? known.value : meanings.get(known);
    if (claimed !== undefined) expect(claimed).toBe(actual);
    if (actual !== undefined) meanings.set(known, actual);
  };
  const update = (it: Place, change: (slot: { a: number; b: number }) => void): void => {
    const slot = memory[slotOf(it)];
    if (slot !== undefined) change(slot);
  };

  for (const it of steps) {
    switch (it.kind) {
      case 'write':
        store = write(terms, store, regionOf(it.place), terms.number(it.value));
        update(it.place, (slot) => {
          slot[it.place.field] = it.value;
        });
        break;
      case 'forget':
        store = forgetUnder(store, regionOf(it.place));
        update(it.place, (slot) => {
          slot[it.place.field] = fresh();
        });
        break;
      case 'forget-element':
        store = forgetUnder(store, elementOf(it.place));
        update(it.place, (slot) => Object.assign(slot, { a: fresh(), b: fresh() }));
        break;
      case 'zero':
        store = fillUnder(store, array, terms.number(0));
        for (const slot of memory) Object.assign(slot, { a: 0, b: 0 });
        break;
      case 'zero-element': {
        // Index 0 names the whole array.
        const isArray = it.place.index === 0;
        store = fillUnder(store, elementOf(it.place), terms.number(0));
        if (isArray) for (const slot of memory) Object.assign(slot, { a: 0, b: 0 });
        else update(it.place, (slot) => Object.assign(slot, { a: 0, b: 0 }));
        break;
      }
      case 'copy': {
        store = copyUnder(terms, store, elementOf(it.to), elementOf(it.from));
        const source = memory[slotOf(it.from)];
        update(it.to, (slot) => Object.assign(slot, { ...source }));
        break;
      }
      case 'look':
        look(it.place);
        break;
    }
  }
  for (const index of [0, 1, 2, 'i', 'j'] as const) {
    for (const field of fields) look({ index, field });
  }
}

test('the store never claims what the memory of a run does not hold', () => {
  fc.assert(
    fc.property(indices, fc.array(step, { maxLength: 14 }), (values, steps) => run(values, steps)),
    { numRuns: 3000 },
  );
});

test('stores with the same digest read the same', () => {
  const terms = createTerms();
  const array = terms.root('pointee', 'x', 'x');
  const regions = [0, 1, 2].flatMap((index) => {
    const element = terms.element(array, terms.number(index));
    return fields.map((field) => terms.field(element, field));
  });
  const writes = fc.array(fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 1 })), { maxLength: 8 });
  const after = (steps: readonly (readonly [number, number])[]): Store =>
    steps.reduce<Store>((store, [at, value]) => {
      const region = regions[at];
      return region === undefined ? store : write(terms, store, region, terms.number(value));
    }, emptyStore);
  fc.assert(
    fc.property(writes, writes, (one, two) => {
      const [left, right] = [after(one), after(two)];
      const isSame = regions.every((region) => read(left, region) === read(right, region));
      expect(digestOf(left) === digestOf(right)).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});
