import { alignDown, alignUp } from '../address/align.js';
import type { Slice } from '../data/interval-map.js';
import { readDram } from '../memory/contents.js';
import { change, type Transition } from '../ops/transition.js';
import { hasOuterCache, type Platform } from '../platforms/platform.js';
import type { CacheLevel } from '../state/cache-level.js';
import type { MachineState } from '../state/machine-state.js';
import type { WriteRef } from '../state/write-ref.js';

export type LevelName = 'l1' | 'outer';

/** Levels from the CPU outwards. */
export function levelsOf(platform: Platform): readonly LevelName[] {
  return hasOuterCache(platform) ? ['l1', 'outer'] : ['l1'];
}

export function lineBytesOf(platform: Platform, level: LevelName): number {
  const { outerCache } = platform;
  return level === 'outer' && 'lineBytes' in outerCache ? outerCache.lineBytes : platform.cachelineBytes;
}

/** The whole lines that [start, end) touches. */
export function wholeLines(
  platform: Platform,
  level: LevelName,
  start: number,
  end: number,
): readonly [number, number] {
  const lineBytes = lineBytesOf(platform, level);
  return [alignDown(start, lineBytes), alignUp(end, lineBytes)];
}

/** What a level would be filled with: the outer cache's copy where it has one, else DRAM. */
export function readBelow(
  state: MachineState,
  level: LevelName,
  start: number,
  end: number,
): readonly Slice<WriteRef>[] {
  if (level === 'outer' || !hasOuterCache(state.platform)) return readDram(state, start, end);
  return state.outer.copies
    .sections(start, end, undefined)
    .flatMap((slice) =>
      slice.value === undefined ? readDram(state, slice.start, slice.end) : [slice as Slice<WriteRef>],
    );
}

/** Loads the absent lines of [start, end) into every level, from the outside in. */
export function fillLines(now: Transition, start: number, end: number): void {
  for (const level of levelsOf(now.state.platform).toReversed()) {
    const [first, last] = wholeLines(now.state.platform, level, start, end);
    const { copies, dirty, speculated } = now.state[level];
    let filled = copies;
    for (const gap of copies.sections(first, last, undefined)) {
      if (gap.value !== undefined) continue;
      for (const below of readBelow(now.state, level, gap.start, gap.end)) {
        filled = filled.set(below.start, below.end, below.value);
      }
    }
    changeLevel(now, level, { copies: filled, dirty, speculated: speculated.clear(first, last) });
  }
}

export function changeLevel(now: Transition, level: LevelName, value: CacheLevel): void {
  change(now, level === 'l1' ? { l1: value } : { outer: value });
}
