import { describe, expect, test } from 'vitest';
import { createIovaDomain, reservePages } from './iova-domain.js';
import { freeRequestedIova, highestIova, requestIova } from './iova-request.js';

const fresh = createIovaDomain(4096, 1);
const mask64 = 2 ** 48 - 1;

describe('the highest address', () => {
  test.each([
    [{ mask: 2 ** 32 - 1, bus: undefined, aperture: undefined }, 0xffffffff],
    [{ mask: 2 ** 32 - 1, bus: 2 ** 30 - 1, aperture: 2 ** 31 - 1 }, 0x3fffffff],
    [{ mask: 2 ** 40 - 1, bus: undefined, aperture: 2 ** 39 - 1 }, 0x7fffffffff],
  ])('%j', (limits, expected) => {
    expect(highestIova(limits)).toBe(expected);
  });
});

test('a 24-bit device gets an address it can form', () => {
  expect(requestIova(fresh, { bytes: 4096, highest: 2 ** 24 - 1, prefersBelow4GiB: false }).iova).toBe(0xfff000);
});

test('a PCI device stays below 4 GiB as long as there is room, and never asks there again', () => {
  const bytes = 2 ** 31;
  const first = requestIova(fresh, { bytes, highest: mask64, prefersBelow4GiB: true });
  expect([first.iova, first.prefersBelow4GiB]).toEqual([0x80000000, true]);
  const second = requestIova(first.domain, { bytes, highest: mask64, prefersBelow4GiB: true });
  expect([second.iova, second.prefersBelow4GiB]).toEqual([0xffff80000000, false]);
  const third = requestIova(second.domain, { bytes: 4096, highest: mask64, prefersBelow4GiB: second.prefersBelow4GiB });
  expect(third.iova).toBe(0xffff7ffff000);
});

test('a device that is not on PCI gets the highest address there is', () => {
  const { iova, prefersBelow4GiB } = requestIova(fresh, { bytes: 4096, highest: mask64, prefersBelow4GiB: false });
  expect([iova, prefersBelow4GiB]).toEqual([0xfffffffff000, false]);
});

test('a small mask keeps the preference: there is nothing above to try first', () => {
  const full = reservePages(fresh, 1, 0xfffff);
  const answer = requestIova(full, { bytes: 4096, highest: 2 ** 32 - 1, prefersBelow4GiB: true });
  expect([answer.iova, answer.prefersBelow4GiB]).toEqual([undefined, true]);
});

test('what is freed comes back', () => {
  const taken = requestIova(fresh, { bytes: 3 * 4096, highest: 2 ** 32 - 1, prefersBelow4GiB: false });
  expect(taken.iova).toBe(0xffffc000);
  const freed = taken.iova && freeRequestedIova(taken.domain, taken.iova, 3 * 4096);
  expect(freed && requestIova(freed, { bytes: 4 * 4096, highest: 2 ** 32 - 1, prefersBelow4GiB: false }).iova).toBe(
    0xffffc000,
  );
});
