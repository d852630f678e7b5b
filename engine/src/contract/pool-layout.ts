// How a pool cuts its memory. Source: mm/dmapool.c (6.12), dma_pool_create and pool_initialise_page.

import { alignUp, pageBytes } from '../address/align.js';
import type { Platform } from '../platforms/platform.js';

export interface PoolLayout {
  readonly blockBytes: number;
  readonly chunkBytes: number;
  readonly boundaryBytes: number;
}

/** Bytes of a free block that the pool uses itself. Linux 2.6.39 keeps an offset there, later kernels `struct dma_block`. */
export function linkBytes({ profile, dmaAddressBits }: Platform): number {
  if (profile === 'k2639') return 4;
  return dmaAddressBits === 64 ? 16 : 8;
}

interface PoolShape {
  readonly size: number;
  readonly align: number;
  readonly boundary: number;
}

const maxBlockBytes = 2 ** 31 - 1;

/** `undefined` where `dma_pool_create` returns NULL. */
export function layOutPool(platform: Platform, { size, align, boundary }: PoolShape): PoolLayout | undefined {
  const alignBytes = align === 0 ? 1 : align;
  if (!isPowerOfTwo(alignBytes) || size === 0 || maxBlockBytes < size) return undefined;
  const blockBytes = alignUp(Math.max(size, linkBytes(platform)), alignBytes);
  const chunkBytes = Math.max(blockBytes, pageBytes);
  if (boundary === 0) return { blockBytes, chunkBytes, boundaryBytes: chunkBytes };
  if (boundary < blockBytes || !isPowerOfTwo(boundary)) return undefined;
  return { blockBytes, chunkBytes, boundaryBytes: Math.min(boundary, chunkBytes) };
}

/** Where the blocks of a chunk start, ascending; none crosses a boundary. */
export function blockOffsets({ blockBytes, chunkBytes, boundaryBytes }: PoolLayout): readonly number[] {
  const offsets: number[] = [];
  let nextBoundary = boundaryBytes;
  let offset = 0;
  while (offset + blockBytes <= chunkBytes) {
    if (nextBoundary < offset + blockBytes) {
      offset = nextBoundary;
      nextBoundary += boundaryBytes;
    } else {
      offsets.push(offset);
      offset += blockBytes;
    }
  }
  return offsets;
}

function isPowerOfTwo(value: number): boolean {
  return 0 < value && Number.isInteger(Math.log2(value));
}
