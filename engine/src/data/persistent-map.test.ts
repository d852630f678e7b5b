import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyMap, type PersistentMap } from './persistent-map.js';

interface Edit {
  readonly key: number;
  readonly value: number | null;
}

test('agrees with Map for any sequence of edits, and iterates in key order', () => {
  const edit = fc.record({ key: fc.nat(60), value: fc.option(fc.nat(9)) });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 120 }), (edits) => {
      const expected = new Map<number, number>();
      let map = emptyMap<number, number>();
      for (const { key, value } of edits) {
        if (value === null) {
          expected.delete(key);
          map = map.delete(key);
        } else {
          expected.set(key, value);
          map = map.set(key, value);
        }
      }
      const sorted = [...expected].sort(([left], [right]) => left - right);
      expect([...map]).toEqual(sorted);
      expect(map.size).toBe(expected.size);
      expect(map.floor(30)).toEqual(sorted.findLast(([key]) => key <= 30));
      expect(map.ceiling(30)).toEqual(sorted.find(([key]) => 30 <= key));
      expect([...map.entriesFrom(30)]).toEqual(sorted.filter(([key]) => 30 <= key));
    }),
  );
});

test('an older version is untouched by a newer one', () => {
  const older = emptyMap<string, number>().set('a', 1);
  older.set('b', 2).delete('a');
  expect([...older]).toEqual([['a', 1]]);
});

test('tells what one version has and another has not', () => {
  const key = fc.nat(40);
  const edits = fc.array(fc.record({ key, value: fc.option(fc.nat(3)) }), { maxLength: 40 });
  const edited = (map: PersistentMap<number, number>, changes: readonly Edit[]): PersistentMap<number, number> =>
    changes.reduce((at, it) => (it.value === null ? at.delete(it.key) : at.set(it.key, it.value)), map);
  fc.assert(
    fc.property(edits, edits, edits, (common, left, right) => {
      const base = edited(emptyMap(), common);
      const [one, two] = [edited(base, left), edited(base, right)];
      const news = [...one].filter(([at, value]) => two.get(at) !== value).map(([, value]) => value);
      expect(one.valuesNotIn(two)).toEqual(news);
      const seen: (readonly [number, number, number | undefined])[] = [];
      one.eachNotIn(two, (at, value, theirs) => seen.push([at, value, theirs]));
      expect(seen).toEqual(
        [...one].filter(([at, value]) => two.get(at) !== value).map(([at, value]) => [at, value, two.get(at)]),
      );
      expect(one.values()).toEqual([...one].map(([, value]) => value));
      expect(one.keys()).toEqual([...one].map(([at]) => at));
    }),
  );
});

test('keeps what a filter accepts, and works on as before', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(60), { maxLength: 40 }), fc.nat(5), (keys, rest) => {
      const map = keys.reduce((at, key) => at.set(key, key), emptyMap<number, number>());
      const filtered = map.filter((key) => key % 6 !== rest);
      const kept = keys.filter((key) => key % 6 !== rest).sort((left, right) => left - right);
      expect(filtered.keys()).toEqual(kept);
      expect(filtered === map).toBe(kept.length === keys.length);
      expect(filtered.set(61, 61).delete(kept[0] ?? 61).size).toBe(kept.length === 0 ? 0 : kept.length);
    }),
  );
});

test('setting what is there, or deleting what is not, returns the same map', () => {
  const map = emptyMap<string, number>().set('a', 1);
  expect(map.set('a', 1)).toBe(map);
  expect(map.delete('b')).toBe(map);
});

test('ascending insertion stays balanced enough to read quickly', () => {
  let map = emptyMap<number, number>();
  for (let key = 0; key < 20_000; key += 1) map = map.set(key, key);
  expect(map.get(19_999)).toBe(19_999);
  expect(map.floor(100_000)).toEqual([19_999, 19_999]);
});

/** The largest value, counting how often a value is looked at. */
function countingMaximum() {
  let looks = 0;
  const summary = {
    none: -1,
    of: (_: number, value: number) => {
      looks += 1;
      return value;
    },
    join: Math.max,
  };
  return { summary, looks: () => looks };
}

test('a summary is kept: the next version costs one path', () => {
  const { summary, looks } = countingMaximum();
  let map = emptyMap<number, number>();
  for (let key = 0; key < 10_000; key += 1) map = map.set(key, (key * 7919) % 10_000);
  expect(map.summarize(summary)).toBe(9_999);
  expect(looks()).toBe(10_000);
  expect(map.set(5_000, 20_000).summarize(summary)).toBe(20_000);
  expect(looks()).toBeLessThan(10_050);
  // Two summaries of one map do not disturb each other.
  const other = countingMaximum();
  map.summarize(other.summary);
  map.summarize(summary);
  expect(other.looks()).toBe(10_000);
  expect(looks()).toBeLessThan(10_050);
});

test('a search finds what a walk would find, from either side', () => {
  const { summary } = countingMaximum();
  const entries = fc.array(fc.tuple(fc.nat(50), fc.nat(20)), { maxLength: 40 });
  fc.assert(
    fc.property(entries, fc.nat(50), fc.nat(20), (pairs, from, least) => {
      const map = pairs.reduce((at, [key, value]) => at.set(key, value), emptyMap<number, number>());
      const search = {
        summary,
        mayHold: (largest: number) => least <= largest,
        accepts: (_: number, value: number) => least <= value,
      };
      const sorted = [...map];
      expect(map.searchUp(from, search)).toEqual(sorted.find(([key, value]) => from <= key && least <= value));
      expect(map.searchDown(from, search)).toEqual(sorted.findLast(([key, value]) => key <= from && least <= value));
    }),
  );
});
