import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAligned, pageBytes } from '../address/align.js';
import { physAddr, type PhysAddr } from '../address/spaces.js';
import { emptyMap } from '../data/persistent-map.js';
import type { ZoneState } from '../state/allocator-state.js';
import { putPages, takePages } from './page-allocator.js';

const fresh: ZoneState = {
  start: physAddr(0x1000),
  next: physAddr(0x1000),
  end: physAddr(0x101000),
  free: emptyMap(),
};

test('single pages come in ascending order, and the last one freed comes first', () => {
  const first = takePages(fresh, 1);
  const second = first && takePages(first.zone, 1);
  expect([first?.at, second?.at]).toEqual([0x1000, 0x2000]);
  const freed = second && putPages(second.zone, physAddr(0x1000), 1);
  expect(freed && takePages(freed, 1)?.at).toBe(0x1000);
});

test('a block is aligned to the power of two that holds it, and the pages skipped are not lost', () => {
  const block = takePages(fresh, 3);
  expect(block?.at).toBe(0x4000);
  expect(block && takePages(block.zone, 1)?.at).toBe(0x7000);
  expect(block && takePages(block.zone, 2)?.at).toBe(0x2000);
});

test('an exhausted zone says so', () => {
  expect(takePages(fresh, 257)).toBeUndefined();
});

test('live blocks never overlap, whatever is taken and given back', () => {
  const request = fc.record({ pages: fc.integer({ min: 1, max: 9 }), isReturn: fc.boolean() });
  fc.assert(
    fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
      let zone = fresh;
      const live: { at: PhysAddr; pages: number }[] = [];
      for (const { pages, isReturn } of requests) {
        const oldest = isReturn ? live.shift() : undefined;
        if (oldest !== undefined) zone = putPages(zone, oldest.at, oldest.pages);
        const taken = takePages(zone, pages);
        if (taken === undefined) continue;
        zone = taken.zone;
        const end = taken.at + pages * pageBytes;
        expect(isAligned(taken.at, pageBytes)).toBe(true);
        expect(live.every((it) => end <= it.at || it.at + it.pages * pageBytes <= taken.at)).toBe(true);
        live.push({ at: taken.at, pages });
      }
    }),
    { seed: 1 },
  );
});
