import type { Iova, PhysAddr } from '../../address/spaces.js';
import type { Level, TablePlacement, Tables } from './table-records.js';

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
  create(placement: TablePlacement): Tables;
  map(tables: Tables, request: MapRequest): MapOutcome;
  unmap(tables: Tables, request: UnmapRequest): UnmapOutcome;
  walk(tables: Tables, iova: Iova, access: Access): WalkResult;
  /** What the driver writes to the IOMMU so that it finds these tables. */
  registers(tables: Tables): readonly Register[];
}

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
}

export interface UnmapRequest {
  readonly iova: Iova;
  readonly pageSize: number;
  readonly count: number;
}

export type MapError = 'EINVAL' | 'ERANGE' | 'EEXIST' | 'EADDRINUSE' | 'ENOMEM';

/** What an edit left behind besides the tables; the machine turns it into events and cache work. */
export interface EditRecord {
  readonly tables: Tables;
  /** Every word written, in order; a word written twice is here twice. */
  readonly writes: readonly TableWrite[];
  readonly invalidations: readonly Invalidation[];
  readonly warnings: readonly Warning[];
}

export interface MapOutcome extends EditRecord {
  /** Bytes mapped, also when an error stopped the call halfway. */
  readonly mapped: number;
  readonly error: MapError | undefined;
}

export interface UnmapOutcome extends EditRecord {
  /** Bytes the driver says it unmapped: 0 is a refusal, and a hole may count (SYSMMU). */
  readonly unmapped: number;
}

export type { Level } from './table-records.js';

export interface TableWrite {
  readonly level: Level;
  readonly index: number;
  readonly address: PhysAddr;
  readonly old: number;
  readonly new: number;
  /** What the new word says. */
  readonly meaning: WordMeaning;
}

/** What a driver asked of the IOMMU's own caches. */
export type Invalidation =
  | { readonly kind: 'page'; readonly iova: Iova; readonly size: number }
  | { readonly kind: 'walk'; readonly iova: Iova; readonly size: number; readonly granule: number }
  | { readonly kind: 'entry'; readonly iova: Iova; readonly pages: number }
  | { readonly kind: 'all' };

/** A place where Linux prints a WARN and carries on. */
export type Warning =
  | { readonly kind: 'address-out-of-range'; readonly iova: Iova }
  | { readonly kind: 'already-mapped'; readonly iova: Iova }
  | { readonly kind: 'unmap-of-hole'; readonly iova: Iova }
  | { readonly kind: 'unmap-smaller-than-entry'; readonly iova: Iova; readonly entrySize: number };

/** What one table word tells the hardware. */
export type WordMeaning =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'table'; readonly at: PhysAddr }
  | {
      readonly kind: 'leaf';
      readonly pa: PhysAddr;
      /** Bytes the entry translates, its repetitions included. */
      readonly size: number;
      readonly permissions: Permissions;
      readonly memory: 'unstated' | 'device' | 'non-cacheable' | 'cacheable';
    };

export interface Permissions {
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
  /** Whether a transaction must be marked privileged to pass. */
  readonly privilegedOnly: boolean;
}

/** What a device wants to do; `lookup` is the kernel's `iova_to_phys`, which asks no permission. */
export type Access =
  | { readonly kind: 'lookup' }
  | { readonly kind: 'read' | 'write' | 'execute'; readonly isPrivileged: boolean };

export interface VisitedWord {
  readonly level: Level;
  readonly index: number;
  readonly address: PhysAddr;
  readonly word: number;
  readonly meaning: WordMeaning;
}

/** `visited` starts at the root and ends with the word that decided. */
export type WalkResult =
  | {
      readonly kind: 'translated';
      readonly pa: PhysAddr;
      /** Bytes from `pa` to the end of the entry. */
      readonly remaining: number;
      readonly entrySize: number;
      readonly permissions: Permissions;
      readonly visited: readonly VisitedWord[];
    }
  | { readonly kind: 'fault'; readonly fault: FaultKind; readonly visited: readonly VisitedWord[] };

export type FaultKind = 'out-of-range' | 'translation' | 'permission';

export interface Register {
  readonly name: 'ttbr' | 'tcr' | 'prrr' | 'nmrr' | 'table-base';
  readonly value: number;
}

/** Whether the entry lets the access pass. */
export function allows(permissions: Permissions, access: Access): boolean {
  if (access.kind === 'lookup') return true;
  return permissions[access.kind] && (access.isPrivileged || !permissions.privilegedOnly);
}
