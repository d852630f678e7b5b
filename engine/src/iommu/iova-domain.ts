// The IOVA allocator of the generic DMA operations for IOMMUs: a tree of ranges behind caches by size.
// Source: drivers/iommu/iova.c (6.12), alloc_iova_fast, free_iova_fast.

import { orderOfCount } from '../address/align.js';
import { emptyIovaCache, type IovaCache, pagesInCache, putInCache, takeFromCache } from './iova-cache.js';
import { createIovaTree, type IovaTree, reserveInTree, returnToTree, takeFromTree } from './iova-tree.js';

/** One IOVA space. Sizes and addresses are in pages of `granule` bytes. */
export interface IovaDomain {
  readonly granule: number;
  readonly tree: IovaTree;
  /** By order: ranges of 1, 2, 4 … 32 pages. */
  readonly caches: readonly IovaCache[];
}

/** IOVA_RANGE_CACHE_MAX_SIZE. */
const cachedOrders = 6;
/** Requests below this are rounded up to a power of two, so that what comes back fits the next request. */
const smallestExactPages = 2 ** (cachedOrders - 1);

/** `granule`: the least page size of the IOMMU, in bytes. `start`: the first usable page, at least 1. */
export function createIovaDomain(granule: number, start: number): IovaDomain {
  return {
    granule,
    tree: createIovaTree(granule, start),
    caches: Array.from({ length: cachedOrders }, () => emptyIovaCache),
  };
}

export interface IovaTaken {
  /** Also a failure changes it: it is remembered, and may have emptied the caches. */
  readonly domain: IovaDomain;
  /** The first page, or `undefined` where Linux answers 0. */
  readonly page: number | undefined;
}

/** `pages` pages that end at or below page `highest`. `whenFull`: whether the caches are emptied for another try. */
export function takePages(
  domain: IovaDomain,
  pages: number,
  highest: number,
  whenFull: 'empty-caches' | 'give-up',
): IovaTaken {
  const order = orderOfCount(pages);
  const count = pages < smallestExactPages ? 2 ** order : pages;
  const cache = domain.caches[order];
  if (cache !== undefined) {
    const taken = takeFromCache(cache, highest + 1 - count);
    const changed = withCache(domain, order, taken.cache);
    if (taken.page !== undefined) return { domain: changed, page: taken.page };
    return takeNewPages(changed, count, highest, whenFull);
  }
  return takeNewPages(domain, count, highest, whenFull);
}

/** Frees what `takePages` gave for as many pages. */
export function returnPages(domain: IovaDomain, page: number, pages: number): IovaDomain {
  const order = orderOfCount(pages);
  const cache = domain.caches[order];
  if (cache !== undefined) return withCache(domain, order, putInCache(cache, page));
  const tree = returnToTree(domain.tree, page);
  return tree === undefined ? domain : { ...domain, tree };
}

/** Keeps the pages `first` to `last` from being handed out. */
export function reservePages(domain: IovaDomain, first: number, last: number): IovaDomain {
  return { ...domain, tree: reserveInTree(domain.tree, first, last + 1) };
}

function takeNewPages(
  domain: IovaDomain,
  count: number,
  highest: number,
  whenFull: 'empty-caches' | 'give-up',
): IovaTaken {
  const { tree, page } = takeFromTree(domain.tree, count, highest);
  const tried = { ...domain, tree };
  if (page !== undefined || whenFull === 'give-up') return { domain: tried, page };
  return takeNewPages(emptyCaches(tried), count, highest, 'give-up');
}

/** Everything cached goes back to the tree. */
function emptyCaches(domain: IovaDomain): IovaDomain {
  const pages = domain.caches.flatMap(pagesInCache);
  const tree = pages.reduce((left, page) => returnToTree(left, page) ?? left, domain.tree);
  return { ...domain, tree, caches: domain.caches.map(() => emptyIovaCache) };
}

function withCache(domain: IovaDomain, order: number, cache: IovaCache): IovaDomain {
  return { ...domain, caches: domain.caches.map((it, index) => (index === order ? cache : it)) };
}
