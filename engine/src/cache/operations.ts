// Cache operations by range. Each answers how many dirty lines it wrote back.

import { physAddr } from '../address/spaces.js';
import { expectWrite, newWrite, readOracle } from '../memory/contents.js';
import { change, type Transition } from '../ops/transition.js';
import type { PhysRun } from '../state/memory-object.js';
import { emptyMap } from '../data/persistent-map.js';
import { writeBack, type WriteBackCause } from './evict.js';
import { cacheAt, type CachePlace, changeCache, innerPlacesOf, lineBytesOf, placesOf, wholeLines } from './lookup.js';

/** Writes dirty lines back and keeps them. */
export function clean(now: Transition, place: CachePlace, { start, length }: PhysRun): number {
  return writeBack(now, place, start, start + length, 'whole');
}

/** Writes dirty lines back and drops them. */
export function flush(now: Transition, place: CachePlace, run: PhysRun): number {
  const lines = clean(now, place, run);
  dropLines(now, place, run);
  return lines;
}

/**
 * Drops the lines of a range. Lines it covers only partly are written back first, so that neighbors
 * survive; the price is what the device wrote there. CPUs differ in how they say it (v7, v6 and the
 * L2C flush both edges or one of them, v4wb and ARM926 clean them and drop everything), not in what
 * is left: Linux arch/arm/mm/cache-v7.S, cache-v6.S, cache-v4wb.S, cache-l2x0.c (6.12), `*_inv_range`.
 */
export function invalidate(now: Transition, place: CachePlace, run: PhysRun): number {
  return writeBackEdges(now, place, run, 'edge') + purge(now, place, run);
}

/** Drops every line the range touches, whatever it holds. */
export function purge(now: Transition, place: CachePlace, run: PhysRun): 0 {
  rememberDiscardedStores(now, place, run);
  dropLines(now, place, run);
  return 0;
}

/** Writes back and drops all the inner cache holds: an empty map, not a walk. */
export function flushInner(now: Transition): number {
  let lines = 0;
  for (const place of innerPlacesOf(now.state)) {
    for (const { start, end } of cacheAt(now.state, place).dirty) lines += writeBack(now, place, start, end, 'whole');
  }
  change(now, { l1: emptyMap() });
  return lines;
}

/**
 * The kernel zeroes memory and flushes it to the point of coherency. What the caches held of the
 * bytes is gone; of lines they share with others, the others' part is written back.
 */
export function zeroMemory(now: Transition, start: number, end: number): void {
  const run = { start: physAddr(start), length: end - start };
  for (const place of placesOf(now.state)) {
    writeBackEdges(now, place, run, 'whole');
    dropLines(now, place, run);
  }
  const write = newWrite(now.state, { by: 'kernel' }, start, end);
  expectWrite(now, start, end, write);
  change(now, { dram: now.state.dram.set(start, end, write) });
}

/** Writes back the lines that a range covers only partly. */
function writeBackEdges(now: Transition, place: CachePlace, { start, length }: PhysRun, cause: WriteBackCause): number {
  const end = start + length;
  const lineBytes = lineBytesOf(now.state.platform, place);
  const [first, last] = wholeLines(now.state.platform, place, start, end);
  let lines = 0;
  if (first < start) lines += writeBack(now, place, first, first + lineBytes, cause);
  if (end < last) lines += writeBack(now, place, last - lineBytes, last, cause);
  return lines;
}

function dropLines(now: Transition, place: CachePlace, { start, length }: PhysRun): void {
  const [first, last] = wholeLines(now.state.platform, place, start, start + length);
  const { copies, dirty, speculated } = cacheAt(now.state, place);
  changeCache(now, place, {
    copies: copies.clear(first, last),
    dirty: dirty.clear(first, last),
    speculated: speculated.clear(first, last),
  });
}

/** Stores that only this place had, and that nothing has replaced since, are lost from here on. */
function rememberDiscardedStores(now: Transition, place: CachePlace, { start, length }: PhysRun): void {
  const [first, last] = wholeLines(now.state.platform, place, start, start + length);
  const { copies, dirty } = cacheAt(now.state, place);
  for (const store of dirty.slices(first, last)) {
    for (const copy of copies.slices(store.start, store.end)) {
      for (const expected of readOracle(now.state, copy.start, copy.end)) {
        if (expected.value !== copy.value) continue;
        const lost = { stored: store.value, invalidated: now.state.step };
        change(now, { discarded: now.state.discarded.set(physAddr(expected.start), expected.end, lost) });
      }
    }
  }
}
