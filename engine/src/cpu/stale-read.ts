import { physAddr } from '../address/spaces.js';
import { cacheAt, type CachePlace, innerPlacesOf } from '../cache/lookup.js';
import type { Slice } from '../data/interval-map.js';
import { hasAliases, linearIndex } from '../memory/alias-index.js';
import { staleParts } from '../memory/contents.js';
import type { HazardEvent } from '../ops/event-hazard.js';
import { raise, type Transition } from '../ops/transition.js';
import type { WriteRef } from '../state/write-ref.js';

/** What a load got or could have got, and where from. */
export interface LoadedBytes {
  readonly got: Slice<WriteRef>;
  readonly from: 'cache' | 'memory' | 'prefetch';
  /** Where it was found or looked for first; `undefined` for a load past the caches. */
  readonly place: CachePlace | undefined;
}

/** Says where a load got something else than a perfect machine would have read, and why. */
export function reportStale(now: Transition, loaded: LoadedBytes): void {
  const certainty = loaded.from === 'prefetch' ? 'may' : 'must';
  for (const { start, end, expected } of staleParts(now.state, loaded.got)) {
    const bytes = { start: physAddr(start), length: end - start };
    const mapping = now.state.lastMapped.at(start);
    const lost = now.state.discarded.at(start);
    if (lost !== undefined && certainty === 'must') {
      raise(now, { id: 'CPU_WRITE_DISCARDED', bytes, mapping, storedAt: lost.stored, invalidatedAt: lost.invalidated });
    }
    // What the CPU gave up to the device has no right contents until the device writes it.
    if (now.state.ceded.at(start) !== undefined) continue;
    const cause = causeOf(now, loaded, start, expected);
    raise(now, { id: 'STALE_CPU_READ', certainty, bytes, expected, got: loaded.got.value, cause, mapping });
  }
}

type StaleCause = Extract<HazardEvent, { id: 'STALE_CPU_READ' }>['cause'];

function causeOf(now: Transition, { from, place }: LoadedBytes, start: number, expected: WriteRef): StaleCause {
  const { platform, bounce, discarded, overwritten } = now.state;
  if (bounce.uncopied.at(start) !== undefined) return 'bounce not copied';
  if (from === 'prefetch') return 'speculative refill';
  if (discarded.at(start) !== undefined) return 'discarded by invalidate';
  if (overwritten.at(start) !== undefined) return 'overwritten by write-back';
  if (isAliasFault(now, place, start, expected)) return platform.devicesSnoop ? 'incongruent index' : 'alias colour';
  return from === 'cache' ? 'cached copy' : 'other alias';
}

/** The bytes went to the lines of another address, or to memory through it. */
function isAliasFault(now: Transition, place: CachePlace | undefined, start: number, expected: WriteRef): boolean {
  const { platform } = now.state;
  if (place === undefined || !hasAliases(platform)) return false;
  if (place.level === 'l1' && place.index !== linearIndex(platform)) return true;
  return innerPlacesOf(now.state).some((other) => cacheAt(now.state, other).copies.at(start) === expected);
}
