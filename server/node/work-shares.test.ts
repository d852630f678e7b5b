import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WorkShares } from './work-shares.js';

test('a worker goes on where it is, and another one begins at the middle', () => {
  const shares = new WorkShares([1, 1, 1, 1, 1, 1], 2);
  expect([0, 1, 0, 1, 0, 1, 0].map((worker) => shares.next(worker))).toEqual([0, 4, 1, 5, 2, 3, undefined]);
});

test('halves are halves of the work', () => {
  const shares = new WorkShares([10, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 2);
  expect([1, 0, 1].map((worker) => shares.next(worker))).toEqual([1, 0, 2]);
});

test('whoever asks when, every job is given out once', () => {
  const asking = fc.array(fc.nat(3), { maxLength: 200 });
  fc.assert(
    fc.property(fc.array(fc.nat(5), { maxLength: 40 }), asking, (weights, order) => {
      const shares = new WorkShares(weights, 4);
      const given = order.flatMap((worker) => shares.next(worker) ?? []);
      for (let worker = 0; worker < 4; worker += 1) {
        for (let job = shares.next(worker); job !== undefined; job = shares.next(worker)) given.push(job);
      }
      expect(given.toSorted((left, right) => left - right)).toEqual([...weights.keys()]);
    }),
  );
});
