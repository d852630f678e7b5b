// A CPU write: into the cache where the page allows it, into the write buffer or memory otherwise.

import { physAddr } from '../address/spaces.js';
import { dirtyRegions } from '../cache/evict.js';
import { changeLevel, fillLines, wholeLines } from '../cache/lookup.js';
import { drain, post } from '../cache/write-buffer.js';
import { viewsOf } from '../memory/alias.js';
import { expectWrite } from '../memory/contents.js';
import { isBufferable, isCacheable } from '../memory/memory-types.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { WriteRef } from '../state/write-ref.js';
import { reportAlias } from './load.js';
import type { AccessRun } from './translate.js';

export function storeRun(now: Transition, run: AccessRun, write: WriteRef): void {
  const end = run.start + run.length;
  if (isCacheable(run.type)) {
    reportAlias(now, run);
    // Write-allocate: the rest of the line comes from memory first.
    fillLines(now, run.start, end);
    const { copies, dirty, speculated } = now.state.l1;
    changeLevel(now, 'l1', {
      copies: copies.set(run.start, end, write),
      dirty: dirty.set(run.start, end, now.state.step),
      speculated,
    });
  } else {
    reportDirtyAlias(now, run);
    if (isBufferable(run.type)) {
      post(now, run.start, end, write);
    } else {
      drain(now);
      change(now, { dram: now.state.dram.set(run.start, end, write) });
    }
  }
  expectWrite(now, run.start, end, write);
}

/** A dirty line of a cacheable view can be written back over this store. */
function reportDirtyAlias(now: Transition, run: AccessRun): void {
  const [first, last] = wholeLines(now.state.platform, 'l1', run.start, run.start + run.length);
  for (const { start, end } of dirtyRegions(now, 'l1', first, last)) {
    const other = viewsOf(now.state, run.start).find((view) => isCacheable(view.type));
    if (other === undefined) continue;
    const bytes = { start: physAddr(start), length: end - start };
    raise(now, { id: 'ATTRIBUTE_ALIAS_ACCESS', bytes, used: run.type, other });
  }
}
