import type { Iova, PhysAddr } from '../address/spaces.js';
import { invariant } from '../data/invariant.js';

export interface PageRun {
  readonly pageSize: number;
  readonly count: number;
}

/**
 * The pages the start of a range is mapped with: the largest size that fits and is aligned, and
 * only up to where a larger one becomes possible. Linux drivers/iommu/iommu.c (6.12), `iommu_pgsize`.
 *
 * `pageSizes` ascending; `iova`, `pa` and `size` are multiples of the smallest, `size` is not 0.
 */
export function selectPages(pageSizes: readonly number[], iova: Iova, pa: Iova | PhysAddr, size: number): PageRun {
  const fitting = pageSizes.filter((it) => it <= size && iova % it === 0 && pa % it === 0);
  const pageSize = fitting.at(-1);
  invariant(pageSize !== undefined, 'the range is aligned to the smallest page size');
  return { pageSize, count: Math.floor(reach(pageSizes, iova, pa, size, pageSize) / pageSize) };
}

/** Bytes to map with `pageSize`: all, or up to the next boundary from which a larger page fits. */
function reach(pageSizes: readonly number[], iova: Iova, pa: Iova | PhysAddr, size: number, pageSize: number): number {
  const larger = pageSizes.find((it) => pageSize < it);
  if (larger === undefined || iova % larger !== pa % larger) return size;
  const toBoundary = larger - (iova % larger);
  return toBoundary + larger <= size ? toBoundary : size;
}
