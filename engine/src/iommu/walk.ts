import type { Iova, PhysAddr } from '../address/spaces.js';
import { offsetBy } from '../address/spaces.js';
import {
  type DeviceAccessKind,
  type FaultKind,
  type FaultStatus,
  type Level,
  type PageTableFormat,
  type VisitedWord,
  type WalkFault,
} from './formats/format.js';
import { withinEntry } from './formats/table-walk.js';
import type { Tables } from './formats/tables.js';
import { allows } from './formats/word-meaning.js';
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
  /** Empty where the IOMMU lets addresses through as they are. */
  readonly visited: readonly VisitedWord[];
  readonly origin: /** `isUncleaned`: the walker read a word the driver has changed since, but not cleaned. */
    | { readonly kind: 'walk'; readonly isUncleaned: boolean }
    /** `isStale`: the tables no longer say what the IOTLB remembers. */
    | { readonly kind: 'iotlb'; readonly isStale: boolean; readonly filledAt: number };
}

export interface TranslationFault {
  readonly kind: FaultKind;
  /** Of the word that decided; `undefined` when none was read. */
  readonly level: Level | undefined;
  readonly iova: Iova;
  readonly access: DeviceAccessMode;
  /** The words read on the way; the last one decided. */
  readonly visited: readonly VisitedWord[];
  /** What the hardware tells of it, or `undefined` when it cannot tell this kind. */
  readonly status: FaultStatus | undefined;
}

export interface Translation {
  readonly iotlb: Iotlb;
  /** In address order, up to the fault when there is one. */
  readonly pieces: readonly TranslatedPiece[];
  readonly fault: TranslationFault | undefined;
}

export interface DeviceAccessMode {
  readonly kind: DeviceAccessKind;
  readonly isPrivileged: boolean;
}

export interface DeviceAccess {
  readonly iova: Iova;
  /** In bytes. */
  readonly length: number;
  readonly access: DeviceAccessMode;
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
    const found = findEntry(format, tables, filled, { iova: at, access, step });
    if ('fault' in found) return { iotlb: filled, pieces, fault: faultAt(format, at, access, found) };
    const { entry, origin } = found;
    if (!allows(entry.permissions, access)) {
      const denied = { fault: 'permission', visited: entry.visited } as const;
      return { iotlb: filled, pieces, fault: faultAt(format, at, access, denied) };
    }
    if (origin.kind === 'walk') filled = fillIotlb(filled, entry);
    const { pa, remaining } = withinEntry(entry, at - entry.iova);
    const piece = Math.min(remaining, length - done);
    pieces.push({ iova: at, pa, length: piece, visited: entry.visited, origin });
    done += piece;
  }
  return { iotlb: filled, pieces, fault: undefined };
}

interface FoundEntry {
  readonly entry: IotlbEntry;
  readonly origin: TranslatedPiece['origin'];
}

function findEntry(
  format: PageTableFormat,
  tables: Tables,
  iotlb: Iotlb,
  { iova, access, step }: Pick<DeviceAccess, 'iova' | 'access' | 'step'>,
): FoundEntry | WalkFault {
  const [entry, another] = findInIotlb(iotlb, iova);
  if (entry === undefined) return walkToEntry(format, tables, iova, access, step);
  const conflict: WalkFault = { fault: 'multi-hit', visited: entry.visited };
  // Hardware that does not detect the conflict uses one of the two: here, the smaller.
  if (another !== undefined && format.faultStatus(conflict, access.kind) !== undefined) return conflict;
  return { entry, origin: { kind: 'iotlb', isStale: isStale(format, tables, entry), filledAt: entry.filledAt } };
}

function walkToEntry(
  format: PageTableFormat,
  tables: Tables,
  iova: Iova,
  access: DeviceAccessMode,
  step: number,
): FoundEntry | WalkFault {
  const found = format.walk(tables, iova, access);
  if (found.kind === 'fault') return found;
  const { entry, visited } = found;
  const isUncleaned = visited.some(({ address }) => tables.uncleaned.has(address));
  return { entry: { ...entry, visited, filledAt: step }, origin: { kind: 'walk', isUncleaned } };
}

function faultAt(
  format: PageTableFormat,
  iova: Iova,
  access: DeviceAccessMode,
  { fault, visited }: WalkFault,
): TranslationFault {
  const status = format.faultStatus({ fault, visited }, access.kind);
  return { kind: fault, level: visited.at(-1)?.level, iova, access, visited, status };
}

function isStale(format: PageTableFormat, tables: Tables, entry: IotlbEntry): boolean {
  const now = format.walk(tables, entry.iova, { kind: 'lookup' });
  return now.kind === 'fault' || now.visited.at(-1)?.word !== entry.visited.at(-1)?.word;
}
