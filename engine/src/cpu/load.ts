// A CPU read through caches and write buffer. Under the adversarial policy a hazard that depends on
// an eviction or a prefetch is reported as `may`, and the machine goes on with the harmless outcome.

import { cacheAt, type CachePlace, fillLines, inner, outer, readBelow } from '../cache/lookup.js';
import { reportEarlyLoad } from '../cache/read-ordering.js';
import { settleSpeculation } from '../cache/spontaneous.js';
import { readPastCaches } from '../cache/write-buffer.js';
import type { Slice } from '../data/interval-map.js';
import { aliasIndex } from '../memory/alias-index.js';
import { isCacheable } from '../memory/memory-types.js';
import type { Transition } from '../ops/transition.js';
import { hasOuterCache } from '../platforms/platform.js';
import type { WriteRef } from '../state/write-ref.js';
import { reportAlias, reportPassedLines } from './attribute-alias.js';
import { waitForWriteBuffer } from './ordering.js';
import { reportStale } from './stale-read.js';
import type { AccessRun } from './translate.js';

export function loadRun(now: Transition, run: AccessRun): void {
  reportEarlyLoad(now, run);
  if (isCacheable(run.type)) loadCached(now, run);
  else loadUncached(now, run);
}

function loadUncached(now: Transition, run: AccessRun): void {
  waitForWriteBuffer(now, run.type);
  reportPassedLines(now, run, 'load');
  for (const got of readPastCaches(now, run.start, run.start + run.length)) {
    reportStale(now, { got, from: 'memory', place: undefined });
  }
}

function loadCached(now: Transition, run: AccessRun): void {
  const end = run.start + run.length;
  const index = aliasIndex(now.state.platform, run.va, run.start);
  const place = inner(index);
  reportAlias(now, run);
  for (const slice of cacheAt(now.state, place).copies.sections(run.start, end, undefined)) {
    if (slice.value === undefined) loadAbsent(now, place, slice.start, slice.end);
    else reportStale(now, { got: slice as Slice<WriteRef>, from: 'cache', place });
  }
  settleSpeculation(now, index, run.start, end);
  fillLines(now, index, run.start, end);
}

function loadAbsent(now: Transition, place: CachePlace, start: number, end: number): void {
  const places = hasOuterCache(now.state.platform) ? [place, outer] : [place];
  for (const at of places) {
    for (const got of cacheAt(now.state, at).speculated.slices(start, end)) {
      reportStale(now, { got, from: 'prefetch', place: at });
    }
  }
  for (const got of readBelow(now.state, place, start, end)) {
    const isCopy = now.state.outer.copies.touches(got.start, got.end);
    reportStale(now, { got, from: isCopy ? 'cache' : 'memory', place: isCopy ? outer : place });
  }
}
