// Short ways to play with page tables in unit tests, in plain numbers.
import { iova, physAddr } from '../../engine/src/address/spaces.js';
import type { FaultKind } from '../../engine/src/iommu/formats/fault.js';
import type { DeviceAccessKind, PageTableFormat, Protection } from '../../engine/src/iommu/formats/format.js';
import { everyFormatQuirk, type FormatQuirk, type FormatQuirks } from '../../engine/src/iommu/formats/format-quirk.js';
import type { EditRecord } from '../../engine/src/iommu/formats/outcome.js';
import { placeTables, type Tables } from '../../engine/src/iommu/formats/tables.js';
import { hexWord } from '../../engine/src/iommu/formats/word.js';
import { iovaToPhys } from '../../engine/src/iommu/walk.js';

export const readWrite: Protection = ['read', 'write'];

export interface Placed {
  readonly root: number;
  /** Where the first table below the root goes. */
  readonly next: number;
}

export function freshTables(format: PageTableFormat, placed?: Placed): Tables {
  if (placed === undefined) return format.create(placeTables(physAddr(0x40000000), format.rootBytes));
  return format.create({ root: physAddr(placed.root), lower: { free: [], next: physAddr(placed.next) } });
}

export interface Pages {
  readonly at: number;
  readonly pa: number;
  readonly size: number;
  readonly count?: number;
  readonly protection?: Protection;
}

export function map(format: PageTableFormat, tables: Tables, pages: Pages) {
  const { at, pa, size: pageSize, count = 1, protection = readWrite } = pages;
  return format.map(tables, { iova: iova(at), pa: physAddr(pa), pageSize, count, protection });
}

export function unmap(format: PageTableFormat, tables: Tables, at: number, pageSize: number, count = 1) {
  return format.unmap(tables, { iova: iova(at), pageSize, count });
}

export function phys(format: PageTableFormat, tables: Tables, at: number): number | undefined {
  return iovaToPhys(format, tables, iova(at));
}

/** The words of the leaves an edit wrote, each once. */
export function leafWords({ writes }: EditRecord): readonly string[] {
  return [...new Set(writes.filter((it) => it.meaning.kind === 'leaf').map((it) => hexWord(it.new)))];
}

/** The words a lookup reads, as `level[index] word`. */
export function walked(format: PageTableFormat, tables: Tables, at: number): readonly string[] {
  return format
    .walk(tables, iova(at), { kind: 'lookup' })
    .visited.map(({ level, index, word }) => `${level}[0x${index.toString(16)}] ${hexWord(word)}`);
}

/** How an access ends: `translated`, or the kind of its fault. */
export function accessed(
  format: PageTableFormat,
  tables: Tables,
  at: number,
  kind: DeviceAccessKind,
  isPrivileged = false,
): FaultKind | 'translated' {
  const found = format.walk(tables, iova(at), { kind, isPrivileged });
  return found.kind === 'fault' ? found.fault : found.kind;
}

export function without(...fixed: readonly FormatQuirk[]): FormatQuirks {
  return new Set([...everyFormatQuirk].filter((it) => !fixed.includes(it)));
}
