// Pools of small coherent blocks: mm/dmapool.c.

import type { ByteLength, DmaAddr, KernelVa } from '../address/spaces.js';
import type { DeviceId, PoolId } from '../state/ids.js';
import type { Gfp } from './op-allocation.js';

export type PoolOp = CreatePool | AllocPoolBlock | FreePoolBlock | DestroyPool;

/** `dma_pool_create` and `dmam_pool_create`. */
export interface CreatePool {
  readonly kind: 'pool-create';
  readonly device: DeviceId;
  readonly name: string;
  readonly size: ByteLength;
  /** 0 or a power of two. */
  readonly align: number;
  /** No block crosses a multiple of it: 0 for none, or a power of two. */
  readonly boundary: number;
  readonly isManaged: boolean;
}

/** `dma_pool_alloc` and `dma_pool_zalloc`. */
export interface AllocPoolBlock {
  readonly kind: 'pool-alloc';
  readonly pool: PoolId;
  readonly gfp: Gfp;
  readonly isZeroed: boolean;
}

export interface FreePoolBlock {
  readonly kind: 'pool-free';
  readonly pool: PoolId;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
}

/** `dma_pool_destroy` and `dmam_pool_destroy`. */
export interface DestroyPool {
  readonly kind: 'pool-destroy';
  readonly pool: PoolId;
  readonly isManaged: boolean;
}
