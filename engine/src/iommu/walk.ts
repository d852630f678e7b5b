import type { Iova, PhysAddr } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import { type Access, allows, type FaultKind, type PageTableFormat, type VisitedWord } from './formats/format.js';
import type { Tables } from './formats/tables.js';
import { fillIotlb, findInIotlb, type Iotlb, type IotlbEntry } from './iotlb.js';

/** What Linux `iommu_iova_to_phys` answers; `undefined` stands for its 0, which is also an address. */
export function iovaToPhys(format: PageTableFormat, tables: Tables, iova: Iova): PhysAddr | undefined {
  const found = format.walk(tables, iova, { kind: 'lookup' });
  return found.kind === 'translated' ? found.pa : undefined;
}

/** One translation unit of an access: where a run of its bytes really is, and which words say so. */
export interface TranslatedPiece {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  readonly length: number;
  readonly visited: readonly VisitedWord[];
  readonly origin:
    | { readonly kind: 'walk' }
    /** `isStale`: the tables no longer say what the IOTLB remembers. */
    | { readonly kind: 'iotlb'; readonly isStale: boolean; readonly filledAt: number };
}

export interface TranslationFault {
  readonly kind: FaultKind;
  readonly iova: Iova;
  readonly access: Access;
  /** The words read on the way; the last one decided. */
  readonly visited: readonly VisitedWord[];
}

export interface Translation {
  readonly iotlb: Iotlb;
  /** In address order, up to the fault when there is one. */
  readonly pieces: readonly TranslatedPiece[];
  readonly fault: TranslationFault | undefined;
}

export interface DeviceAccess {
  readonly iova: Iova;
  /** In bytes. */
  readonly length: number;
  readonly access: Access;
  /** The machine step, remembered in the IOTLB entries this access fills. */
  readonly step: number;
}

/** Translates a device access piece by piece, through the IOTLB first, as the hardware does. */
export function translate(
  format: PageTableFormat,
  tables: Tables,
  iotlb: Iotlb,
  { iova, length, access, step }: DeviceAccess,
): Translation {
  const pieces: TranslatedPiece[] = [];
  let filled = iotlb;
  for (let done = 0; done < length; ) {
    const at = offsetBy(iova, done);
    const remembered = findInIotlb(filled, format.pageSizes, at);
    const entry = remembered ?? walkToEntry(format, tables, at, access, step);
    if ('fault' in entry) return { iotlb: filled, pieces, fault: entry.fault };
    if (!allows(entry.permissions, access)) {
      const fault: TranslationFault = { kind: 'permission', iova: at, access, visited: entry.visited };
      return { iotlb: filled, pieces, fault };
    }
    if (remembered === undefined) filled = fillIotlb(filled, entry);
    const offset = at - entry.iova;
    const piece = Math.min(entry.size - offset, length - done);
    pieces.push({
      iova: at,
      pa: offsetBy(entry.pa, offset),
      length: piece,
      visited: entry.visited,
      origin:
        remembered === undefined
          ? { kind: 'walk' }
          : { kind: 'iotlb', isStale: isStale(format, tables, remembered), filledAt: remembered.filledAt },
    });
    done += piece;
  }
  return { iotlb: filled, pieces, fault: undefined };
}

function walkToEntry(
  format: PageTableFormat,
  tables: Tables,
  iova: Iova,
  access: Access,
  step: number,
): IotlbEntry | { readonly fault: TranslationFault } {
  const found = format.walk(tables, iova, access);
  if (found.kind === 'fault') return { fault: { kind: found.fault, iova, access, visited: found.visited } };
  const { entrySize, permissions, visited } = found;
  const offset = entrySize - found.remaining;
  return {
    iova: offsetBy(iova, -offset),
    pa: offsetBy(found.pa, -offset),
    size: entrySize,
    permissions,
    visited,
    filledAt: step,
  };
}

function isStale(format: PageTableFormat, tables: Tables, entry: IotlbEntry): boolean {
  const now = format.walk(tables, entry.iova, { kind: 'lookup' });
  return now.kind === 'fault' || now.visited.at(-1)?.word !== entry.visited.at(-1)?.word;
}
