import { expect, test } from 'vitest';
import {
  emptyIovaCache,
  type IovaCache,
  magazineSlots,
  pagesInCache,
  putInCache,
  takeFromCache,
} from './iova-cache.js';

function withPages(...pages: readonly number[]): IovaCache {
  return pages.reduce(putInCache, emptyIovaCache);
}

function takeAll(cache: IovaCache, count: number, highest = Infinity): readonly (number | undefined)[] {
  let left = cache;
  return Array.from({ length: count }, () => {
    const taken = takeFromCache(left, highest);
    left = taken.cache;
    return taken.page;
  });
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

test('what was freed last comes first', () => {
  expect(takeAll(withPages(5, 9, 7), 4)).toEqual([7, 9, 5, undefined]);
});

test('a limit passes over what is too high, and the last one takes the place of what was taken', () => {
  const taken = takeFromCache(withPages(1, 2, 90, 91), 10);
  expect(taken.page).toBe(2);
  expect(taken.cache.loaded).toEqual([1, 91, 90]);
  expect(takeFromCache(withPages(90, 91), 10).page).toBeUndefined();
});

test('two magazines, then the depot', () => {
  const one = withPages(...upTo(magazineSlots));
  expect([one.loaded.length, one.previous.length, one.depot.size]).toEqual([127, 0, 0]);
  const two = withPages(...upTo(2 * magazineSlots));
  expect([two.loaded.length, two.previous.length, two.depot.size]).toEqual([127, 127, 0]);
  const three = putInCache(two, 1000);
  expect([three.loaded, three.previous.length, three.depot.size]).toEqual([[1000], 127, 1]);
  expect(pagesInCache(three).length).toBe(2 * magazineSlots + 1);
});

test('magazines come back in the order Linux loads them', () => {
  // 1 to 127 are full first and stay in the second magazine; 128 to 254 go to the depot.
  const cache = withPages(...upTo(3 * magazineSlots));
  const taken = takeAll(cache, 3 * magazineSlots + 1);
  expect(taken.slice(0, 127)).toEqual(upTo(381).slice(254).toReversed());
  expect(taken.slice(127, 254)).toEqual(upTo(127).toReversed());
  expect(taken.slice(254, 381)).toEqual(upTo(254).slice(127).toReversed());
  expect(taken[381]).toBeUndefined();
});

test('only one magazine is searched for a low address', () => {
  // The loaded magazine has only high addresses; 1 to 127 wait in the other.
  const cache = putInCache(withPages(...upTo(magazineSlots)), 1000);
  expect(takeFromCache(cache, 500).page).toBeUndefined();
});
