// Copies that devices work on instead of a driver's own bytes: SWIOTLB and dmabounce.

import type { DmaAddr, KernelVa, PhysAddr } from '../address/spaces.js';
import { emptyIntervals, type IntervalMap } from '../data/interval-map.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { DeviceId } from './ids.js';
import type { Direction } from './map-record.js';
import type { PhysRun } from './memory-object.js';

export interface BounceBuffer {
  readonly by: 'swiotlb' | 'dmabounce';
  readonly device: DeviceId;
  /** The driver's first byte. */
  readonly original: PhysAddr;
  /** As many bytes, where the device finds them. */
  readonly copy: PhysRun;
  readonly direction: Direction;
  /** Everything that was taken for it: whole slots, or a block of a pool. */
  readonly held: PhysRun;
}

/** A pool of 2 KiB slots. */
export interface SwiotlbPool {
  readonly start: PhysAddr;
  readonly slots: number;
  /** Where the next search starts. */
  readonly nextSlot: number;
  /** By slot number, everything that is taken. */
  readonly taken: IntervalMap<true>;
}

/** A block of the coherent memory that dmabounce copies into. */
export interface SafeBlock {
  readonly pa: PhysAddr;
  readonly va: KernelVa;
  readonly address: DmaAddr;
}

/** A device that has dmabounce, with the blocks of its pools that are free, next one first. */
export interface DmabounceDevice {
  readonly small: readonly SafeBlock[];
  readonly large: readonly SafeBlock[];
  /** Blocks in use, by physical address. */
  readonly live: PersistentMap<number, SafeBlock>;
}

export const unusedDmabounce: DmabounceDevice = { small: [], large: [], live: emptyMap() };

export interface BounceState {
  /** By physical address of what they hold. */
  readonly buffers: IntervalMap<BounceBuffer>;
  /** A driver's bytes whose newest contents only a copy has. */
  readonly uncopied: IntervalMap<true>;
  /** Pools that were used, by name: the machine's, and those of single devices. */
  readonly swiotlb: PersistentMap<string, SwiotlbPool>;
  /** `unregistered`: the device has dmabounce no more. One that is not here has what its platform gives it. */
  readonly dmabounce: PersistentMap<DeviceId, DmabounceDevice | 'unregistered'>;
}

export const emptyBounceState: BounceState = {
  buffers: emptyIntervals(),
  uncopied: emptyIntervals(),
  swiotlb: emptyMap(),
  dmabounce: emptyMap(),
};
