// What goes wrong with DMA pools.

import type { DmaAddr, KernelVa } from '../address/spaces.js';
import type { DeviceId, PoolId, StepId } from '../state/ids.js';
import type { LeakExit, Printed } from './event-base.js';

export type PoolEvent =
  | {
      readonly id: 'POOL_CORRUPTION';
      readonly pool: PoolId;
      readonly name: string;
      /** A free block, which belongs to the pool. */
      readonly block: KernelVa;
      readonly seen: CorruptionSeen;
    }
  | { readonly id: 'POOL_BUSY'; readonly pool: PoolId; readonly name: string; readonly blocks: number }
  | {
      readonly id: 'POOL_WRONG_FREE';
      readonly pool: PoolId;
      readonly name: string;
      readonly block: KernelVa;
      readonly address: DmaAddr;
      readonly because: 'not of this pool' | 'already free' | 'wrong DMA address' | 'inside a block';
      /** A kernel with allocator debugging refuses the block; other kernels put it on the free list. */
      readonly isRefused: boolean;
    }
  | {
      readonly id: 'LEAK_POOL';
      readonly pool: PoolId;
      readonly name: string;
      readonly createdAt: StepId;
      readonly blocks: number;
      readonly exit: LeakExit;
      readonly kernelMessage: Printed;
    };

export type CorruptionSeen =
  | {
      readonly at: 'access';
      readonly by: 'CPU' | DeviceId;
      readonly access: 'read' | 'write';
      /** `undefined`: the block was never handed out. */
      readonly freedAt: StepId | undefined;
    }
  /** The pool hands the block out and finds its poison or its link to the next free block gone. */
  | { readonly at: 'allocation'; readonly gone: 'poison' | 'link'; readonly writtenAt: StepId };
