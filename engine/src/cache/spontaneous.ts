// What caches do when nobody asks: evictions and prefetches, as the platform's policy has them. No
// policy forks the machine. `adversarial` remembers what could have happened and goes on unharmed.

import { physAddr } from '../address/spaces.js';
import { cacheableIndexes } from '../memory/alias.js';
import type { Transition } from '../ops/transition.js';
import { hasOuterCache } from '../platforms/platform.js';
import type { AliasIndex } from '../state/cache-level.js';
import { writeBack } from './evict.js';
import {
  cacheAt,
  cacheLevels,
  type CachePlace,
  changeCache,
  fillLines,
  inner,
  outer,
  placesOf,
  readBelow,
  setAll,
} from './lookup.js';
import { drain } from './write-buffer.js';

/**
 * The CPU may have loaded lines of [start, end) since they were last invalidated: called before a
 * device write, so what it took are the old contents. An image taken earlier stays, because the line
 * may have sat in the cache since then.
 */
export function speculate(now: Transition, start: number, end: number): void {
  const { platform } = now.state;
  if (!platform.speculation || platform.policy === 'lazy') return;
  const indexes = cacheableIndexes(now.state, physAddr(start));
  for (const index of indexes) {
    if (platform.policy === 'eager') fillLines(now, index, start, end);
    else rememberImages(now, inner(index), start, end);
  }
  if (platform.policy !== 'eager' && 0 < indexes.size && hasOuterCache(platform)) {
    rememberImages(now, outer, start, end);
  }
}

function rememberImages(now: Transition, place: CachePlace, start: number, end: number): void {
  const { copies, speculated } = cacheAt(now.state, place);
  let images = speculated;
  for (const gap of copies.sections(start, end, undefined)) {
    if (gap.value !== undefined) continue;
    for (const hole of speculated.sections(gap.start, gap.end, undefined)) {
      if (hole.value === undefined) images = setAll(images, readBelow(now.state, place, hole.start, hole.end));
    }
  }
  changeCache(now, place, { speculated: images });
}

/** Under `worst`, what a prefetch could have taken is what the load gets, from the outside in. */
export function settleSpeculation(now: Transition, index: AliasIndex, start: number, end: number): void {
  if (now.state.platform.policy !== 'worst') return;
  const places = hasOuterCache(now.state.platform) ? [outer, inner(index)] : [inner(index)];
  for (const place of places) {
    const { copies, speculated } = cacheAt(now.state, place);
    const images = speculated.slices(start, end);
    if (images.length === 0) continue;
    // A prefetch takes whole lines; images were taken by the byte, so the rest of theirs comes along at the fill.
    changeCache(now, place, { copies: setAll(copies, images), speculated: speculated.clear(start, end) });
  }
}

/** Under `eager`, a line is evicted as soon as it is dirty, from the inside out. */
export function evictAfterStore(now: Transition, start: number, end: number): void {
  if (now.state.platform.policy !== 'eager') return;
  for (const place of placesOf(now.state)) writeBack(now, place, start, end, 'eviction');
}

/** Under `worst`, dirty lines are evicted as soon as somebody else's write is in the memory under them. */
export function evictOverWrite(now: Transition, start: number, end: number): void {
  if (now.state.platform.policy !== 'worst') return;
  const isDirty = cacheLevels(now.state).some(({ dirty }) => dirty.touches(start, end));
  if (isDirty) drain(now);
  for (const place of placesOf(now.state)) writeBack(now, place, start, end, 'eviction');
}

/** Whether the policy lets evictions, prefetches and drains happen at all. */
export function isSpontaneous({ state }: Transition): boolean {
  return state.platform.policy !== 'lazy';
}
