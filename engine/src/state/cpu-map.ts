import type { KernelVa, PhysAddr, UserVa } from '../address/spaces.js';
import type { MapId } from './ids.js';

/** The memory types these machines create; engine.md §2.4. */
export type MemoryType = 'write-alloc' | 'bufferable' | 'uncached' | 'device';

/** A kernel mapping outside the linear map, one per physically contiguous run. */
export interface KernelMapping {
  readonly va: KernelVa;
  readonly pa: PhysAddr;
  readonly type: MemoryType;
}

/** A second way to reach a frame, by physical address. */
export interface FrameView {
  readonly va: KernelVa | UserVa;
  readonly space: 'kernel' | 'user';
  readonly type: MemoryType;
}

/** Part of a user mapping, one per physically contiguous run. */
export interface UserMapping {
  readonly va: UserVa;
  readonly pa: PhysAddr;
  readonly type: MemoryType;
  readonly of: MapId;
  /** PFN mappings hold no reference to their pages; page mappings do. */
  readonly insertion: 'pfn' | 'page';
}
