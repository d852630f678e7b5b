import type { DmaAddr, KernelVa } from '../address/spaces.js';
import { emptyIntervals, type IntervalMap } from '../data/interval-map.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { Stack } from '../data/stack.js';
import type { DeviceId, MapId, PoolId, StepId } from './ids.js';

/** A pool of small coherent blocks; Linux mm/dmapool.c (6.12), `struct dma_pool`. */
export interface DmaPool {
  readonly id: PoolId;
  readonly name: string;
  readonly device: DeviceId;
  /** Of one block, padding included. */
  readonly blockBytes: number;
  /** Of one coherent allocation that is cut into blocks. */
  readonly chunkBytes: number;
  /** No block crosses a multiple of it, counted from the start of its chunk. */
  readonly boundaryBytes: number;
  readonly createdAt: StepId;
  /** Newest first. */
  readonly chunks: readonly PoolChunk[];
  /** The next block to be handed out on top. Older kernels keep a list for each chunk, by its number from 0 up. */
  readonly free: PersistentMap<number, Stack<PoolBlock>>;
  /** Blocks in use, by CPU address. */
  readonly used: PersistentMap<KernelVa, PoolBlock>;
}

export interface PoolChunk {
  readonly allocation: MapId;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
}

export interface PoolBlock {
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
}

/** Bytes of a block that belongs to its pool, which links it to the next one through its first bytes. */
export interface FreeBytes {
  readonly pool: PoolId;
  readonly cpuAddress: KernelVa;
  /** `undefined`: the block was never handed out. */
  readonly freedAt: StepId | undefined;
  /** When these bytes were written over. */
  readonly writtenAt: StepId | undefined;
}

export interface PoolState {
  readonly pools: PersistentMap<PoolId, DmaPool>;
  /** By physical address. */
  readonly free: IntervalMap<FreeBytes>;
  /** CONFIG_SLUB_DEBUG_ON: free blocks are filled with a pattern, and frees are checked. */
  readonly isPoisoned: boolean;
}

export const noPools: PoolState = { pools: emptyMap(), free: emptyIntervals(), isPoisoned: false };
