// Scatterlists as lists: how they are chained, and how pages become entries.
// Source: lib/scatterlist.c (6.12), __sg_alloc_table and sg_alloc_append_table_from_pages.

import { alignDown, pageBytes } from '../address/align.js';
import { bytes, offsetBy, type PhysAddr } from '../address/spaces.js';
import { isArm32, type Platform } from '../platforms/platform.js';
import type { SgEntry, SgMapping } from '../state/map-record.js';

/** Linux CONFIG_NEED_SG_DMA_LENGTH: without, `sg_dma_len` is another name of `sg->length`. */
export const hasOwnDmaLength = (platform: Platform): boolean => !isArm32(platform) || platform.iommus.length !== 0;

/** Entries of one page of a chained list, the last of which may be the link to the next page. */
export function entriesPerPage(platform: Platform): number {
  return Math.floor(pageBytes / entryBytes(platform));
}

/** `struct scatterlist`: page, offset, length, DMA address, and on some kernels a DMA length. */
function entryBytes(platform: Platform): number {
  const is64Bit = platform.architecture === 'arm64' || platform.architecture === 'x86-64';
  if (is64Bit) return 32;
  if (platform.dmaAddressBits === 64) return 24;
  return hasOwnDmaLength(platform) ? 20 : 16;
}

/** How many of `count` entries `sg + 1` reaches before it takes a link for an entry. */
export function reachedWithoutLinks(platform: Platform, count: number): number {
  const perPage = entriesPerPage(platform);
  return count <= perPage ? count : perPage - 1;
}

/** Adjacent pages become one entry, which ends where it would reach `maxSegment` bytes. */
export function entriesOfPages(
  pages: readonly PhysAddr[],
  offset: number,
  size: number,
  maxSegment: number,
): readonly SgEntry[] | undefined {
  const limit = alignDown(maxSegment, pageBytes);
  if (limit < pageBytes) return undefined;
  const entries: SgEntry[] = [];
  let left = size;
  let first = 0;
  while (first < pages.length) {
    const end = endOfChunk(pages, first, limit);
    const start = pages[first] as PhysAddr;
    const skipped = first === 0 ? offset : 0;
    const length = Math.min(left, (end - first) * pageBytes - skipped);
    entries.push({ start: offsetBy(start, skipped), length: bytes(length) });
    left -= length;
    first = end;
  }
  return entries;
}

function endOfChunk(pages: readonly PhysAddr[], first: number, limit: number): number {
  let end = first + 1;
  while (end < pages.length && (end - first) * pageBytes < limit && isNext(pages, end)) end += 1;
  return end;
}

function isNext(pages: readonly PhysAddr[], index: number): boolean {
  const [before, page] = [pages[index - 1], pages[index]];
  return before !== undefined && page === before + pageBytes;
}

/** `sg_dma_len` of an entry. */
export function dmaLength(platform: Platform, { entries, segments }: SgMapping, index: number): number {
  const own = hasOwnDmaLength(platform) ? segments[index]?.length : entries[index]?.length;
  return own ?? 0;
}
