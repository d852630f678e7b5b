// The tree of used ranges below the generic IOVA allocator.
// Source: drivers/iommu/iova.c (6.12), __alloc_and_insert_iova_range, remove_iova, reserve_iova.

import { alignDown, orderOfCount } from '../address/align.js';
import { type FreeRuns, freeRun, giveBack, highestFit, takeOut } from '../data/free-runs.js';
import { invariant } from '../data/invariant.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';

/** All numbers are pages of the IOMMU's granule. */
export interface IovaTree {
  /** The least page ever handed out. */
  readonly start: number;
  /** The first page whose address needs more than 32 bits. */
  readonly pagesBelow4GiB: number;
  /** First page of each range in use to the page after its last. */
  readonly used: PersistentMap<number, number>;
  /** What is between them, so that a search need not walk them as Linux does. */
  readonly free: FreeRuns;
  /** Where searches start: the first page of a range in use, or `top`. One for each side of 4 GiB. */
  readonly cachedBelow4GiB: number;
  readonly cached: number;
  /** No request of this many pages or more is tried below 4 GiB until something is freed there. */
  readonly tooManyBelow4GiB: number;
}

/** Above every page: a 64-bit address has 52 bits of page number at most. Linux has an anchor node there. */
const top = 2 ** 52;

/** `granule` in bytes, a power of two up to 4096; `start` at least 1, so that address 0 is never handed out. */
export function createIovaTree(granule: number, start: number): IovaTree {
  invariant(1 <= start, 'page 0 stays free');
  const pagesBelow4GiB = 2 ** 32 / granule;
  return {
    start,
    pagesBelow4GiB,
    used: emptyMap(),
    free: freeRun(start, top),
    cachedBelow4GiB: top,
    cached: top,
    tooManyBelow4GiB: pagesBelow4GiB,
  };
}

export interface TakenPages {
  /** Also a failure is remembered. */
  readonly tree: IovaTree;
  /** `undefined`: there is no room. */
  readonly page: number | undefined;
}

/**
 * The highest `count` free pages up to `highest`, aligned to the power of two that holds them.
 *
 * The search goes down from the range allocated last, not from the top; only when nothing is left
 * below does it look once between there and `highest`.
 */
export function takeFromTree(tree: IovaTree, count: number, highest: number): TakenPages {
  const limit = highest + 1;
  const isBelow4GiB = limit <= tree.pagesBelow4GiB;
  if (isBelow4GiB && tree.tooManyBelow4GiB <= count) return { tree, page: undefined };
  const cached = isBelow4GiB ? tree.cachedBelow4GiB : tree.cached;
  const page = fitBetween(tree, count, tree.start, Math.min(limit, cached)) ?? retry(tree, count, cached, limit);
  // Linux notes the size whichever side of 4 GiB was asked for.
  if (page === undefined) return { tree: { ...tree, tooManyBelow4GiB: count }, page };
  return { tree: enter(tree, page, page + count), page };
}

function retry(tree: IovaTree, count: number, cached: number, limit: number): number | undefined {
  const after = tree.used.get(cached);
  return after === undefined || limit < after ? undefined : fitBetween(tree, count, after, limit);
}

function fitBetween(tree: IovaTree, length: number, low: number, high: number): number | undefined {
  const alignment = 2 ** orderOfCount(length);
  const fit = (start: number, end: number): number | undefined => {
    const page = alignDown(Math.min(end, high) - length, alignment);
    return Math.max(start, low) <= page ? page : undefined;
  };
  return highestFit(tree.free, high, { length, fit });
}

function enter(tree: IovaTree, page: number, end: number): IovaTree {
  return {
    ...tree,
    used: tree.used.set(page, end),
    free: takeOut(tree.free, page, end),
    ...(end <= tree.pagesBelow4GiB ? { cachedBelow4GiB: page } : { cached: page }),
  };
}

/** Frees the whole range that `page` lies in. `undefined` if there is none. */
export function returnToTree(tree: IovaTree, page: number): IovaTree | undefined {
  const range = tree.used.floor(page);
  if (range === undefined || range[1] <= page) return undefined;
  const [start, end] = range;
  const next = tree.used.ceiling(end)?.[0] ?? top;
  const startsBelow4GiB = start < tree.pagesBelow4GiB;
  const movesBelow4GiB =
    start === tree.cachedBelow4GiB || (end <= tree.pagesBelow4GiB && tree.cachedBelow4GiB <= start);
  return {
    ...tree,
    used: tree.used.delete(start),
    free: giveBack(tree.free, Math.max(start, tree.start), end),
    cachedBelow4GiB: movesBelow4GiB ? next : tree.cachedBelow4GiB,
    cached: tree.cached <= start ? next : tree.cached,
    tooManyBelow4GiB: startsBelow4GiB ? tree.pagesBelow4GiB : tree.tooManyBelow4GiB,
  };
}

/** Keeps [start, end) from being handed out. A range in use that it runs into from below grows downwards, as in Linux. */
export function reserveInTree(tree: IovaTree, start: number, end: number): IovaTree {
  const free = takeOut(tree.free, start, end);
  let reserved: IovaTree = { ...tree, free };
  let rest = start;
  for (const [from, to] of tree.used.entriesFrom(tree.used.floor(start)?.[0] ?? start)) {
    if (end <= from) break;
    if (to <= rest) continue;
    if (rest < from) reserved = growDown(reserved, from, rest);
    if (end <= to) return reserved;
    rest = to;
  }
  return { ...reserved, used: reserved.used.set(rest, end) };
}

function growDown(tree: IovaTree, from: number, to: number): IovaTree {
  const end = tree.used.get(from) ?? from;
  return {
    ...tree,
    used: tree.used.delete(from).set(to, end),
    cachedBelow4GiB: tree.cachedBelow4GiB === from ? to : tree.cachedBelow4GiB,
    cached: tree.cached === from ? to : tree.cached,
  };
}
