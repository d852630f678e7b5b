// A CPU read through caches and write buffer. Under the adversarial policy a hazard that depends on
// an eviction or a prefetch is reported as `may`, and the machine goes on with the harmless outcome.

import { physAddr } from '../address/spaces.js';
import { fillLines, levelsOf, readBelow } from '../cache/lookup.js';
import { forward } from '../cache/write-buffer.js';
import type { Slice } from '../data/interval-map.js';
import { readDram, staleParts } from '../memory/contents.js';
import { viewsOf, viewBoundaries } from '../memory/alias.js';
import { isCacheable } from '../memory/memory-types.js';
import type { HazardEvent } from '../ops/event-hazard.js';
import type { Certainty } from '../ops/event-base.js';
import { raise, type Transition } from '../ops/transition.js';
import type { WriteRef } from '../state/write-ref.js';
import type { AccessRun } from './translate.js';

export function loadRun(now: Transition, run: AccessRun): void {
  if (!isCacheable(run.type)) {
    const memory = forward(now, readDram(now.state, run.start, run.start + run.length));
    for (const got of memory) reportDifference(now, got, 'other alias', 'must');
    return;
  }
  reportAlias(now, run);
  const end = run.start + run.length;
  for (const slice of now.state.l1.copies.sections(run.start, end, undefined)) {
    if (slice.value !== undefined) reportDifference(now, slice as Slice<WriteRef>, 'cached copy', 'must');
    else loadAbsent(now, slice.start, slice.end);
  }
  fillLines(now, run.start, end);
}

function loadAbsent(now: Transition, start: number, end: number): void {
  for (const level of levelsOf(now.state.platform)) {
    for (const image of now.state[level].speculated.slices(start, end)) {
      reportDifference(now, image, 'speculative refill', 'may');
    }
  }
  const outer = now.state.outer.copies;
  for (const got of readBelow(now.state, 'l1', start, end)) {
    reportDifference(now, got, outer.touches(got.start, got.end) ? 'cached copy' : 'other alias', 'must');
  }
}

type StaleCause = Extract<HazardEvent, { id: 'STALE_CPU_READ' }>['cause'];

/** Says where `got` is not what a perfect machine would have read, and why. */
function reportDifference(now: Transition, got: Slice<WriteRef>, cause: StaleCause, certainty: Certainty): void {
  for (const { start, end, expected } of staleParts(now.state, got)) {
    const bytes = { start: physAddr(start), length: end - start };
    const mapping = now.state.lastMapped.at(start);
    const lost = now.state.discarded.at(start);
    if (lost !== undefined) {
      raise(now, { id: 'CPU_WRITE_DISCARDED', bytes, mapping, storedAt: lost.stored, invalidatedAt: lost.invalidated });
      continue;
    }
    const isOverwritten = cause !== 'speculative refill' && now.state.overwritten.at(start) !== undefined;
    raise(now, {
      id: 'STALE_CPU_READ',
      certainty,
      bytes,
      expected,
      got: got.value,
      cause: isOverwritten ? 'overwritten by write-back' : cause,
      mapping,
    });
  }
}

/** A cacheable access to a frame that also has a view of another type. */
export function reportAlias(now: Transition, run: AccessRun): void {
  for (const part of viewBoundaries(now.state, run)) {
    const other = viewsOf(now.state, part.start).find((view) => view.type !== run.type);
    if (other !== undefined) raise(now, { id: 'ATTRIBUTE_ALIAS_ACCESS', bytes: part, used: run.type, other });
  }
}
