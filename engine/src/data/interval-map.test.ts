import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashText, hexOf, noHash, sumOf } from './hash.js';
import { emptyIntervals, type IntervalMap } from './interval-map.js';

function flat(map: IntervalMap<string>): string {
  return [...map].map(({ start, end, value }) => `${start}-${end}${value}`).join(' ');
}

test('a later range replaces what it covers and leaves the rest', () => {
  const map = emptyIntervals<string>().set(0, 10, 'a').set(4, 6, 'b');
  expect(flat(map)).toBe('0-4a 4-6b 6-10a');
  expect(map.at(5)).toBe('b');
  expect(map.at(10)).toBeUndefined();
});

test('touching ranges of one value become one stretch', () => {
  expect(flat(emptyIntervals<string>().set(0, 4, 'a').set(8, 12, 'a').set(4, 8, 'a'))).toBe('0-12a');
});

test('an older version is untouched by a newer one', () => {
  const older = emptyIntervals<string>().set(0, 8, 'a');
  older.clear(2, 4);
  expect(flat(older)).toBe('0-8a');
});

test('sections fill the gaps', () => {
  const map = emptyIntervals<string>().set(2, 4, 'a');
  expect(map.sections(0, 6, '-')).toEqual([
    { start: 0, end: 2, value: '-' },
    { start: 2, end: 4, value: 'a' },
    { start: 4, end: 6, value: '-' },
  ]);
});

test('agrees with an array of positions for any sequence of edits', () => {
  const edit = fc.record({ start: fc.nat(30), length: fc.nat(12), value: fc.constantFrom('a', 'b', undefined) });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 30 }), (edits) => {
      const positions: (string | undefined)[] = Array.from({ length: 48 }, () => undefined);
      let map = emptyIntervals<string>();
      for (const { start, length, value } of edits) {
        positions.fill(value, start, start + length);
        map = value === undefined ? map.clear(start, start + length) : map.set(start, start + length, value);
      }
      expect(positions.map((_, at) => map.at(at))).toEqual(positions);
      const touched = positions.slice(10, 20).some((value) => value !== undefined);
      expect(map.touches(10, 20)).toBe(touched);
      expect(
        map.sections(0, 48, '-').flatMap(({ start, end, value }) => Array<string>(end - start).fill(value)),
      ).toEqual(positions.map((value) => value ?? '-'));
    }),
  );
});

test('the hash is of what every position holds', () => {
  const edit = fc.record({ start: fc.nat(30), length: fc.nat(12), value: fc.constantFrom('a', 'b', undefined) });
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
      let map = emptyIntervals<string>();
      for (const { start, length, value } of edits) {
        map = value === undefined ? map.clear(start, start + length) : map.set(start, start + length, value);
        map.hash(hashText);
      }
      const positions = Array.from({ length: 48 }, (_, at) => ({ at, value: map.at(at) }));
      const sum = positions.reduce(
        (hash, { at, value }) =>
          value === undefined
            ? hash
            : sumOf(
                hash,
                emptyIntervals<string>()
                  .set(at, at + 1, value)
                  .hash(hashText),
              ),
        noHash,
      );
      expect(hexOf(map.hash(hashText))).toBe(hexOf(sum));
    }),
  );
});
