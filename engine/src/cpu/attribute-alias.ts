// Accesses to frames that are mapped in more than one way.

import { physAddr } from '../address/spaces.js';
import { cacheLevels, inner, wholeLines } from '../cache/lookup.js';
import { recordsAtPhys } from '../contract/records.js';
import { viewBoundaries, viewsOf } from '../memory/alias.js';
import { isCacheable } from '../memory/memory-types.js';
import { raise, type Transition } from '../ops/transition.js';
import type { AccessRun } from './translate.js';

/** A cacheable access to a frame that also has a view of another type. */
export function reportAlias(now: Transition, run: AccessRun): void {
  for (const part of viewBoundaries(now.state, run)) {
    const other = viewsOf(now.state, part.start).find((view) => view.type !== run.type);
    if (other === undefined) continue;
    raise(now, { id: 'ATTRIBUTE_ALIAS_ACCESS', bytes: part, used: run.type, other, role: 'mixed types' });
  }
}

/**
 * An access past the caches to bytes that may be in them: a load misses what is dirty there, a store
 * can be written over by it. Where a device snoops, every such access misses what the device sees.
 */
export function reportPassedLines(now: Transition, run: AccessRun, access: 'load' | 'store'): void {
  const other = viewsOf(now.state, run.start).find((view) => isCacheable(view.type));
  if (other === undefined) return;
  const used = run.type;
  if (isSnooped(now, run)) {
    const bytes = { start: run.start, length: run.length };
    raise(now, { id: 'ATTRIBUTE_ALIAS_ACCESS', bytes, used, other, role: 'passes snooped lines' });
    return;
  }
  const [first, last] = wholeLines(now.state.platform, inner(0), run.start, run.start + run.length);
  const isInCache = cacheLevels(now.state).some(({ copies, dirty }) => {
    return access === 'store' ? copies.touches(first, last) : dirty.touches(first, last);
  });
  if (!isInCache) return;
  const bytes = { start: physAddr(first), length: last - first };
  raise(now, { id: 'ATTRIBUTE_ALIAS_ACCESS', bytes, used, other, role: 'mixed types' });
}

/** Whether a device that has the bytes mapped sees the cached view of them. */
function isSnooped({ state }: Transition, { start }: AccessRun): boolean {
  const { devices, platform } = state;
  return recordsAtPhys(state, start).some(({ device }) => devices.get(device)?.snoops ?? platform.devicesSnoop);
}
