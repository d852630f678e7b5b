// Scatterlists.

import type { ByteLength, KernelVa, PhysAddr } from '../address/spaces.js';
import type { DeviceId, MapId, SharedId } from '../state/ids.js';
import type { Direction, DmaAttr } from '../state/map-record.js';

export type SgOp =
  | MapSg
  | UnmapSg
  | SyncSg
  | ProgramSg
  | WalkSg
  | CopySg
  | SgVirt
  | SgTableFromPages
  | SgInitOne
  | SgNentsForLength;

export interface MapSg {
  readonly kind: 'map-sg';
  readonly device: DeviceId;
  readonly entries: readonly ScatterlistEntry[];
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
  /** An exporter maps its memory for an importer: the rules of dma-buf apply, not those of streaming. */
  readonly attachment?: SharedId;
}

export interface ScatterlistEntry {
  readonly page: PhysAddr;
  readonly offset: number;
  readonly length: ByteLength;
}

export interface UnmapSg {
  readonly kind: 'unmap-sg';
  readonly device: DeviceId;
  readonly list: MapId;
  readonly nents: number;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface SyncSg {
  readonly kind: 'sync-sg-for-cpu' | 'sync-sg-for-device';
  readonly device: DeviceId;
  readonly list: MapId;
  readonly nents: number;
  readonly direction: Direction;
}

/** The driver writes `count` segments into the hardware, with `sg_dma_len` or with `sg->length`. */
export interface ProgramSg {
  readonly kind: 'program-sg';
  readonly device: DeviceId;
  readonly list: MapId;
  readonly count: number;
  readonly lengths: 'dma' | 'cpu';
}

/** A loop over a mapped list, and what its body takes from it. */
export interface WalkSg {
  readonly kind: 'walk-sg';
  readonly list: MapId;
  /** How often the loop runs: `nents`, `orig_nents`, or another number. */
  readonly count: number;
  /** Pages and `sg->length` for the CPU, `sg_dma_address` for the device. */
  readonly purpose: 'cpu' | 'device';
  readonly lengths: 'dma' | 'cpu';
  /** `sg + 1` does not follow chained lists. */
  readonly advance: 'sg_next' | 'sg + 1';
}

/** `sg_copy_to_buffer`, `sg_copy_from_buffer`, `sg_zero_buffer` and their relatives: the CPU, through kmap. */
export interface CopySg {
  readonly kind: 'copy-sg';
  readonly list: MapId;
  readonly access: 'load' | 'store';
  readonly skip: number;
  readonly size: ByteLength;
}

/** `sg_virt` of an entry. Highmem has no address: what comes out is an offset from NULL. */
export interface SgVirt {
  readonly kind: 'sg-virt';
  readonly list: MapId;
  readonly entry: number;
}

/** `sg_alloc_table_from_pages_segment`; without a limit `sg_alloc_table_from_pages`. */
export interface SgTableFromPages {
  readonly kind: 'sg-table-from-pages';
  readonly pages: readonly PhysAddr[];
  readonly offset: number;
  readonly size: ByteLength;
  readonly maxSegment: number | undefined;
}

/** `sg_init_one` and `sg_set_buf`: an entry from a pointer, which must be linear. */
export interface SgInitOne {
  readonly kind: 'sg-init-one';
  readonly va: KernelVa;
  readonly size: ByteLength;
}

/** `sg_nents_for_len`: how many entries hold the first `size` bytes. */
export interface SgNentsForLength {
  readonly kind: 'sg-nents-for-len';
  readonly list: MapId;
  readonly size: ByteLength;
}
