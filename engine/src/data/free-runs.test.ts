import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freeRun, giveBack, highestFit, isFree, lowestFit, takeOut } from './free-runs.js';

const size = 64;

test('agrees with an array of flags', () => {
  const edit = fc.record({ gives: fc.boolean(), start: fc.nat(size - 1), length: fc.nat(12) });
  fc.assert(
    fc.property(
      fc.array(edit, { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      fc.nat(size),
      (edits, length, limit) => {
        const flags = Array.from({ length: size }, () => true);
        let runs = freeRun(0, size);
        for (const { gives, start, length: count } of edits) {
          const end = Math.min(size, start + count);
          flags.fill(gives, start, end);
          runs = gives ? giveBack(runs, start, end) : takeOut(runs, start, end);
        }
        expect(flags.map((_, at) => isFree(runs, at))).toEqual(flags);
        const fits = flags.map((_, at) => at + length <= size && flags.slice(at, at + length).every(Boolean));
        const lowest = lowestFit(runs, { length, fit: (start, end) => (start + length <= end ? start : undefined) });
        expect(lowest ?? -1).toBe(fits.indexOf(true));
        const below = fits.map((does, at) => does && at + length <= limit);
        const highest = highestFit(runs, limit, {
          length,
          fit: (start, end) => (start <= Math.min(end, limit) - length ? Math.min(end, limit) - length : undefined),
        });
        expect(highest ?? -1).toBe(below.lastIndexOf(true));
      },
    ),
  );
});

test('runs that touch are one', () => {
  const cut = takeOut(freeRun(0, 30), 10, 20);
  expect([...cut]).toEqual([
    [0, 10],
    [20, 30],
  ]);
  expect([...giveBack(cut, 5, 25)]).toEqual([[0, 30]]);
});

test('a search passes over thousands of runs that are too short', () => {
  let runs = freeRun(0, 100_000);
  for (let at = 0; at < 60_000; at += 2) runs = takeOut(runs, at, at + 1);
  let asked = 0;
  const fit = (start: number, end: number): number | undefined => {
    asked += 1;
    return start + 2 <= end ? start : undefined;
  };
  expect(lowestFit(runs, { length: 2, fit })).toBe(59_999);
  expect(asked).toBeLessThan(40);
});
