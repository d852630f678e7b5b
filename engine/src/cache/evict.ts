// Lines going back to memory. The granule is the line: its clean bytes travel with the dirty ones
// and replace what a device put there meanwhile.

import { physAddr } from '../address/spaces.js';
import type { Slice } from '../data/interval-map.js';
import { readOracle } from '../memory/contents.js';
import { nameAt } from '../memory/objects.js';
import type { ByteRange } from '../ops/event-base.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { hasOuterCache } from '../platforms/platform.js';
import type { StepId } from '../state/ids.js';
import type { WriteRef } from '../state/write-ref.js';
import { changeLevel, type LevelName, lineBytesOf, readBelow, wholeLines } from './lookup.js';

/** `edge`: a line that an invalidate covers only partly; `whole`: any other write-back. */
export type WriteBackCause = 'edge' | 'whole';

/** Writes the dirty lines of [start, end) back and keeps them, clean. Answers how many there were. */
export function writeBack(
  now: Transition,
  level: LevelName,
  start: number,
  end: number,
  cause: WriteBackCause,
): number {
  const { platform } = now.state;
  const [first, last] = wholeLines(platform, level, start, end);
  let lines = 0;
  for (const region of dirtyRegions(now, level, first, last)) {
    reportLostDeviceBytes(now, level, region, cause);
    writeRegion(now, level, region);
    lines += (region.end - region.start) / lineBytesOf(platform, level);
  }
  return lines;
}

/** Whole lines with dirty bytes, neighboring ones joined, and the step that dirtied the first of them. */
export interface DirtyRegion {
  readonly start: number;
  readonly end: number;
  readonly dirty: ByteRange;
  readonly dirtiedAt: StepId;
}

export function dirtyRegions(now: Transition, level: LevelName, start: number, end: number): readonly DirtyRegion[] {
  const { platform } = now.state;
  const regions: DirtyRegion[] = [];
  for (const slice of now.state[level].dirty.slices(start, end)) {
    const [from, to] = wholeLines(platform, level, slice.start, slice.end);
    const before = regions.at(-1);
    if (before !== undefined && from <= before.end) {
      const dirty = { start: before.dirty.start, length: slice.end - before.dirty.start };
      regions[regions.length - 1] = { ...before, end: to, dirty };
    } else {
      const dirty = { start: physAddr(slice.start), length: slice.end - slice.start };
      regions.push({ start: from, end: to, dirty, dirtiedAt: slice.value });
    }
  }
  return regions;
}

function writeRegion(now: Transition, level: LevelName, { start, end, dirtiedAt }: DirtyRegion): void {
  const { copies, dirty, speculated } = now.state[level];
  const written = copies.slices(start, end);
  changeLevel(now, level, { copies, dirty: dirty.clear(start, end), speculated });
  if (level === 'l1' && hasOuterCache(now.state.platform)) {
    const { outer } = now.state;
    changeLevel(now, 'outer', {
      copies: setAll(outer.copies, written),
      dirty: outer.dirty.set(start, end, dirtiedAt),
      speculated: outer.speculated.clear(start, end),
    });
  } else {
    change(now, { dram: setAll(now.state.dram, written) });
  }
}

function setAll(into: Transition['state']['dram'], slices: readonly Slice<WriteRef>[]): Transition['state']['dram'] {
  let result = into;
  for (const { start, end, value } of slices) result = result.set(start, end, value);
  return result;
}

/** Bytes below that a device wrote last, and that the copy being written back does not have. */
function reportLostDeviceBytes(now: Transition, level: LevelName, region: DirtyRegion, cause: WriteBackCause): void {
  for (const copy of now.state[level].copies.slices(region.start, region.end)) {
    for (const below of readBelow(now.state, level, copy.start, copy.end)) {
      if (below.value.by !== 'device' || below.value === copy.value) continue;
      const { device } = below.value;
      for (const expected of readOracle(now.state, below.start, below.end)) {
        if (expected.value !== below.value) continue;
        const lost = { start: physAddr(expected.start), length: expected.end - expected.start };
        const line = { start: physAddr(region.start), length: region.end - region.start };
        change(now, { overwritten: now.state.overwritten.set(expected.start, expected.end, now.state.step) });
        const { dirty, dirtiedAt } = region;
        if (cause === 'edge') {
          const neighbor = { name: nameAt(now.state, dirty.start), bytes: dirty };
          raise(now, { id: 'PARTIAL_LINE_OVERWRITE', certainty: 'must', line, lost, neighbor, dirtiedAt });
        } else {
          raise(now, { id: 'DIRTY_OVER_DEVICE_WRITE', certainty: 'must', device, line, dirty, dirtiedAt });
        }
      }
    }
  }
}
