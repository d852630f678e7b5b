// What drivers and the DMA API call: whole ranges, checked and cut into pages.
// Source: drivers/iommu/iommu.c (6.12), __iommu_map and __iommu_unmap.

import { isAligned } from '../address/align.js';
import type { Iova, PhysAddr } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import type { EditRecord, MapOutcome, PageTableFormat, Protection, UnmapOutcome } from './formats/format.js';
import type { Tables } from './formats/tables.js';
import { selectPages } from './page-size.js';

export interface RangeToMap {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  /** In bytes. */
  readonly size: number;
  readonly protection: Protection;
}

/** Maps the whole range, or nothing: what was mapped before an error is unmapped again. */
export function mapRange(format: PageTableFormat, tables: Tables, range: RangeToMap): MapOutcome {
  const { iova, pa, size, protection } = range;
  if (![iova, pa, size].every((it) => isAligned(it, smallestPage(format)))) {
    return { ...joined(tables, []), mapped: 0, error: 'EINVAL' };
  }
  const steps: EditRecord[] = [];
  let current = tables;
  let mapped = 0;
  while (mapped < size) {
    const at = { iova: offsetBy(iova, mapped), pa: offsetBy(pa, mapped) };
    const run = selectPages(format.pageSizes, at.iova, at.pa, size - mapped);
    const step = format.map(current, { ...at, ...run, protection });
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

/**
 * Unmaps with page sizes chosen from the IOVA alone, however the range was mapped, and stops at
 * the first refusal. May unmap more than `size` where an entry is larger.
 */
export function unmapRange(
  format: PageTableFormat,
  tables: Tables,
  { iova, size }: { readonly iova: Iova; readonly size: number },
): UnmapOutcome {
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

function smallestPage(format: PageTableFormat): number {
  return Math.min(...format.pageSizes);
}

function joined(tables: Tables, steps: readonly EditRecord[]): EditRecord {
  return {
    tables,
    writes: steps.flatMap((it) => it.writes),
    invalidations: steps.flatMap((it) => it.invalidations),
    warnings: steps.flatMap((it) => it.warnings),
  };
}
