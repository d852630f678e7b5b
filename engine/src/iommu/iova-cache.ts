// Freed ranges of one size, kept at hand: the fast path above the tree.
// Source: drivers/iommu/iova.c (6.12), __iova_rcache_insert, __iova_rcache_get, iova_magazine_pop.
// Machines here run allocations on CPU 0 only, so there is one pair of magazines.
//
// Not modeled: the worker that every 100 ms gives one full magazine back to the tree as long as there are more than
// CPUs (iova_depot_work_func). It takes more than 500 freed ranges of one order to notice.

import { emptyStack, type Stack } from '../data/stack.js';

/** First pages of freed ranges, the last one freed at the end; at most `magazineSlots`. */
export type Magazine = readonly number[];

export interface IovaCache {
  readonly loaded: Magazine;
  readonly previous: Magazine;
  /** Full magazines. */
  readonly depot: Stack<Magazine>;
}

/** IOVA_MAG_SIZE. */
export const magazineSlots = 127;

export const emptyIovaCache: IovaCache = { loaded: [], previous: [], depot: emptyStack() };

export function putInCache(cache: IovaCache, page: number): IovaCache {
  const { loaded, previous, depot } = cache;
  if (loaded.length < magazineSlots) return { ...cache, loaded: [...loaded, page] };
  if (previous.length < magazineSlots) return { ...cache, loaded: [...previous, page], previous: loaded };
  return { loaded: [page], previous, depot: depot.push(loaded) };
}

/**
 * The range freed last whose first page is at most `highest`. Only one magazine is looked at, and
 * a full one from the depot stays loaded even when none of its ranges is low enough.
 */
export function takeFromCache(
  cache: IovaCache,
  highest: number,
): { readonly cache: IovaCache; readonly page: number | undefined } {
  const ready = withLoaded(cache);
  const { loaded } = ready;
  const index = loaded.findLastIndex((page) => page <= highest);
  const page = loaded[index];
  const last = loaded.at(-1);
  if (page === undefined || last === undefined) return { cache: ready, page: undefined };
  // The last one moves into the gap.
  const left = loaded.slice(0, -1).map((it, at) => (at === index ? last : it));
  return { cache: { ...ready, loaded: left }, page };
}

/** Everything in the cache. */
export function pagesInCache({ loaded, previous, depot }: IovaCache): readonly number[] {
  return [loaded, previous, ...depot].flat();
}

function withLoaded(cache: IovaCache): IovaCache {
  if (0 < cache.loaded.length) return cache;
  if (0 < cache.previous.length) return { ...cache, loaded: cache.previous, previous: cache.loaded };
  const full = cache.depot.pop();
  return full === undefined ? cache : { ...cache, loaded: full.top, depot: full.rest };
}
