import type { ByteLength, KernelVa, PhysAddr } from '../address/spaces.js';
import type { ObjectId, StepId } from './ids.js';

/** Where a piece of memory came from, which decides whether it may be mapped for DMA. */
export type Region =
  | 'kmalloc'
  | 'pages'
  | 'highmem'
  | 'vmalloc'
  | 'stack'
  | 'text'
  | 'placed'
  | 'dma-alloc'
  | 'page-list'
  /** Anonymous memory of a process. */
  | 'user';

/** Physically contiguous bytes. */
export interface PhysRun {
  readonly start: PhysAddr;
  readonly length: number;
}

/** A piece of memory somebody allocated: the unit of ownership, of reuse, and of "who is my neighbor". */
export interface MemoryObject {
  readonly id: ObjectId;
  /** As the driver's source calls it. */
  readonly name: string;
  readonly region: Region;
  readonly size: ByteLength;
  /** `undefined` for highmem without kernel mapping. */
  readonly va: KernelVa | undefined;
  readonly runs: readonly PhysRun[];
  readonly allocatedAt: StepId;
}

/** Memory after its release, until somebody else gets it. */
export interface FreedMemory {
  readonly object: MemoryObject;
  readonly step: StepId;
}
