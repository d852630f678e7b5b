// The IOVA allocator of ARM's own DMA operations for IOMMUs.
// Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_create_mapping, __alloc_iova, __free_iova.

import { alignUp, orderOf, pageBytes, pageCount } from '../address/align.js';
import type { Iova } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import { invariant } from '../data/invariant.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';

/**
 * A row of equally large bitmaps with one bit per page. No allocation crosses from one into the next.
 *
 * Linux adds the second and later bitmaps when they are first needed. An empty bitmap takes every
 * request that fits a bitmap, so looking through all of them in order gives the same addresses.
 */
export interface IovaBitmap {
  readonly base: Iova;
  readonly pagesPerBitmap: number;
  readonly bitmaps: number;
  /** `CONFIG_ARM_DMA_IOMMU_ALIGNMENT`: no allocation is aligned to more than 2^order pages. */
  readonly alignmentOrder: number;
  /** First page of each used run to the page after its last, counted from `base`. */
  // Invariant: runs neither overlap nor touch.
  readonly used: PersistentMap<number, number>;
}

export interface IovaSpace {
  readonly base: Iova;
  /** In bytes; see `checkIovaSize`. */
  readonly size: number;
  readonly alignmentOrder?: number;
}

/** arch/arm/Kconfig (6.12), ARM_DMA_IOMMU_ALIGNMENT. */
const defaultAlignmentOrder = 8;
/** A bitmap fills at most one page: 32768 bits, 128 MiB of addresses. */
const largestBitmapBytes = pageBytes;
/** Bitmaps are made of 32-bit longs. */
const bitsPerLong = 32;
const bytesPerLong = 4;
const bitsPerByte = 8;

/** What `arm_iommu_create_mapping` answers for a size it does not accept. */
export function checkIovaSize(size: number): 'ERANGE' | 'EINVAL' | undefined {
  if (2 ** 32 < size) return 'ERANGE';
  return size < pageBytes ? 'EINVAL' : undefined;
}

/**
 * The usable space is not the size asked for: up to 128 MiB it is rounded up to 32 pages, above
 * that down to a multiple of 128 MiB.
 */
export function createIovaBitmap({ base, size, alignmentOrder = defaultAlignmentOrder }: IovaSpace): IovaBitmap {
  invariant(checkIovaSize(size) === undefined, 'the size was checked');
  const bitmapBytes = Math.ceil(Math.floor(size / pageBytes) / bitsPerLong) * bytesPerLong;
  return {
    base,
    pagesPerBitmap: Math.min(bitmapBytes, largestBitmapBytes) * bitsPerByte,
    bitmaps: Math.max(1, Math.floor(bitmapBytes / largestBitmapBytes)),
    alignmentOrder,
    used: emptyMap(),
  };
}

/** First fit for `size` bytes, or `undefined` where Linux returns DMA_MAPPING_ERROR. */
export function allocIova(
  bitmap: IovaBitmap,
  size: number,
): { readonly bitmap: IovaBitmap; readonly iova: Iova } | undefined {
  const count = pageCount(size);
  // Aligned relative to the bitmap, not to address 0: `base` need not be aligned at all.
  const alignment = 2 ** Math.min(orderOf(size), bitmap.alignmentOrder);
  for (let index = 0; index < bitmap.bitmaps; index += 1) {
    const start = findFree(bitmap, index, count, alignment);
    if (start !== undefined) {
      const used = addRun(bitmap.used, start, start + count);
      return { bitmap: { ...bitmap, used }, iova: offsetBy(bitmap.base, start * pageBytes) };
    }
  }
  return undefined;
}

/**
 * Frees the whole pages of `size` bytes at `iova`, whoever allocated them. `undefined` where Linux
 * stops with a BUG: the range lies outside, or crosses from one bitmap into the next.
 */
export function freeIova(bitmap: IovaBitmap, iova: Iova, size: number): IovaBitmap | undefined {
  if (size === 0) return bitmap;
  const bitmapBytes = bitmap.pagesPerBitmap * pageBytes;
  const index = Math.floor((iova - bitmap.base) / bitmapBytes);
  if (index < 0 || bitmap.bitmaps <= index) return undefined;
  if (bitmap.base + (index + 1) * bitmapBytes < iova + size) return undefined;
  const start = Math.floor((iova - bitmap.base) / pageBytes);
  return { ...bitmap, used: removeRun(bitmap.used, start, start + Math.floor(size / pageBytes)) };
}

export function isIovaUsed(bitmap: IovaBitmap, iova: Iova): boolean {
  const page = Math.floor((iova - bitmap.base) / pageBytes);
  const run = bitmap.used.floor(page);
  return run !== undefined && page < run[1];
}

function findFree(bitmap: IovaBitmap, index: number, count: number, alignment: number): number | undefined {
  const first = index * bitmap.pagesPerBitmap;
  const end = first + bitmap.pagesPerBitmap;
  const align = (page: number): number => first + alignUp(page - first, alignment);
  let candidate = first;
  const before = bitmap.used.floor(first);
  for (const [start, runEnd] of bitmap.used.entriesFrom(before?.[0] ?? first)) {
    if (candidate + count <= start) break;
    candidate = Math.max(candidate, align(Math.max(runEnd, first)));
  }
  return candidate + count <= end ? candidate : undefined;
}

function addRun(used: PersistentMap<number, number>, start: number, end: number): PersistentMap<number, number> {
  const before = used.floor(start);
  const after = used.get(end);
  const joinsBefore = before !== undefined && before[1] === start;
  const rest = after === undefined ? used : used.delete(end);
  return rest.set(joinsBefore ? before[0] : start, after ?? end);
}

function removeRun(used: PersistentMap<number, number>, start: number, end: number): PersistentMap<number, number> {
  let rest = used;
  const before = used.floor(start);
  for (const [runStart, runEnd] of used.entriesFrom(before?.[0] ?? start)) {
    if (end <= runStart) break;
    if (runEnd <= start) continue;
    rest = rest.delete(runStart);
    if (runStart < start) rest = rest.set(runStart, start);
    if (end < runEnd) rest = rest.set(end, runEnd);
  }
  return rest;
}
