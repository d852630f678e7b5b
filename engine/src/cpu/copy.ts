// The kernel's own memcpy into a bounce buffer and out of it. Bytes keep their writers: a copy changes where they
// are, not who wrote them, and what was stale before is stale after.

import type { PhysAddr } from '../address/spaces.js';
import { cacheAt, changeCache, fillLines, inner, setAll } from '../cache/lookup.js';
import { drain, forward } from '../cache/write-buffer.js';
import type { Slice } from '../data/interval-map.js';
import { linearIndex } from '../memory/alias-index.js';
import { readDram } from '../memory/contents.js';
import { isCacheable } from '../memory/memory-types.js';
import { change, type Transition } from '../ops/transition.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { PhysRun } from '../state/memory-object.js';
import type { WriteRef } from '../state/write-ref.js';

/** Where a copy goes or comes from, and how the kernel has mapped it. */
export interface CopyEnd {
  readonly start: PhysAddr;
  readonly type: MemoryType;
}

export function copyByCpu(now: Transition, from: CopyEnd, to: CopyEnd, length: number): void {
  const shift = to.start - from.start;
  const read = isCacheable(from.type)
    ? loadLines(now, { start: from.start, length })
    : forward(now, readDram(now.state, from.start, from.start + length));
  const moved = read.map(({ start, end, value }) => ({ start: start + shift, end: end + shift, value }));
  if (isCacheable(to.type)) {
    storeLines(now, { start: to.start, length }, moved);
  } else {
    drain(now);
    change(now, { dram: setAll(now.state.dram, moved) });
  }
}

function loadLines(now: Transition, { start, length }: PhysRun): readonly Slice<WriteRef>[] {
  const index = linearIndex(now.state.platform);
  fillLines(now, index, start, start + length);
  return cacheAt(now.state, inner(index)).copies.slices(start, start + length);
}

function storeLines(now: Transition, { start, length }: PhysRun, bytes: readonly Slice<WriteRef>[]): void {
  const index = linearIndex(now.state.platform);
  fillLines(now, index, start, start + length);
  const { copies, dirty } = cacheAt(now.state, inner(index));
  changeCache(now, inner(index), {
    copies: setAll(copies, bytes),
    dirty: dirty.set(start, start + length, now.state.step),
  });
}
