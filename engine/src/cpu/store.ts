// A CPU write: into the cache where the page and the cache allow it, into the write buffer or memory otherwise.

import { offsetBy, physAddr } from '../address/spaces.js';
import { dirtyRegions } from '../cache/evict.js';
import {
  cacheAt,
  changeCache,
  fillLines,
  inner,
  innerPlacesOf,
  setAll,
  wholeLines,
  writeBelow,
} from '../cache/lookup.js';
import { evictAfterStore, evictOverWrite } from '../cache/spontaneous.js';
import { drain, pendingIn, post, writePastCaches } from '../cache/write-buffer.js';
import type { Slice } from '../data/interval-map.js';
import { indexOfView, viewsOf } from '../memory/alias.js';
import { aliasedAddress, aliasIndex } from '../memory/alias-index.js';
import { expectWrite, newWrite } from '../memory/contents.js';
import { isBufferable, isCacheable, writePolicy } from '../memory/memory-types.js';
import { raise, type Transition } from '../ops/transition.js';
import type { AliasIndex } from '../state/cache-level.js';
import type { WriteRef } from '../state/write-ref.js';
import { reportAlias, reportPassedLines } from './attribute-alias.js';
import { waitForWriteBuffer } from './ordering.js';
import type { AccessRun } from './translate.js';

export function storeRun(now: Transition, run: AccessRun): void {
  const end = run.start + run.length;
  const write = newWrite(now.state, { by: 'cpu' }, run.start, end);
  const isCached = isCacheable(run.type);
  if (isCached) storeCached(now, run, write);
  else storeUncached(now, run, write);
  expectWrite(now, run.start, end, write);
  if (!isCached) evictOverWrite(now, run.start, end);
}

function storeCached(now: Transition, run: AccessRun, write: WriteRef): void {
  const { platform } = now.state;
  const end = run.start + run.length;
  const index = aliasIndex(platform, run.va, run.start);
  const place = inner(index);
  const policy = writePolicy(platform, run.type);
  reportAlias(now, run);
  // Write-allocate: the rest of the line comes from memory first.
  if (policy === 'write-allocate') fillLines(now, index, run.start, end);
  const { copies, dirty, speculated } = cacheAt(now.state, place);
  const present = copies.slices(run.start, end).map((slice): Slice<WriteRef> => ({ ...slice, value: write }));
  const absent = copies.sections(run.start, end, undefined).filter((slice) => slice.value === undefined);
  const isDirty = policy !== 'write-through';
  if (isDirty && 0 < present.length) reportLostAlias(now, run, index);
  changeCache(now, place, {
    copies: setAll(copies, present),
    dirty: isDirty
      ? setAll(
          dirty,
          present.map((slice) => ({ ...slice, value: now.state.step })),
        )
      : dirty,
    speculated: speculated.clear(run.start, end),
  });
  const passed = isDirty ? absent : [{ start: run.start, end }];
  writeBelow(
    now,
    passed.map((slice) => ({ start: slice.start, end: slice.end, value: write })),
  );
  evictAfterStore(now, run.start, end);
}

function storeUncached(now: Transition, run: AccessRun, write: WriteRef): void {
  const end = run.start + run.length;
  reportPassedLines(now, run, 'store');
  if (isBufferable(run.type)) {
    post(now, run.start, end, write);
  } else {
    waitForWriteBuffer(now, run.type);
    if (0 < pendingIn(now, run.start, end).length) drain(now);
    writePastCaches(now, [{ start: run.start, end, value: write }]);
  }
}

/** The line becomes dirty here while it is dirty for another address as well: whichever is written back last wins. */
function reportLostAlias(now: Transition, run: AccessRun, own: AliasIndex): void {
  const { state } = now;
  const [first, last] = wholeLines(state.platform, inner(own), run.start, run.start + run.length);
  if (cacheAt(state, inner(own)).dirty.touches(first, last)) return;
  for (const place of innerPlacesOf(state)) {
    if (place.level === 'l1' && place.index === own) continue;
    for (const { start, end, dirtiedAt } of dirtyRegions(now, place, first, last)) {
      const pa = physAddr(start);
      const view = viewsOf(state, pa).find((it) => {
        return isCacheable(it.type) && place.level === 'l1' && indexOfView(state.platform, it) === place.index;
      });
      raise(now, {
        id: 'ALIAS_LOST_WRITE',
        bytes: { start: pa, length: end - start },
        stored: aliasedAddress(state.platform, run.va),
        other: view && aliasedAddress(state.platform, offsetBy(view.va, pa - view.pa)),
        otherDirtiedAt: dirtiedAt,
      });
    }
  }
}
