import { alignUp, pageBytes } from '../address/align.js';
import type { DmaAddr, KernelVa, PhysAddr } from '../address/spaces.js';
import type { Gfp, MmapAttrs } from '../ops/op.js';
import type { Transition } from '../ops/transition.js';
import type { BackendName } from '../platforms/platform.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type {
  CoherentAllocation,
  Direction,
  DmaAttr,
  NoncoherentAllocation,
  Owner,
  SgEntry,
  SgMapping,
  SgSegment,
} from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';

/**
 * The ops table a device's calls end in, like `struct dma_map_ops`. The layer above has checked the
 * arguments and keeps the records; a backend moves bytes, addresses and page tables. `undefined`
 * stands where a kernel has no method, and says what the caller does then.
 */
export interface Backend {
  readonly name: BackendName;
  /** `undefined` where Linux returns DMA_MAPPING_ERROR. */
  map(now: Transition, device: Device, request: MapRequest): Mapped | undefined;
  /** Acts on what the call says, right or wrong. */
  unmap(now: Transition, device: Device, request: UnmapRequest): void;
  /** Missing: every mapping of a resource fails. */
  readonly mapResource: ((now: Transition, device: Device, request: MapRequest) => DmaAddr | undefined) | undefined;
  readonly unmapResource: ((now: Transition, device: Device, request: UnmapRequest) => void) | undefined;
  /** One segment per entry, those past the answer's count with length 0. */
  mapSg(now: Transition, device: Device, request: SgRequest): readonly SgSegment[] | undefined;
  unmapSg(now: Transition, device: Device, record: SgMapping, request: UnmapSgRequest): void;
  /** Missing: memory needs no synchronization here. */
  readonly sync: ((now: Transition, device: Device, request: SyncRequest) => void) | undefined;
  /** By the list's entries; missing with `sync`. */
  readonly syncSg: ((now: Transition, device: Device, request: SyncSgRequest) => void) | undefined;
  alloc(now: Transition, device: Device, request: AllocRequest): BackendAllocation | undefined;
  /** Answers whether the kernel knew the allocation; if not, it is leaked. `named`: what the caller said it was. */
  free(
    now: Transition,
    device: Device,
    allocation: CoherentAllocation,
    attrs: readonly DmaAttr[],
    named: NamedMemory,
  ): boolean;
  /** Missing: `dma_alloc_pages` and `dma_alloc_noncoherent` return NULL. */
  readonly allocPages:
    | ((now: Transition, device: Device, request: PagesRequest) => PagesAllocation | undefined)
    | undefined;
  readonly freePages: ((now: Transition, device: Device, allocation: NoncoherentAllocation) => void) | undefined;
  /** Missing: `dma_alloc_noncontiguous` falls back to one stretch of `allocPages`. */
  readonly allocNoncontiguous:
    | ((now: Transition, device: Device, request: PagesRequest) => PagesAllocation | undefined)
    | undefined;
  /** The pages a user mapping of `op` would show, or `undefined` for −ENXIO. Missing: `dma_can_mmap` is false. */
  readonly mmapPages:
    | ((now: Transition, device: Device, op: MmapAttrs, allocation: CoherentAllocation) => MmapPages | undefined)
    | undefined;
  /** The pages behind an allocation, adjacent ones joined, or `undefined` for −ENXIO. Missing: −ENXIO. */
  readonly getSgtable:
    | ((now: Transition, allocation: CoherentAllocation, attrs: readonly DmaAttr[]) => readonly PhysRun[] | undefined)
    | undefined;
  readonly limits: BackendLimits;
  /** What a device access reaches, up to a fault. */
  reach(now: Transition, device: Device, access: DeviceReach): Reached;
}

/** What drivers ask before they map: kernel/dma/mapping.c (6.12). */
export interface BackendLimits {
  supportsMask(state: MachineState, device: Device, bits: number): boolean;
  requiredMaskBits(state: MachineState, device: Device): number;
  /** Bytes; `Infinity` stands for SIZE_MAX. */
  maxMappingBytes(state: MachineState, device: Device): number;
  optMappingBytes(state: MachineState): number;
  /** Linux `dma_get_merge_boundary`: 0 promises nothing. */
  mergeBoundary(state: MachineState, device: Device): number;
}

/** Where a mapping ended up. */
export interface Mapped {
  readonly address: DmaAddr;
  /** The bytes the device really reaches where they are not the driver's own. */
  readonly bounce: PhysRun | undefined;
}

export interface MapRequest {
  readonly run: PhysRun;
  /** The page that `dma_map_page` was called with, which need not be the one of the first byte. */
  readonly page?: PhysAddr | undefined;
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
  /** Of the mapping as the driver names it, and where in it the bytes start. Newer kernels see only the sum. */
  readonly base: DmaAddr;
  readonly offset: number;
  readonly size: number;
  readonly direction: Direction;
}

export interface SyncSgRequest {
  readonly to: Owner;
  readonly record: SgMapping;
  readonly nents: number;
  readonly direction: Direction;
}

/** `dma_alloc_pages` and its relatives. */
export interface PagesRequest {
  readonly size: number;
  readonly gfp: Gfp;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

/** Cached pages that change hands by sync. */
export interface PagesAllocation {
  readonly address: DmaAddr;
  readonly runs: readonly PhysRun[];
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

export interface NamedMemory {
  readonly cpuAddress: KernelVa;
  readonly size: number;
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
  /** Which of the device's ports, and so which of its IOMMUs; the first where none is said. */
  readonly port?: number | undefined;
}

export interface Reached {
  readonly runs: readonly ReachedRun[];
  /** Bytes from the start that were reached; the rest faulted. */
  readonly isComplete: boolean;
}

export interface ReachedRun extends PhysRun {
  readonly address: DmaAddr;
  /** Through tables a driver fills itself, or through a translation the tables have no more; neither where not said. */
  readonly route?: 'own tables' | 'stale translation';
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

/** Runs rounded up to whole pages, as a list of `struct page` shows them. */
export function wholePages(runs: readonly PhysRun[]): readonly PhysRun[] {
  return runs.map(({ start, length }) => ({ start, length: alignUp(length, pageBytes) }));
}
