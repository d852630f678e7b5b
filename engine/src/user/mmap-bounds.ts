import { pageCount } from '../address/align.js';

/**
 * Whether a VMA of `pages` pages at page offset `pageOffset` lies inside a buffer. Linux
 * kernel/dma/direct.c (6.12), dma_direct_mmap, and mm/memory.c, vm_map_pages: both refuse with −ENXIO.
 */
export function isInsideBuffer(size: number, pageOffset: number, pages: number): boolean {
  const count = pageCount(size);
  return pageOffset < count && pages <= count - pageOffset;
}
