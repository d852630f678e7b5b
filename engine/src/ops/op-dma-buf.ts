// dma-buf: one driver's memory used by others. `locked` says which variant of a call is meant: the
// one whose caller holds the reservation lock, or the one that takes it.

import type { UserVa } from '../address/spaces.js';
import type { DeviceId, MapId, ObjectId, SharedId } from '../state/ids.js';
import type { Direction } from '../state/map-record.js';
import type { Exporter } from '../state/sharing-state.js';

export type DmaBufOp =
  | DmaBufExport
  | DmaBufFd
  | CloseFd
  | DmaBufGet
  | DmaBufReference
  | DmaBufAttach
  | DmaBufDetach
  | DmaBufPin
  | DmaBufMap
  | DmaBufUnmap
  | DmaBufCpuAccess
  | DmaBufSyncIoctl
  | DmaBufMmap
  | DmaBufVmap
  | DmaBufVunmap
  | DmaBufMove
  | ResvLock
  | UseSharedTable;

export interface DmaBufExport {
  readonly kind: 'dma-buf-export';
  readonly device: DeviceId;
  /** A coherent allocation, or ordinary memory. */
  readonly memory: { readonly allocation: MapId } | { readonly object: ObjectId };
  readonly exporter: Exporter;
}

export interface DmaBufFd {
  readonly kind: 'dma-buf-fd';
  readonly buffer: SharedId;
}

export interface CloseFd {
  readonly kind: 'close-fd';
  readonly fd: number;
}

export interface DmaBufGet {
  readonly kind: 'dma-buf-get';
  readonly fd: number;
}

/** `get_dma_buf` and `dma_buf_put`. */
export interface DmaBufReference {
  readonly kind: 'dma-buf-reference' | 'dma-buf-put';
  readonly buffer: SharedId;
}

export interface DmaBufAttach {
  readonly kind: 'dma-buf-attach';
  readonly buffer: SharedId;
  readonly device: DeviceId;
  readonly isDynamic: boolean;
}

export interface DmaBufDetach {
  readonly kind: 'dma-buf-detach';
  readonly attachment: SharedId;
}

export interface DmaBufPin {
  readonly kind: 'dma-buf-pin' | 'dma-buf-unpin';
  readonly attachment: SharedId;
}

export interface DmaBufMap {
  readonly kind: 'dma-buf-map';
  readonly attachment: SharedId;
  readonly direction: Direction;
  readonly locked: boolean;
}

export interface DmaBufUnmap {
  readonly kind: 'dma-buf-unmap';
  readonly attachment: SharedId;
  readonly list: MapId;
  readonly direction: Direction;
  readonly locked: boolean;
}

export interface DmaBufCpuAccess {
  readonly kind: 'dma-buf-begin-cpu-access' | 'dma-buf-end-cpu-access';
  readonly buffer: SharedId;
  readonly direction: Direction;
}

/** `DMA_BUF_IOCTL_SYNC`: the flag word as user space gives it. */
export interface DmaBufSyncIoctl {
  readonly kind: 'dma-buf-sync-ioctl';
  readonly fd: number;
  readonly flags: number;
}

export interface DmaBufMmap {
  readonly kind: 'dma-buf-mmap';
  readonly buffer: SharedId;
  readonly vma: UserVa;
  /** The page of the buffer to start with. */
  readonly pageOffset: number;
}

export interface DmaBufVmap {
  readonly kind: 'dma-buf-vmap';
  readonly buffer: SharedId;
  readonly locked: boolean;
}

export interface DmaBufVunmap {
  readonly kind: 'dma-buf-vunmap';
  readonly buffer: SharedId;
  readonly locked: boolean;
}

/** The exporter says `dma_buf_move_notify`, before the memory goes elsewhere. */
export interface DmaBufMove {
  readonly kind: 'dma-buf-move';
  readonly buffer: SharedId;
}

export interface ResvLock {
  readonly kind: 'resv-lock' | 'resv-unlock';
  readonly buffer: SharedId;
}

/** What an importer must not do with the table it was lent. */
export interface UseSharedTable {
  readonly kind: 'use-shared-table';
  readonly attachment: SharedId;
  readonly list: MapId;
  readonly how: 'pages' | 'map again' | 'free';
}
