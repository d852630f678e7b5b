// The IOVA allocator of ARM's own DMA operations for IOMMUs.
// Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_create_mapping, __alloc_iova, __free_iova.

import { alignDown, alignUp, orderOf, pageBytes, pageCount } from '../address/align.js';
import type { Iova } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import { type FreeRuns, freeRun, giveBack, isFree, lowestFit, takeOut } from '../data/free-runs.js';
import { invariant } from '../data/invariant.js';

/** A row of bitmaps with one bit per page. No allocation crosses from one into the next. */
export interface IovaBitmap {
  readonly base: Iova;
  /** Usable pages from `base` on. */
  readonly pages: number;
  readonly pagesPerBitmap: number;
  /** `CONFIG_ARM_DMA_IOMMU_ALIGNMENT`: no allocation is aligned to more than 2^order pages. */
  readonly alignmentOrder: number;
  /** The clear bits of each bitmap so far, counted from its first page. Further ones are added when they are needed. */
  readonly free: readonly FreeRuns[];
}

export interface IovaSpace {
  readonly base: Iova;
  /** In bytes; see `checkIovaSize`. */
  readonly size: number;
  /** 4 to 9. */
  readonly alignmentOrder?: number;
  /** Whether pages past the last whole bitmap are usable. Linux loses them (quirk Q4). */
  readonly keepsRemainder?: boolean;
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
 * that down to a multiple of 128 MiB unless the remainder is kept.
 */
export function createIovaBitmap(space: IovaSpace): IovaBitmap {
  const { base, size, alignmentOrder = defaultAlignmentOrder, keepsRemainder = false } = space;
  invariant(checkIovaSize(size) === undefined, 'the size was checked');
  const bitmapBytes = Math.ceil(Math.floor(size / pageBytes) / bitsPerLong) * bytesPerLong;
  const pagesPerBitmap = Math.min(bitmapBytes, largestBitmapBytes) * bitsPerByte;
  const bits = bitmapBytes * bitsPerByte;
  const pages = keepsRemainder ? bits : alignDown(bits, pagesPerBitmap);
  return { base, pages, pagesPerBitmap, alignmentOrder, free: [freeRun(0, pagesPerBitmap)] };
}

/** First fit for `size` bytes, or `undefined` where Linux returns DMA_MAPPING_ERROR. */
export function allocIova(
  bitmap: IovaBitmap,
  size: number,
): { readonly bitmap: IovaBitmap; readonly iova: Iova } | undefined {
  const { free, pagesPerBitmap } = bitmap;
  const length = pageCount(size);
  // Aligned relative to the bitmap, not to address 0: `base` need not be aligned at all.
  const alignment = 2 ** Math.min(orderOf(size), bitmap.alignmentOrder);
  const fit = (start: number, end: number): number | undefined => {
    const aligned = alignUp(start, alignment);
    return aligned + length <= end ? aligned : undefined;
  };
  for (let index = 0; index * pagesPerBitmap < bitmap.pages; index += 1) {
    const runs = free[index] ?? freeRun(0, Math.min(pagesPerBitmap, bitmap.pages - index * pagesPerBitmap));
    const start = lowestFit(runs, { length, fit });
    if (start !== undefined) {
      const changed = takeOut(runs, start, start + length);
      const page = index * pagesPerBitmap + start;
      return { bitmap: withBitmap(bitmap, index, changed), iova: offsetBy(bitmap.base, page * pageBytes) };
    }
    // One more bitmap is all that a request gets.
    if (index === free.length) return undefined;
  }
  return undefined;
}

/**
 * Frees the whole pages of `size` bytes at `iova`, whoever allocated them. `undefined` where Linux
 * crashes: the range lies outside what was ever allocated from, or crosses from one bitmap into the next.
 */
export function freeIova(bitmap: IovaBitmap, iova: Iova, size: number): IovaBitmap | undefined {
  if (size === 0) return bitmap;
  const { index, page } = placeOf(bitmap, iova);
  const runs = bitmap.free[index];
  if (runs === undefined || bitmap.pagesPerBitmap * pageBytes < page * pageBytes + size) return undefined;
  return withBitmap(bitmap, index, giveBack(runs, page, page + Math.floor(size / pageBytes)));
}

export function isIovaUsed(bitmap: IovaBitmap, iova: Iova): boolean {
  const { index, page } = placeOf(bitmap, iova);
  const runs = bitmap.free[index];
  return runs !== undefined && !isFree(runs, page);
}

function withBitmap(bitmap: IovaBitmap, index: number, runs: FreeRuns): IovaBitmap {
  return { ...bitmap, free: [...bitmap.free.slice(0, index), runs, ...bitmap.free.slice(index + 1)] };
}

/** Which bitmap an address belongs to, and which of its bits. */
function placeOf(bitmap: IovaBitmap, iova: Iova): { readonly index: number; readonly page: number } {
  const page = Math.floor((iova - bitmap.base) / pageBytes);
  const index = Math.floor(page / bitmap.pagesPerBitmap);
  return { index, page: page - index * bitmap.pagesPerBitmap };
}
