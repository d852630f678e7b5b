// Tegra 20 GART: one flat table, kept in the IOMMU's own registers. Source: drivers/iommu/tegra-gart.c (6.1).

import { alignDown } from '../../address/align.js';
import type { Iova, PhysAddr } from '../../address/spaces.js';
import { physAddr } from '../../address/spaces.js';
import { directionOf } from './fault.js';
import { flatLevel, flatPageBytes, updateFlatWords } from './flat-table.js';
import type { MapRequest, PageTableFormat, UnmapRequest, WalkResult } from './format.js';
import { TableEdit, type WordCoding } from './tables.js';
import { treeFormat } from './tree-format.js';
import { words32 } from './word.js';
import { plainLeaf, readWrite, type WordMeaning } from './word-meaning.js';

export interface TegraGartConfig {
  readonly name: string;
  /** Only addresses in the aperture are translated. */
  readonly aperture: { readonly start: Iova; readonly bytes: number };
}

const valid = 0x80000000;
/** Bits 30:12: RAM of a Tegra 20 lies below 2 GiB. */
const addressMask = 0x7ffff000;

export function tegraGartFormat({ name, aperture }: TegraGartConfig): PageTableFormat {
  const level = flatLevel(aperture.bytes);
  const coding: WordCoding<number> = { ...words32, describe: (_level, word) => meaningOf(word) };
  const isInside = (iova: Iova): boolean => aperture.start <= iova && iova < aperture.start + aperture.bytes;
  const common = treeFormat([level], coding, aperture.start + aperture.bytes);
  return {
    // The words have no physical addresses of their own; those of a table stand in.
    ...common,
    name,
    pageSizes: [flatPageBytes],
    expresses: 'nothing',
    flushesAfterMap: false,
    /** One page per call; writes over whatever is there. */
    map(tables, { iova, pa, pageSize }: MapRequest) {
      const edit = new TableEdit(tables, coding);
      if (!isInside(iova)) return { ...edit.finish(), mapped: 0, error: 'EINVAL' };
      updateFlatWords(edit, level, iova, 1, () => wordFor(pa));
      const kept = addressOf(wordFor(pa));
      if (kept !== pa) edit.truncate({ pa, kept });
      return { ...edit.finish(), mapped: pageSize, error: undefined };
    },
    /** A hole counts as unmapped. */
    unmap(tables, { iova, pageSize }: UnmapRequest) {
      const edit = new TableEdit(tables, coding);
      if (!isInside(iova)) return { ...edit.finish(), unmapped: 0 };
      updateFlatWords(edit, level, iova, 1, () => 0);
      return { ...edit.finish(), unmapped: pageSize };
    },
    walk(tables, iova, access) {
      if (isInside(iova)) return common.walk(tables, iova, access);
      return access.kind === 'lookup' ? { kind: 'fault', fault: 'translation', visited: [] } : untranslated(iova);
    },
    registers: () => [],
    faultStatus: ({ fault }, access) => {
      return fault === 'translation' ? { direction: directionOf(access), registers: [] } : undefined;
    },
  };
}

/** Outside the aperture the device's address goes to the bus as it is. */
function untranslated(iova: Iova): WalkResult {
  const start = alignDown(iova, flatPageBytes);
  const offset = iova - start;
  const permissions = readWrite(true, true);
  const entry = { iova: start, pa: physAddr(start), size: flatPageBytes, permissions };
  return { kind: 'translated', pa: physAddr(iova), remaining: flatPageBytes - offset, entry, visited: [] };
}

function wordFor(pa: PhysAddr): number {
  return ((pa % 2 ** 32) | valid) >>> 0;
}

function addressOf(word: number): PhysAddr {
  return physAddr((word & addressMask) >>> 0);
}

function meaningOf(word: number): WordMeaning {
  if ((word & valid) === 0) return { kind: 'nothing' };
  return plainLeaf(addressOf(word), flatPageBytes, readWrite(true, true));
}
