import type { KernelVa, PhysAddr, UserVa } from '../address/spaces.js';

/** Linux arch/arm/include/asm/pgtable-2level.h (6.12), L_PTE_MT_*; what they do: `memory/memory-types.ts`. */
export type MemoryType =
  | 'uncached'
  | 'bufferable'
  | 'write-through'
  | 'write-back'
  | 'device'
  | 'minicache'
  | 'write-alloc'
  | 'device-write-combine'
  | 'device-cached'
  | 'device-nonshared'
  | 'vectors';

/** What lowmem's own mapping can become: another type, or nothing at all. */
export type LinearType = MemoryType | 'unmapped';

/** A kernel mapping outside the linear map, one per physically contiguous run. */
export interface KernelMapping {
  readonly va: KernelVa;
  readonly pa: PhysAddr;
  readonly type: MemoryType;
}

/** A second way to reach a frame, by physical address. */
export interface FrameView {
  /** Where its first byte is mapped, and which one that is. */
  readonly va: KernelVa | UserVa;
  readonly pa: PhysAddr;
  readonly space: 'kernel' | 'user';
  readonly type: MemoryType;
}
