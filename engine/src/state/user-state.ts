// What processes have mapped.

import type { PhysAddr, UserVa } from '../address/spaces.js';
import { emptyIntervals, type IntervalMap } from '../data/interval-map.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { MemoryType } from './cpu-map.js';
import { type MapId, mmId, type MmId, type SharedId } from './ids.js';

/** Linux include/linux/mm.h (6.12), VM_*. */
export type VmaFlag =
  | 'shared'
  | 'read'
  | 'write'
  | 'may-write'
  | 'io'
  | 'pfnmap'
  | 'mixedmap'
  | 'dont-expand'
  | 'dont-dump'
  | 'dont-copy';

/** A stretch of a process' address space, as `struct vm_area_struct`. */
export interface Vma {
  readonly start: UserVa;
  readonly end: UserVa;
  /** `vm_pgoff`, in pages. */
  readonly pageOffset: number;
  /** Video and graphics drivers put the number of a buffer where others have an offset into one. */
  readonly offsetMeans: 'offset' | 'cookie';
  readonly flags: readonly VmaFlag[];
  /** What its open and close functions count. */
  readonly holds: SharedId | undefined;
  /** Anonymous memory belongs to the process; everything else to a driver. */
  readonly isAnonymous: boolean;
}

/** Pages a VMA shows, one entry per physically contiguous run. */
export interface UserMapping {
  readonly va: UserVa;
  readonly pa: PhysAddr;
  readonly type: MemoryType;
  /** The DMA allocation the pages came from, where they came from one. */
  readonly of: MapId | undefined;
  /** PFN mappings hold no reference to their pages; page mappings do. */
  readonly insertion: 'pfn' | 'page';
  /** The next store gets a page of its own. */
  readonly copyOnWrite: boolean;
}

export interface Mm {
  /** By first address. */
  readonly vmas: PersistentMap<UserVa, Vma>;
  /** By user VA. */
  readonly pages: IntervalMap<UserMapping>;
}

export interface UserState {
  /** Whose user addresses the CPU uses. */
  readonly current: MmId;
  readonly mms: PersistentMap<MmId, Mm>;
  /** The VMA whose `mmap` handler runs, with the lock of its mm held. */
  readonly handling: UserVa | undefined;
  /** By physical address: how many page mappings and pins keep a frame, where any do. */
  readonly pageReferences: IntervalMap<number>;
  /** Frames their owner gave back while something kept them. */
  readonly keptFrames: IntervalMap<true>;
}

export const emptyMm: Mm = { vmas: emptyMap(), pages: emptyIntervals() };

const firstMm = mmId(1);

/** One process, which has mapped nothing. */
export const noProcesses: UserState = {
  current: firstMm,
  mms: emptyMap<MmId, Mm>().set(firstMm, emptyMm),
  handling: undefined,
  pageReferences: emptyIntervals(),
  keptFrames: emptyIntervals(),
};

/** The address space user code runs in. */
export function currentMm({ current, mms }: UserState): Mm {
  return mms.get(current) ?? emptyMm;
}
