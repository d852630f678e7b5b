import type { PhysAddr } from '../address/spaces.js';
import type { PersistentMap } from '../data/persistent-map.js';

/** Frames of one zone: everything from `next` on was never handed out. */
export interface ZoneState {
  readonly start: PhysAddr;
  readonly next: PhysAddr;
  readonly end: PhysAddr;
  /** Free blocks by order, last freed first. */
  readonly free: PersistentMap<number, readonly PhysAddr[]>;
}

export type ZoneName = 'normal' | 'highmem' | 'cma';

/** kmalloc: free objects by size class, last freed first. */
export type SlabState = PersistentMap<number, readonly PhysAddr[]>;
