import type { KernelVa, PhysAddr } from '../address/spaces.js';
import { emptyIntervals, type IntervalMap } from '../data/interval-map.js';
import type { StepId } from './ids.js';

/** What a CPU is doing besides accessing memory. */
export interface CpuState {
  /** Highmem pages under `kmap`: by physical address, how far their kernel addresses are above it. */
  readonly kmaps: IntervalMap<number>;
  /** Pages under `kmap_local_page`, innermost last. */
  readonly localKmaps: readonly LocalKmap[];
  /** A flag read from memory that no read barrier has followed: data may have been loaded before it. */
  readonly looseFlag: LooseFlag | undefined;
  /**
   * Where devices snoop one virtual index only: by physical address, how far the address they are
   * coherent with is above it.
   */
  readonly designated: IntervalMap<number>;
}

export interface LocalKmap {
  readonly va: KernelVa;
  readonly page: PhysAddr;
}

export interface LooseFlag {
  readonly pa: PhysAddr;
  readonly since: StepId;
}

export const idleCpu: CpuState = {
  kmaps: emptyIntervals(),
  localKmaps: [],
  looseFlag: undefined,
  designated: emptyIntervals(),
};
