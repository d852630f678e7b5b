import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIovaTree, type IovaTree, reserveInTree, returnToTree, takeFromTree } from './iova-tree.js';

interface Range {
  readonly start: number;
  /** Inclusive. */
  readonly last: number;
}

/**
 * The allocator as a list that is walked, one range after the other from the starting place down:
 * nothing of how `iova-tree.ts` finds room, only what it is supposed to find. `Infinity` stands for
 * the range above everything.
 */
class WalkedList {
  ranges: Range[] = [];
  low: number = Infinity;
  high: number = Infinity;
  refused = border;

  take(count: number, limit: number): number | undefined {
    if (limit <= border && this.refused <= count) return undefined;
    const from = limit <= border ? this.low : this.high;
    const last = this.ranges.find((it) => it.start === from)?.last;
    const page =
      this.walk(count, Math.min(limit, from), 1) ??
      (last === undefined || limit <= last ? undefined : this.walk(count, limit, last + 1));
    if (page === undefined) {
      this.refused = count;
      return undefined;
    }
    this.ranges = [...this.ranges, { start: page, last: page + count - 1 }].sort((a, b) => a.start - b.start);
    if (page + count - 1 < border) this.low = page;
    else this.high = page;
    return page;
  }

  free(range: Range): void {
    const next = this.ranges[this.ranges.indexOf(range) + 1]?.start ?? Infinity;
    if (range.start === this.low || (range.last < border && this.low <= range.start)) this.low = next;
    if (range.start < border) this.refused = border;
    if (this.high <= range.start) this.high = next;
    this.ranges = this.ranges.filter((it) => it !== range);
  }

  private walk(count: number, top: number, bottom: number): number | undefined {
    let room = top;
    for (const range of [...this.ranges.toReversed(), { start: -1, last: bottom - 1 }]) {
      if (room <= range.start) continue;
      const page = Math.floor((room - count) / powerOfTwo(count)) * powerOfTwo(count);
      if (range.last < page && bottom <= page) return page;
      room = Math.min(room, range.start);
    }
    return undefined;
  }
}

/** Sixteen pages below the border keep the sides of 4 GiB close to each other. */
const granule = 2 ** 28;
const border = 16;

function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}

test('finds what a walk down the list of ranges finds', () => {
  const call = fc.oneof(
    fc.record({
      kind: fc.constant('take' as const),
      count: fc.integer({ min: 1, max: 9 }),
      limit: fc.constantFrom(12, 16, 40),
    }),
    fc.record({ kind: fc.constant('free' as const), which: fc.nat(20) }),
  );
  fc.assert(
    fc.property(fc.array(call, { maxLength: 60 }), (calls) => {
      const list = new WalkedList();
      let tree = createIovaTree(granule, 1);
      for (const it of calls) {
        if (it.kind === 'take') {
          const taken = takeFromTree(tree, it.count, it.limit - 1);
          expect(taken.page).toBe(list.take(it.count, it.limit));
          tree = taken.tree;
        } else {
          const range = list.ranges[it.which % Math.max(1, list.ranges.length)];
          if (range === undefined) continue;
          list.free(range);
          tree = returnToTree(tree, range.last) ?? tree;
        }
        expect([tree.cachedBelow4GiB, tree.cached]).toEqual([list.low, list.high].map((it) => Math.min(it, 2 ** 52)));
        expect([...tree.used]).toEqual(list.ranges.map(({ start, last }) => [start, last + 1]));
        expect(partsOf(tree)).toEqual(everyPage);
      }
    }),
    { numRuns: 500 },
  );
});

const everyPage = Array.from({ length: 39 }, (_, index) => index + 1);

/** Every page below 40 that is used or free; a page that is both appears twice. */
function partsOf({ used, free }: IovaTree): readonly number[] {
  const runs = [...used, ...free].map(([start, end]) => [start, Math.min(end, 40)] as const);
  const pages = runs.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index));
  return pages.sort((a, b) => a - b);
}

test('a reserved range that was cut in two by a used one is never given', () => {
  const used = takeFromTree(createIovaTree(granule, 1), 1, 9).tree;
  const reserved = reserveInTree(used, 5, 16);
  expect([...reserved.used]).toEqual([
    [5, 10],
    [10, 16],
  ]);
  expect(takeFromTree(reserved, 1, 15).page).toBe(4);
});

test('there is nothing to free where nothing is used', () => {
  expect(returnToTree(createIovaTree(granule, 1), 3)).toBeUndefined();
});
