// Invalidations collected until somebody syncs them.
// Source: include/linux/iommu.h (6.12), iommu_iotlb_gather_add_page and the functions around it.

import type { Iova } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import type { Invalidation } from './formats/format.js';

/** What `iommu_unmap_fast` has unmapped and not invalidated: until it is synced, devices may still get there. */
export type IotlbGather =
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'range';
      readonly start: Iova;
      /** Exclusive. */
      readonly end: Iova;
      /** Of every page in the range, in bytes. */
      readonly pageSize: number;
    };

export const emptyGather: IotlbGather = { kind: 'empty' };

export interface Gathered {
  readonly gather: IotlbGather;
  /** What could not wait: a page of another size or elsewhere makes the driver sync what it had. */
  readonly invalidations: readonly Invalidation[];
}

export function gatherPage(gather: IotlbGather, iova: Iova, size: number): Gathered {
  const end = offsetBy(iova, size);
  if (gather.kind === 'empty')
    return { gather: { kind: 'range', start: iova, end, pageSize: size }, invalidations: [] };
  const isDisjoint = end < gather.start || gather.end < iova;
  if (gather.pageSize !== size || isDisjoint) {
    return { gather: { kind: 'range', start: iova, end, pageSize: size }, invalidations: syncGather(gather) };
  }
  const start = iova < gather.start ? iova : gather.start;
  return { gather: { ...gather, start, end: gather.end < end ? end : gather.end }, invalidations: [] };
}

/** Sorts what a driver asked for into what waits and what does not: only single pages wait. */
export function gatherInvalidations(gather: IotlbGather, asked: readonly Invalidation[]): Gathered {
  const invalidations: Invalidation[] = [];
  let current = gather;
  for (const invalidation of asked) {
    if (invalidation.kind !== 'page') {
      invalidations.push(invalidation);
      continue;
    }
    const next = gatherPage(current, invalidation.iova, invalidation.size);
    invalidations.push(...next.invalidations);
    current = next.gather;
  }
  return { gather: current, invalidations };
}

/** Linux `iommu_iotlb_sync`; the gather is empty afterwards. */
export function syncGather(gather: IotlbGather): readonly Invalidation[] {
  if (gather.kind === 'empty') return [];
  const { start, end, pageSize } = gather;
  return [{ kind: 'range', iova: start, size: end - start, granule: pageSize }];
}
