// What drivers and the DMA API call: whole ranges, checked and cut into pages.
// Source: drivers/iommu/iommu.c (6.12), __iommu_map, iommu_map_sg and __iommu_unmap.

import { isAligned } from '../address/align.js';
import type { Iova, PhysAddr } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import type {
  EditRecord,
  Invalidation,
  MapOutcome,
  PageTableFormat,
  Protection,
  SnoopHint,
  UnmapOutcome,
} from './formats/format.js';
import type { Tables } from './formats/tables.js';
import { gatherInvalidations, type IotlbGather } from './gather.js';
import { selectPages } from './page-size.js';

export interface RangeToMap {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  /** In bytes. */
  readonly size: number;
  readonly protection: Protection;
  readonly snoop?: SnoopHint;
}

/** Maps the whole range, or nothing: what was mapped before an error is unmapped again. */
export function mapRange(format: PageTableFormat, tables: Tables, range: RangeToMap): MapOutcome {
  return synced(format, range.iova, mapContiguous(format, tables, range));
}

export interface SegmentsToMap {
  readonly iova: Iova;
  readonly segments: readonly { readonly pa: PhysAddr; readonly length: number }[];
  readonly protection: Protection;
}

/** Maps segments one behind the other, or nothing. What is adjacent in memory is mapped as one range. */
export function mapSegments(
  format: PageTableFormat,
  tables: Tables,
  { iova, segments, protection }: SegmentsToMap,
): MapOutcome {
  const steps: EditRecord[] = [];
  let current = tables;
  let mapped = 0;
  for (const { pa, length } of joinAdjacent(segments)) {
    const step = mapContiguous(format, current, { iova: offsetBy(iova, mapped), pa, size: length, protection });
    steps.push(step);
    current = step.tables;
    if (step.error !== undefined) {
      const undone = unmapRange(format, current, { iova, size: mapped });
      return { ...joined(undone.tables, [...steps, undone]), mapped: 0, error: step.error };
    }
    mapped += step.mapped;
  }
  return synced(format, iova, { ...joined(current, steps), mapped, error: undefined });
}

function joinAdjacent(segments: SegmentsToMap['segments']): SegmentsToMap['segments'] {
  const runs: { pa: PhysAddr; length: number }[] = [];
  for (const { pa, length } of segments) {
    const last = runs.at(-1);
    if (last !== undefined && last.pa + last.length === pa) last.length += length;
    else runs.push({ pa, length });
  }
  return runs;
}

function mapContiguous(format: PageTableFormat, tables: Tables, range: RangeToMap): MapOutcome {
  const { iova, pa, size, protection, snoop } = range;
  if (![iova, pa, size].every((it) => isAligned(it, smallestPage(format)))) {
    return { ...joined(tables, []), mapped: 0, error: 'EINVAL' };
  }
  const steps: EditRecord[] = [];
  let current = tables;
  let mapped = 0;
  while (mapped < size) {
    const at = { iova: offsetBy(iova, mapped), pa: offsetBy(pa, mapped) };
    const run = selectPages(format.pageSizes, at.iova, at.pa, size - mapped);
    const step = format.map(current, { ...at, ...run, protection, ...snoopAt(snoop, mapped) });
    steps.push(step);
    current = step.tables;
    mapped += step.mapped;
    if (step.error !== undefined) {
      const undone = unmapRange(format, current, { iova, size: mapped });
      return { ...joined(undone.tables, [...steps, undone]), mapped: 0, error: step.error };
    }
  }
  return { ...joined(current, steps), mapped, error: undefined };
}

function snoopAt(snoop: SnoopHint | undefined, offset: number): { readonly snoop?: SnoopHint } {
  return snoop === undefined ? {} : { snoop: { ...snoop, coherenceIndex: snoop.coherenceIndex + offset } };
}

/** Some drivers invalidate what they have just mapped: Linux `iotlb_sync_map`. */
function synced(format: PageTableFormat, iova: Iova, outcome: MapOutcome): MapOutcome {
  if (!format.flushesAfterMap || outcome.error !== undefined || outcome.mapped === 0) return outcome;
  const flush: Invalidation = { kind: 'range', iova, size: outcome.mapped, granule: smallestPage(format) };
  return { ...outcome, invalidations: [...outcome.invalidations, flush] };
}

export interface RangeToUnmap {
  readonly iova: Iova;
  /** In bytes. */
  readonly size: number;
}

/**
 * Unmaps with page sizes chosen from the IOVA alone, however the range was mapped, and stops at
 * the first refusal. May unmap more than `size` where an entry is larger.
 */
export function unmapRange(format: PageTableFormat, tables: Tables, { iova, size }: RangeToUnmap): UnmapOutcome {
  if (![iova, size].every((it) => isAligned(it, smallestPage(format)))) return { ...joined(tables, []), unmapped: 0 };
  const steps: EditRecord[] = [];
  let current = tables;
  let unmapped = 0;
  while (unmapped < size) {
    const at = offsetBy(iova, unmapped);
    const run = selectPages(format.pageSizes, at, at, size - unmapped);
    const step = format.unmap(current, { iova: at, ...run });
    steps.push(step);
    current = step.tables;
    if (step.unmapped === 0) break;
    unmapped += step.unmapped;
  }
  return { ...joined(current, steps), unmapped };
}

/** Like `unmapRange`, but single pages are invalidated when the gather is synced: Linux `iommu_unmap_fast`. */
export function unmapRangeFast(
  format: PageTableFormat,
  tables: Tables,
  range: RangeToUnmap,
  gather: IotlbGather,
): UnmapOutcome & { readonly gather: IotlbGather } {
  const outcome = unmapRange(format, tables, range);
  return { ...outcome, ...gatherInvalidations(gather, outcome.invalidations) };
}

function smallestPage(format: PageTableFormat): number {
  return Math.min(...format.pageSizes);
}

function joined(tables: Tables, steps: readonly EditRecord[]): EditRecord {
  return {
    tables,
    writes: steps.flatMap((it) => it.writes),
    invalidations: steps.flatMap((it) => it.invalidations),
    warnings: steps.flatMap((it) => it.warnings),
    strayWrites: steps.flatMap((it) => it.strayWrites),
    uncleanedWords: steps.flatMap((it) => it.uncleanedWords),
    truncations: steps.flatMap((it) => it.truncations),
  };
}
