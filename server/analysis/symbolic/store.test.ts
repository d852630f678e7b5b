import { expect, test } from 'vitest';
import type { Region } from './region.js';
import {
  copyUnder,
  digestOf,
  emptyStore,
  entriesNotIn,
  entriesUnder,
  epochOf,
  fillUnder,
  forgetRoot,
  forgetUnder,
  read,
  type Store,
  write,
} from './store.js';
import { createTerms, showRegion, type SymbolTerm, type Term } from './term.js';

const terms = createTerms();
const symbol = (name: string): SymbolTerm => terms.symbol(name, { name, bits: 32, signed: false, isPointer: false });
const [i, j, n] = [symbol('i'), symbol('j'), symbol('n')];
const [x, y] = [symbol('x'), symbol('y')];
const zero = terms.number(0);
const priv = terms.root('pointee', 'priv', 'priv');
const other = terms.root('stack', 'other', 'other');
const ring = terms.field(priv, 'ring');
const dmaAt = (index: Term): Region => terms.field(terms.element(ring, index), 'dma');
const lenAt = (index: Term): Region => terms.field(terms.element(ring, index), 'len');
const put = (store: Store, region: Region, value: Term): Store => write(terms, store, region, value);

test('reads what was written, and nothing else', () => {
  const store = put(emptyStore, dmaAt(i), x);
  expect(read(store, dmaAt(i))).toBe(x);
  expect(read(store, lenAt(i))).toBeUndefined();
  expect(read(store, terms.field(other, 'dma'))).toBeUndefined();
  expect(read(emptyStore, dmaAt(i))).toBeUndefined();
});

test('an element keeps its value when one with another number is written', () => {
  const store = put(put(put(emptyStore, dmaAt(zero), x), dmaAt(terms.number(1)), y), dmaAt(terms.number(2)), n);
  expect(read(store, dmaAt(zero))).toBe(x);
  expect(read(store, dmaAt(terms.number(1)))).toBe(y);
});

test('ring[i] and ring[i + 1] are two elements', () => {
  const next = terms.binary('+', i, terms.number(1));
  const store = put(put(emptyStore, dmaAt(i), x), dmaAt(next), y);
  expect(read(store, dmaAt(i))).toBe(x);
  expect(read(store, dmaAt(next))).toBe(y);
});

test('a write through an unknown index forgets the same field of the elements it may hit', () => {
  const before = put(put(put(emptyStore, dmaAt(i), x), lenAt(i), n), dmaAt(zero), x);
  const store = put(before, dmaAt(j), y);
  expect(read(store, dmaAt(j))).toBe(y);
  expect(read(store, dmaAt(i))).toBeUndefined();
  expect(read(store, dmaAt(zero))).toBeUndefined();
  expect(read(store, lenAt(i))).toBe(n);
});

test('a place that was never written is another unknown after a write that may have hit it', () => {
  const store = put(emptyStore, dmaAt(i), x);
  expect(epochOf(store, dmaAt(j))).not.toBe(epochOf(emptyStore, dmaAt(j)));
  expect(epochOf(store, lenAt(j))).toBe(epochOf(emptyStore, lenAt(j)));
  expect(epochOf(put(emptyStore, dmaAt(terms.number(3)), x), dmaAt(terms.number(4)))).toBe(0);
  // A plain place is also the first element of an array.
  expect(epochOf(put(emptyStore, dmaAt(zero), x), dmaAt(j))).not.toBe(epochOf(emptyStore, dmaAt(j)));
});

test('an overwritten aggregate has new parts', () => {
  const store = put(put(emptyStore, dmaAt(i), x), terms.element(ring, i), y);
  expect(read(store, dmaAt(i))).toBeUndefined();
  expect(epochOf(store, dmaAt(i))).not.toBe(epochOf(emptyStore, dmaAt(i)));
});

test('a part that is written changes the whole', () => {
  const store = put(put(emptyStore, terms.element(ring, i), x), dmaAt(i), y);
  expect(read(store, terms.element(ring, i))).toBeUndefined();
});

test('a forgotten root has new unknowns every time', () => {
  const once = forgetRoot(put(emptyStore, dmaAt(i), x), priv);
  const twice = forgetRoot(once, priv);
  expect(read(once, dmaAt(i))).toBeUndefined();
  expect(new Set([emptyStore, once, twice].map((store) => epochOf(store, dmaAt(i)))).size).toBe(3);
  expect(epochOf(once, terms.field(other, 'a'))).toBe(0);
});

test('forgetting a part leaves its siblings', () => {
  const store = forgetUnder(put(put(emptyStore, dmaAt(i), x), lenAt(i), n), dmaAt(i));
  expect(read(store, dmaAt(i))).toBeUndefined();
  expect(read(store, lenAt(i))).toBe(n);
});

test('zeroed memory reads as 0 until something may have been written there', () => {
  const zeroed = fillUnder(emptyStore, priv, zero);
  expect(read(zeroed, dmaAt(i))).toBe(zero);
  const store = put(zeroed, dmaAt(i), x);
  expect(read(store, dmaAt(i))).toBe(x);
  expect(read(store, lenAt(i))).toBe(zero);
  expect(read(store, dmaAt(j))).toBeUndefined();
  expect(read(forgetUnder(store, ring), lenAt(i))).toBeUndefined();
});

test('a copy has the values of the original and goes its own way', () => {
  const source = put(put(emptyStore, dmaAt(i), x), terms.field(other, 'old'), n);
  const copied = copyUnder(terms, source, other, terms.element(ring, i));
  expect(read(copied, terms.field(other, 'dma'))).toBe(x);
  expect(read(copied, terms.field(other, 'old'))).toBeUndefined();
  const changed = put(copied, terms.field(other, 'dma'), y);
  expect(read(changed, dmaAt(i))).toBe(x);
});

test('a copy of zeroed memory is zeroed', () => {
  const zeroed = fillUnder(emptyStore, priv, zero);
  expect(read(copyUnder(terms, zeroed, other, priv), terms.field(other, 'anything'))).toBe(zero);
});

test('lists what is known under a region, at the places where it is now', () => {
  const store = copyUnder(terms, put(put(emptyStore, dmaAt(i), x), lenAt(i), n), other, terms.element(ring, i));
  const known = [...entriesUnder(store, other)].map(([region, value]) => `${showRegion(region)} ${value.id}`);
  expect(known.sort()).toEqual([`other.dma ${x.id}`, `other.len ${n.id}`].sort());
  expect([...entriesUnder(store, dmaAt(i))]).toEqual([[dmaAt(i), x]]);
  expect([...entriesUnder(store, lenAt(j))]).toEqual([]);
});

test('the digest tells states apart, not the order of writes', () => {
  const [there, back] = [put(put(emptyStore, priv, x), other, y), put(put(emptyStore, other, y), priv, x)];
  expect(digestOf(there)).toBe(digestOf(back));
  expect(digestOf(put(there, priv, y))).not.toBe(digestOf(there));
  expect(digestOf(put(put(there, priv, y), priv, x))).toBe(digestOf(there));
  expect(digestOf(put(emptyStore, dmaAt(i), x))).not.toBe(digestOf(put(emptyStore, lenAt(i), x)));
  expect(digestOf(put(emptyStore, dmaAt(i), x))).not.toBe(digestOf(put(emptyStore, dmaAt(j), x)));
});

test('tells which values of a root another store has not', () => {
  const one = terms.number(1);
  const common = put(put(put(emptyStore, dmaAt(zero), x), dmaAt(one), y), lenAt(zero), n);
  const changed = put(put(common, dmaAt(one), x), lenAt(one), n);
  expect(entriesNotIn(changed, common, priv)).toEqual([
    [dmaAt(one), x],
    [lenAt(one), n],
  ]);
  expect(entriesNotIn(common, changed, priv)).toEqual([[dmaAt(one), y]]);
  expect(entriesNotIn(common, common, priv)).toEqual([]);
  expect(entriesNotIn(common, emptyStore, priv)).toEqual(entriesUnder(common, priv));
  expect(entriesNotIn(emptyStore, common, priv)).toEqual([]);
});
