import type { DmaAddr, KernelVa, PhysAddr } from '../address/spaces.js';
import type { Gfp, MmapAttrs } from '../ops/op.js';
import type { Transition } from '../ops/transition.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { Device } from '../state/device.js';
import type {
  CoherentAllocation,
  Direction,
  DmaAttr,
  Owner,
  SgEntry,
  SgMapping,
  SgSegment,
} from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';

/**
 * The ops table a device's calls end in, like `struct dma_map_ops`. The layer above has checked the
 * arguments and keeps the records; a backend moves bytes, addresses and page tables.
 */
export interface Backend {
  /** `undefined` where Linux returns DMA_MAPPING_ERROR. */
  map(now: Transition, device: Device, request: MapRequest): DmaAddr | undefined;
  /** Acts on what the call says, right or wrong. */
  unmap(now: Transition, device: Device, request: UnmapRequest): void;
  mapResource(now: Transition, device: Device, request: MapRequest): DmaAddr | undefined;
  unmapResource(now: Transition, device: Device, request: UnmapRequest): void;
  /** One segment per entry, those past the answer's count with length 0. */
  mapSg(now: Transition, device: Device, request: SgRequest): readonly SgSegment[] | undefined;
  unmapSg(now: Transition, device: Device, record: SgMapping, request: UnmapSgRequest): void;
  sync(now: Transition, device: Device, request: SyncRequest): void;
  alloc(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined;
  /** Answers whether the kernel knew the allocation; if not, it is leaked. */
  free(now: Transition, device: Device, allocation: CoherentAllocation, attrs: readonly DmaAttr[]): boolean;
  /** Whether `dma_alloc_pages` and `dma_alloc_noncoherent` have an implementation. */
  readonly hasNoncoherentPages: boolean;
  /** The pages a user mapping of `op` would show, or `undefined` for −ENXIO. */
  mmapPages(now: Transition, op: MmapAttrs, allocation: CoherentAllocation): MmapPages | undefined;
  /** What a device access reaches, up to a fault. */
  reach(now: Transition, device: Device, access: DeviceReach): Reached;
}

export interface MapRequest {
  readonly run: PhysRun;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface UnmapRequest {
  readonly address: DmaAddr;
  readonly size: number;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface SgRequest {
  readonly entries: readonly SgEntry[];
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface UnmapSgRequest {
  readonly nents: number;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface SyncRequest {
  readonly to: Owner;
  readonly address: DmaAddr;
  readonly size: number;
  readonly direction: Direction;
}

export interface AllocRequest {
  readonly size: number;
  readonly gfp: Gfp;
  readonly attrs: readonly DmaAttr[];
}

export interface BackendAllocation {
  readonly address: DmaAddr;
  readonly cpuAddress: KernelVa;
  readonly isCookie: boolean;
  readonly runs: readonly PhysRun[];
  readonly memoryType: MemoryType;
  readonly allocator: CoherentAllocation['allocator'];
}

export interface MmapPages {
  readonly runs: readonly PhysRun[];
  readonly type: MemoryType;
  readonly insertion: 'pfn' | 'page';
}

export interface DeviceReach {
  readonly address: DmaAddr;
  readonly size: number;
  readonly access: 'read' | 'write';
}

export interface Reached {
  readonly runs: readonly ReachedRun[];
  /** Bytes from the start that were reached; the rest faulted. */
  readonly isComplete: boolean;
}

export interface ReachedRun extends PhysRun {
  readonly address: DmaAddr;
}

export function totalLength(runs: readonly PhysRun[]): number {
  return runs.reduce((sum, run) => sum + run.length, 0);
}

/** The bytes [offset, offset + length) of `runs` laid end to end. */
export function sliceRuns(runs: readonly PhysRun[], offset: number, length: number): readonly PhysRun[] {
  const parts: PhysRun[] = [];
  let before = 0;
  for (const run of runs) {
    const from = Math.max(offset, before);
    const to = Math.min(offset + length, before + run.length);
    if (from < to) parts.push({ start: (run.start + (from - before)) as PhysAddr, length: to - from });
    before += run.length;
  }
  return parts;
}
