// Scatterlists.

import type { ByteLength, PhysAddr } from '../address/spaces.js';
import type { DeviceId, MapId } from '../state/ids.js';
import type { Direction, DmaAttr } from '../state/map-record.js';

export type SgOp = MapSg | UnmapSg | SyncSg | ProgramSg;

export interface MapSg {
  readonly kind: 'map-sg';
  readonly device: DeviceId;
  readonly entries: readonly ScatterlistEntry[];
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
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
