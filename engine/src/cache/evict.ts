// Lines going back to memory. The granule is the line: its clean bytes travel with the dirty ones
// and replace what a device put there meanwhile.

import { alignDown, alignUp } from '../address/align.js';
import { physAddr } from '../address/spaces.js';
import { readOracle } from '../memory/contents.js';
import { nameAt } from '../memory/objects.js';
import type { ByteRange } from '../ops/event-base.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { hasOuterCache, type Platform } from '../platforms/platform.js';
import type { DeviceId, StepId } from '../state/ids.js';
import { cacheAt, type CachePlace, changeCache, lineBytesOf, outer, readBelow, setAll, wholeLines } from './lookup.js';

/** `edge`: a line that an invalidate covers only partly; `eviction`: nobody asked; `whole`: any other write-back. */
export type WriteBackCause = 'edge' | 'whole' | 'eviction';

/** Writes the dirty lines of [start, end) back and keeps them, clean. Answers how many there were. */
export function writeBack(
  now: Transition,
  place: CachePlace,
  start: number,
  end: number,
  cause: WriteBackCause,
): number {
  const { platform } = now.state;
  const lineBytes = lineBytesOf(platform, place);
  const [first, last] = wholeLines(platform, place, start, end);
  let lines = 0;
  for (const region of dirtyRegions(now, place, first, last)) {
    reportLostBytes(now, place, region, cause);
    writeRegion(now, place, region);
    lines += Math.ceil((region.end - region.start) / lineBytes);
  }
  return lines;
}

/** What one write-back writes, neighboring ones joined, and the step that dirtied the first of them. */
export interface DirtyRegion {
  readonly start: number;
  readonly end: number;
  readonly dirty: ByteRange;
  readonly dirtiedAt: StepId;
}

export function dirtyRegions(now: Transition, place: CachePlace, start: number, end: number): readonly DirtyRegion[] {
  const granule = granuleBytesOf(now.state.platform, place);
  const regions: DirtyRegion[] = [];
  for (const slice of cacheAt(now.state, place).dirty.slices(start, end)) {
    const [from, to] = [alignDown(slice.start, granule), alignUp(slice.end, granule)];
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

/** The least a write-back writes: which bytes are dirty is known per granule. */
function granuleBytesOf(platform: Platform, place: CachePlace): number {
  const lineBytes = lineBytesOf(platform, place);
  return platform.assumptions.dirtyGranule === 'line' ? lineBytes : lineBytes / 2;
}

function writeRegion(now: Transition, place: CachePlace, { start, end, dirtiedAt }: DirtyRegion): void {
  const { copies, dirty } = cacheAt(now.state, place);
  const written = copies.slices(start, end);
  changeCache(now, place, { dirty: dirty.clear(start, end) });
  if (place.level === 'l1' && hasOuterCache(now.state.platform)) {
    const below = now.state.outer;
    changeCache(now, outer, {
      copies: setAll(below.copies, written),
      dirty: below.dirty.set(start, end, dirtiedAt),
      speculated: below.speculated.clear(start, end),
    });
  } else {
    change(now, { dram: setAll(now.state.dram, written) });
  }
}

/** Bytes below that are right, and that the copy being written back does not have. */
function reportLostBytes(now: Transition, place: CachePlace, region: DirtyRegion, cause: WriteBackCause): void {
  for (const copy of cacheAt(now.state, place).copies.slices(region.start, region.end)) {
    for (const below of readBelow(now.state, place, copy.start, copy.end)) {
      if (below.value === copy.value) continue;
      for (const expected of readOracle(now.state, below.start, below.end)) {
        if (expected.value !== below.value) continue;
        const { overwritten, step } = now.state;
        change(now, { overwritten: overwritten.set(expected.start, expected.end, step) });
        if (expected.value.by !== 'device') continue;
        const lost = { start: physAddr(expected.start), length: expected.end - expected.start };
        reportLostDeviceBytes(now, region, cause, { device: expected.value.device, lost });
      }
    }
  }
}

function reportLostDeviceBytes(
  now: Transition,
  { start, end, dirty, dirtiedAt }: DirtyRegion,
  cause: WriteBackCause,
  { device, lost }: { readonly device: DeviceId; readonly lost: ByteRange },
): void {
  const line = { start: physAddr(start), length: end - start };
  if (cause === 'edge') {
    const neighbor = { name: nameAt(now.state, dirty.start), bytes: dirty };
    raise(now, { id: 'PARTIAL_LINE_OVERWRITE', certainty: 'must', line, lost, neighbor, dirtiedAt });
  } else if (cause === 'whole') {
    raise(now, { id: 'DIRTY_OVER_DEVICE_WRITE', certainty: 'must', device, line, dirty, dirtiedAt });
  }
}
