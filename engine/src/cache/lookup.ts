// Where copies are: in the inner cache by alias index, in the outer cache by physical address alone.

import { alignDown, alignUp } from '../address/align.js';
import { emptyIntervals, type IntervalMap, type Slice } from '../data/interval-map.js';
import { readDram } from '../memory/contents.js';
import { change, type Transition } from '../ops/transition.js';
import { hasOuterCache, type Platform } from '../platforms/platform.js';
import type { AliasIndex, CacheLevel } from '../state/cache-level.js';
import type { MachineState } from '../state/machine-state.js';
import type { WriteRef } from '../state/write-ref.js';

/** One place for a copy of a byte. */
export type CachePlace = { readonly level: 'l1'; readonly index: AliasIndex } | { readonly level: 'outer' };

export const outer: CachePlace = { level: 'outer' };

export function inner(index: AliasIndex): CachePlace {
  return { level: 'l1', index };
}

const nothingCached: CacheLevel = {
  copies: emptyIntervals(),
  dirty: emptyIntervals(),
  speculated: emptyIntervals(),
};

export function cacheAt(state: MachineState, place: CachePlace): CacheLevel {
  return place.level === 'outer' ? state.outer : (state.l1.get(place.index) ?? nothingCached);
}

export function changeCache(now: Transition, place: CachePlace, part: Partial<CacheLevel>): void {
  const value = { ...cacheAt(now.state, place), ...part };
  if (place.level === 'outer') {
    change(now, { outer: value });
  } else {
    const holdsNothing = value.copies.size + value.speculated.size === 0;
    const { l1 } = now.state;
    change(now, { l1: holdsNothing ? l1.delete(place.index) : l1.set(place.index, value) });
  }
}

/** The inner places that hold anything, and the outer cache where there is one. */
export function placesOf(state: MachineState): readonly CachePlace[] {
  const places = innerPlacesOf(state);
  return hasOuterCache(state.platform) ? [...places, outer] : places;
}

export function innerPlacesOf(state: MachineState): readonly CachePlace[] {
  return state.l1.keys().map(inner);
}

/** What each of them holds. */
export function cacheLevels(state: MachineState): readonly CacheLevel[] {
  return placesOf(state).map((place) => cacheAt(state, place));
}

export function lineBytesOf({ outerCache, cachelineBytes }: Platform, { level }: CachePlace): number {
  return level === 'outer' && 'lineBytes' in outerCache ? outerCache.lineBytes : cachelineBytes;
}

/** The whole lines that [start, end) touches. */
export function wholeLines(
  platform: Platform,
  place: CachePlace,
  start: number,
  end: number,
): readonly [number, number] {
  const lineBytes = lineBytesOf(platform, place);
  return [alignDown(start, lineBytes), alignUp(end, lineBytes)];
}

/** What a place would be filled with: the outer cache's copy where it has one, else DRAM. */
export function readBelow(
  state: MachineState,
  place: CachePlace,
  start: number,
  end: number,
): readonly Slice<WriteRef>[] {
  if (place.level === 'outer' || !hasOuterCache(state.platform)) return readDram(state, start, end);
  return state.outer.copies
    .sections(start, end, undefined)
    .flatMap((slice) =>
      slice.value === undefined ? readDram(state, slice.start, slice.end) : [slice as Slice<WriteRef>],
    );
}

/** Writes past the inner cache: into the lines the outer cache has, and to memory elsewhere. */
export function writeBelow(now: Transition, slices: readonly Slice<WriteRef>[]): void {
  let { dram } = now.state;
  let { copies, dirty, speculated } = now.state.outer;
  for (const { start, end, value } of slices) {
    // A line that was loaded ahead of time would have taken the write as well.
    speculated = speculated.clear(start, end);
    for (const part of copies.sections(start, end, undefined)) {
      if (part.value === undefined) {
        dram = dram.set(part.start, part.end, value);
      } else {
        copies = copies.set(part.start, part.end, value);
        dirty = dirty.set(part.start, part.end, now.state.step);
      }
    }
  }
  change(now, { dram });
  changeCache(now, outer, { copies, dirty, speculated });
}

/** Loads the absent lines of [start, end), from the outside in. */
export function fillLines(now: Transition, index: AliasIndex, start: number, end: number): void {
  if (hasOuterCache(now.state.platform)) fillPlace(now, outer, start, end);
  fillPlace(now, inner(index), start, end);
}

function fillPlace(now: Transition, place: CachePlace, start: number, end: number): void {
  const [first, last] = wholeLines(now.state.platform, place, start, end);
  const { copies, speculated } = cacheAt(now.state, place);
  let filled = copies;
  for (const gap of copies.sections(first, last, undefined)) {
    if (gap.value !== undefined) continue;
    filled = setAll(filled, readBelow(now.state, place, gap.start, gap.end));
  }
  changeCache(now, place, { copies: filled, speculated: speculated.clear(first, last) });
}

export function setAll<V>(into: IntervalMap<V>, slices: readonly Slice<V>[]): IntervalMap<V> {
  let result = into;
  for (const { start, end, value } of slices) result = result.set(start, end, value);
  return result;
}
