// Memory that is contiguous for the device only, as cached pages that change hands by sync.

import type { ByteLength, KernelVa } from '../address/spaces.js';
import type { DeviceId, MapId } from '../state/ids.js';
import type { Direction, DmaAttr } from '../state/map-record.js';
import type { Gfp } from './op-allocation.js';

export type NoncontiguousOp = AllocNoncontiguous | FreeNoncontiguous | VmapNoncontiguous | VunmapNoncontiguous;

/** Gives a scatterlist of one segment, already mapped. */
export interface AllocNoncontiguous {
  readonly kind: 'alloc-noncontiguous';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly gfp: Gfp;
  readonly attrs: readonly DmaAttr[];
}

export interface FreeNoncontiguous {
  readonly kind: 'free-noncontiguous';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly list: MapId;
  readonly direction: Direction;
}

export interface VmapNoncontiguous {
  readonly kind: 'vmap-noncontiguous';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly list: MapId;
}

export interface VunmapNoncontiguous {
  readonly kind: 'vunmap-noncontiguous';
  readonly device: DeviceId;
  readonly va: KernelVa;
  readonly size: ByteLength;
}
