import type { Iova, PhysAddr } from '../../address/spaces.js';
import type { FaultStatus, WalkFault } from './fault.js';
import type { MapOutcome, UnmapOutcome } from './outcome.js';
import type { TablePlacement, Tables } from './table-records.js';
import type { Word } from './word.js';
import type { Access, DeviceAccessKind, Permissions, VisitedWord } from './word-meaning.js';

export type { FaultKind, FaultStatus, WalkFault } from './fault.js';
export type { EditRecord, Invalidation, MapError, MapOutcome, TableWrite, UnmapOutcome, Warning } from './outcome.js';
export type { Level } from './table-records.js';
export type { Access, DeviceAccessKind, Permissions, VisitedWord, WordMeaning } from './word-meaning.js';

/**
 * One page-table format: how words are encoded, what map and unmap do to them, what a walk finds.
 *
 * This is the layer Linux calls `iommu_domain_ops` or `io_pgtable_ops`: sizes are page sizes the
 * format knows, and alignment has been checked above (`map-range.ts`). Tables are values; every
 * operation returns new ones.
 */
export interface PageTableFormat {
  readonly name: string;
  /** In bytes, ascending: Linux `pgsize_bitmap`. */
  readonly pageSizes: readonly number[];
  /** Bytes of the root table. */
  readonly rootBytes: number;
  readonly expresses: Expressiveness;
  /** Whether the driver invalidates a range after mapping it: Linux `iotlb_sync_map`. */
  readonly flushesAfterMap: boolean;
  create(placement: TablePlacement): Tables;
  map(tables: Tables, request: MapRequest): MapOutcome;
  unmap(tables: Tables, request: UnmapRequest): UnmapOutcome;
  /** A lookup sees what the CPU wrote; a device access, what was cleaned. */
  walk(tables: Tables, iova: Iova, access: Access): WalkResult;
  /** What the driver writes to the IOMMU so that it finds these tables. */
  registers(tables: Tables): readonly Register[];
  /** What the IOMMU tells of a fault, or `undefined` for a kind this hardware does not detect. */
  faultStatus(fault: WalkFault, access: DeviceAccessKind): FaultStatus | undefined;
}

/**
 * Which permissions a word can tell apart: reading, writing and both; or only whether writing is
 * allowed besides reading, so that write-only becomes both; or nothing, and everything is both.
 */
export type Expressiveness = 'read-and-write' | 'read-only' | 'nothing';

/** Linux include/linux/iommu.h (6.12), `IOMMU_READ` and the flags after it. */
export type ProtectionFlag = 'read' | 'write' | 'cache' | 'noexec' | 'mmio' | 'priv';
export type Protection = readonly ProtectionFlag[];

export interface MapRequest {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  /** One of the format's page sizes. */
  readonly pageSize: number;
  readonly count: number;
  readonly protection: Protection;
  /** Only PA-RISC directories have a place for it; without, the device snoops nothing but color 0. */
  readonly snoop?: SnoopHint;
}

/** How a PA-RISC I/O controller finds the cachelines of a page. */
export interface SnoopHint {
  /** What the CPU's `LCI` instruction loads for the first byte; it goes up with the address. */
  readonly coherenceIndex: number;
  /** Whether the buffer starts or ends inside a cacheline, which the device must then not overwrite whole. */
  readonly sharesLines: boolean;
}

export interface UnmapRequest {
  readonly iova: Iova;
  readonly pageSize: number;
  readonly count: number;
}

/** `visited` starts at the root and ends with the word that decided; empty where no word is asked. */
export type WalkResult =
  | {
      readonly kind: 'translated';
      readonly pa: PhysAddr;
      /** Bytes from `pa` that are contiguous: to the end of the entry, unless its address is misaligned. */
      readonly remaining: number;
      readonly entry: TranslationEntry;
      readonly visited: readonly VisitedWord[];
    }
  | ({ readonly kind: 'fault' } & WalkFault);

/** What an IOMMU keeps of a translation. */
export interface TranslationEntry {
  readonly iova: Iova;
  readonly pa: PhysAddr;
  readonly size: number;
  readonly permissions: Permissions;
}

export interface Register {
  readonly name: RegisterName;
  readonly value: Word;
}

export type RegisterName =
  | 'ttbr'
  | 'tcr'
  | 'prrr'
  | 'nmrr'
  | 'tsz'
  | 'ips'
  | 'tg'
  | 'sh'
  | 'orgn'
  | 'irgn'
  | 'mair'
  | 'vttbr'
  | 'ps'
  | 'sl'
  | 'transtab'
  | 'memattr'
  | 'ptb-data'
  | 'table-base';
