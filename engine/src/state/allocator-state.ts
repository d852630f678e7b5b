import type { DmaAddr, KernelVa, PhysAddr } from '../address/spaces.js';
import type { IntervalMap } from '../data/interval-map.js';
import type { PersistentMap } from '../data/persistent-map.js';
import type { Stack } from '../data/stack.js';

/** Frames of one zone: everything from `next` on was never handed out. */
export interface ZoneState {
  readonly start: PhysAddr;
  readonly next: PhysAddr;
  readonly end: PhysAddr;
  /** Free blocks by order, last freed first. */
  readonly free: PersistentMap<number, Stack<PhysAddr>>;
}

export type ZoneName = 'dma' | 'dma32' | 'normal' | 'highmem';

/** Memory set aside for one purpose, handed out first fit. */
export interface AreaState {
  readonly start: PhysAddr;
  readonly end: PhysAddr;
  readonly taken: IntervalMap<true>;
}

/** Areas by name: see `memory/areas.ts`. */
export type AreaStates = PersistentMap<string, AreaState>;

/** Memory that board code or firmware gave one device, or the whole machine, for its coherent allocations. */
export interface CoherentPool {
  readonly start: PhysAddr;
  readonly end: PhysAddr;
  /** Where the CPU and the device see `start`. */
  readonly va: KernelVa;
  readonly address: DmaAddr;
}

/** kmalloc: free objects by size class, last freed first. */
export type SlabState = PersistentMap<number, Stack<PhysAddr>>;
