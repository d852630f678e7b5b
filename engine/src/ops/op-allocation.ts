// Memory the DMA API hands out, and who else may see it.

import type { ByteLength, DmaAddr, KernelVa, UserVa } from '../address/spaces.js';
import type { DeviceId } from '../state/ids.js';
import type { Direction, DmaAttr } from '../state/map-record.js';

export type AllocationOp =
  | AllocAttrs
  | FreeAttrs
  | AllocPages
  | FreePages
  | CacheSync
  | MmapAttrs
  | Munmap
  | GetSgtable;

/** Whether the allocation may sleep. */
export type Gfp = 'kernel' | 'atomic';

export interface AllocAttrs {
  readonly kind: 'alloc-attrs';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly gfp: Gfp;
  readonly attrs: readonly DmaAttr[];
}

export interface FreeAttrs {
  readonly kind: 'free-attrs';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly attrs: readonly DmaAttr[];
}

/** `dma_alloc_pages` and `dma_alloc_noncoherent`. */
export interface AllocPages {
  readonly kind: 'alloc-pages';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly gfp: Gfp;
}

export interface FreePages {
  readonly kind: 'free-pages';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly direction: Direction;
}

/** `dma_cache_sync`, for what `dma_alloc_noncoherent` gave, until Linux 5.9; on ARM it never did anything. */
export interface CacheSync {
  readonly kind: 'cache-sync';
  readonly device: DeviceId;
  readonly va: KernelVa;
  readonly size: ByteLength;
  readonly direction: Direction;
}

/** `dma_mmap_attrs` for a VMA of `pages` pages and `vm_pgoff` = `pageOffset`. */
export interface MmapAttrs {
  readonly kind: 'mmap-attrs';
  readonly device: DeviceId;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly attrs: readonly DmaAttr[];
  readonly pageOffset: number;
  readonly pages: number;
}

export interface Munmap {
  readonly kind: 'munmap';
  readonly va: UserVa;
  readonly size: ByteLength;
}

export interface GetSgtable {
  readonly kind: 'get-sgtable';
  readonly device: DeviceId;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly attrs: readonly DmaAttr[];
}
