// Processes and what they map. User addresses are those of the current process.

import type { ByteLength, DmaAddr, KernelVa, PhysAddr, UserVa } from '../address/spaces.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { DeviceId, MapId, MmId } from '../state/ids.js';
import type { DmaAttr } from '../state/map-record.js';
import type { Vma, VmaFlag } from '../state/user-state.js';

export type UserOp =
  | ForkMm
  | SwitchMm
  | ExitMm
  | AllocateUser
  | UserMmap
  | UserMmapEnd
  | ResetPageOffset
  | SetVmaFlags
  | MmapVma
  | MmapPages
  | InsertPage
  | CanMmap
  | DmaPgprot;

/** A child of the current process. */
export interface ForkMm {
  readonly kind: 'fork-mm';
}

export interface SwitchMm {
  readonly kind: 'switch-mm';
  readonly mm: MmId;
}

/** The process ends: everything it mapped is unmapped. */
export interface ExitMm {
  readonly kind: 'exit-mm';
  readonly mm: MmId;
}

/** Anonymous memory of the process. */
export interface AllocateUser {
  readonly kind: 'allocate-user';
  readonly pages: number;
  /** Whether neighbors in the address space are neighbors in memory. */
  readonly layout: 'scattered' | 'contiguous';
}

/** mmap(2) of a driver's file makes a VMA and calls the driver, which runs until `user-mmap-end`. */
export interface UserMmap {
  readonly kind: 'user-mmap';
  readonly pages: number;
  readonly pageOffset: number;
  readonly offsetMeans: Vma['offsetMeans'];
  readonly access: readonly ('read' | 'write')[];
  readonly isShared: boolean;
}

/** The driver's handler returns; a VMA it refused goes away. */
export interface UserMmapEnd {
  readonly kind: 'user-mmap-end';
  readonly vma: UserVa;
  readonly result: 'mapped' | 'refused';
}

/** `vma->vm_pgoff = 0` */
export interface ResetPageOffset {
  readonly kind: 'reset-page-offset';
  readonly vma: UserVa;
}

/** `vm_flags_set` */
export interface SetVmaFlags {
  readonly kind: 'set-vma-flags';
  readonly vma: UserVa;
  readonly flags: readonly VmaFlag[];
}

/** `dma_mmap_attrs` and its relatives into a VMA that exists. */
export interface MmapVma {
  readonly kind: 'mmap-vma';
  readonly device: DeviceId;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly attrs: readonly DmaAttr[];
  readonly vma: UserVa;
}

/** `dma_mmap_pages` and `dma_mmap_noncontiguous`, by the allocation they are given. */
export interface MmapPages {
  readonly kind: 'mmap-pages' | 'mmap-noncontiguous';
  readonly device: DeviceId;
  readonly allocation: MapId;
  readonly size: ByteLength;
  readonly vma: UserVa;
}

/** A fault handler puts one page into a VMA, with a memory type of the driver's choice. */
export interface InsertPage {
  readonly kind: 'insert-page';
  readonly vma: UserVa;
  /** Counts from the start of the VMA. */
  readonly index: number;
  readonly page: PhysAddr;
  readonly type: MemoryType;
}

export interface CanMmap {
  readonly kind: 'can-mmap';
  readonly device: DeviceId;
}

/** What `dma_pgprot` makes of an ordinary protection. */
export interface DmaPgprot {
  readonly kind: 'dma-pgprot';
  readonly device: DeviceId;
  readonly attrs: readonly DmaAttr[];
}
