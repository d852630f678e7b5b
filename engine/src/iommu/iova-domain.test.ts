import { describe, expect, test } from 'vitest';
import { createIovaDomain, type IovaDomain, reservePages, returnPages, takePages } from './iova-domain.js';

const granule = 4096;
const last32BitPage = 0xfffff;

/** Pages to take, or a range to free. */
type Call = number | { readonly free: number; readonly pages: number };

/** Plays calls and answers the address of everything taken. */
function play(domain: IovaDomain, calls: readonly Call[], highest = last32BitPage) {
  let current = domain;
  const given: (string | undefined)[] = [];
  for (const call of calls) {
    if (typeof call === 'number') {
      const { domain: after, page } = takePages(current, call, highest, 'empty-caches');
      current = after;
      given.push(page === undefined ? undefined : `0x${(page * granule).toString(16)}`);
    } else {
      current = returnPages(current, call.free / granule, call.pages);
    }
  }
  return { domain: current, given };
}

const fresh = createIovaDomain(granule, 1);

// Derived by reading drivers/iommu/iova.c (6.12), as all of these traces are.
test('sizes in the size caches and above them, with what is freed in between', () => {
  const calls: Call[] = [
    1,
    3,
    1,
    2,
    40,
    1,
    16,
    { free: 0xffff7000, pages: 1 },
    1,
    1,
    { free: 0xfffc0000, pages: 40 },
    40,
    33,
  ];
  expect(play(fresh, calls).given).toEqual([
    '0xfffff000',
    '0xffff8000',
    '0xffff7000',
    '0xffff4000',
    '0xfffc0000',
    '0xfffbf000',
    '0xfffa0000',
    '0xffff7000',
    '0xfff9f000',
    '0xfffc0000',
    '0xfff40000',
  ]);
});

test('the next mapping of the same order gets the address just freed', () => {
  const { given } = play(fresh, [1, 1, { free: 0xfffff000, pages: 1 }, 1, 1]);
  expect(given).toEqual(['0xfffff000', '0xffffe000', '0xfffff000', '0xffffd000']);
});

test('a size below 32 pages is rounded up and comes back for any size of its order', () => {
  expect(play(fresh, [17, { free: 0xfffe0000, pages: 17 }, 31]).given).toEqual(['0xfffe0000', '0xfffe0000']);
  expect(play(fresh, [33, { free: 0xfffc0000, pages: 33 }, 64]).given).toEqual(['0xfffc0000', '0xfffc0000']);
});

test('the search goes on below the range taken last, and looks higher up only when that fails', () => {
  const small = reservePages(fresh, 1, last32BitPage - 8);
  const { given } = play(small, [4, 1, 1, { free: 0xffffc000, pages: 4 }, 1, 1, 1, 1]);
  expect(given).toEqual([
    '0xffffc000',
    '0xffffb000',
    '0xffffa000',
    // The freed four pages wait in the cache of their order, so what is left below goes first …
    '0xffff9000',
    '0xffff8000',
    // … and a full tree gets them back.
    '0xfffff000',
    '0xffffe000',
  ]);
});

test('a tree without room fails, and fails for that size without a search until something is freed', () => {
  const small = reservePages(fresh, 1, last32BitPage - 4);
  const { domain, given } = play(small, [1, 4, 2, 2, 2]);
  expect(given).toEqual(['0xfffff000', undefined, '0xffffc000', undefined, undefined]);
  expect(domain.tree.tooManyBelow4GiB).toBe(2);
  expect(play(domain, [{ free: 0xfffff000, pages: 1 }, 1, 1, 1]).given).toEqual([
    '0xfffff000',
    '0xffffe000',
    undefined,
  ]);
});

test('page 0 is never handed out', () => {
  const { given } = play(fresh, [1, 1, 1], 2);
  expect(given).toEqual(['0x2000', '0x1000', undefined]);
});

test('a cached range above the limit is passed over for one below it', () => {
  const { domain } = play(fresh, [1, 1, 1, { free: 0xffffd000, pages: 1 }, { free: 0xfffff000, pages: 1 }]);
  expect(play(domain, [1], 0xffffe).given).toEqual(['0xffffd000']);
  // Nothing cached is low enough: the tree goes on below what it gave last, as far as it may.
  expect(play(domain, [1, 1], 0xff).given).toEqual(['0xff000', '0xfe000']);
});

test('above 4 GiB searches start from a place of their own', () => {
  const last48BitPage = 2 ** 36 - 1;
  const high = play(fresh, [1, 1], last48BitPage);
  expect(high.given).toEqual(['0xfffffffff000', '0xffffffffe000']);
  const low = play(high.domain, [1]);
  expect(low.given).toEqual(['0xfffff000']);
  expect(play(low.domain, [2], last48BitPage).given).toEqual(['0xffffffffc000']);
});

describe('reserved ranges', () => {
  test('are not handed out', () => {
    expect(play(reservePages(fresh, 0xffff0, 0xfffff), [1, 16]).given).toEqual(['0xfffef000', '0xfffd0000']);
  });

  test('grow what they run into, and cover what is left above it', () => {
    const once = reservePages(fresh, 0x100, 0x1ff);
    const twice = reservePages(once, 0x80, 0x2ff);
    expect([...twice.tree.used]).toEqual([
      [0x80, 0x200],
      [0x200, 0x300],
    ]);
    expect([...reservePages(twice, 0x180, 0x1ff).tree.used]).toEqual([...twice.tree.used]);
  });
});
