// Mappings that pass memory to a device and back.

import type { ByteLength, DmaAddr, KernelVa, PhysAddr } from '../address/spaces.js';
import type { DeviceId } from '../state/ids.js';
import type { Direction, DmaAttr } from '../state/map-record.js';

export type StreamingOp = MapSingle | MapPage | MapResource | UnmapPage | CheckMappingError | Sync;

export interface MapSingle {
  readonly kind: 'map-single';
  readonly device: DeviceId;
  readonly va: KernelVa;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface MapPage {
  readonly kind: 'map-page';
  readonly device: DeviceId;
  /** The page's address; any page, highmem included. */
  readonly page: PhysAddr;
  readonly offset: number;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

/** Another device's registers. */
export interface MapResource {
  readonly kind: 'map-resource';
  readonly device: DeviceId;
  readonly phys: PhysAddr;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface UnmapPage {
  readonly kind: 'unmap-single' | 'unmap-page' | 'unmap-resource';
  readonly device: DeviceId;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface CheckMappingError {
  readonly kind: 'check-mapping-error';
  readonly device: DeviceId;
  readonly address: DmaAddr;
}

/** `offset` is that of `dma_sync_single_range_*`; the others have 0. */
export interface Sync {
  readonly kind: 'sync-for-cpu' | 'sync-for-device';
  readonly device: DeviceId;
  readonly address: DmaAddr;
  readonly offset: number;
  readonly size: ByteLength;
  readonly direction: Direction;
}
