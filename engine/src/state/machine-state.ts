import type { FreeRuns } from '../data/free-runs.js';
import type { IntervalMap } from '../data/interval-map.js';
import type { PersistentMap } from '../data/persistent-map.js';
import type { Platform } from '../platforms/platform.js';
import type { AreaStates, CoherentPool, SlabState, ZoneName, ZoneState } from './allocator-state.js';
import type { BounceState } from './bounce-state.js';
import type { CacheLevel, InnerCache } from './cache-level.js';
import type { Context } from './context.js';
import type { CpuState } from './cpu-state.js';
import type { FrameView, KernelMapping, LinearType } from './cpu-map.js';
import type { DebugState } from './debug-state.js';
import type { DriverState } from './driver-state.js';
import type { PoolState } from './pool-state.js';
import type { Device } from './device.js';
import type { DeviceId, MapId, ObjectId, StepId } from './ids.js';
import type { IommuState } from './iommu-state.js';
import type { MapRecord, ReleasedRecord } from './map-record.js';
import type { FreedMemory, MemoryObject } from './memory-object.js';
import type { PostedStore } from './posted-store.js';
import type { SharingState } from './sharing-state.js';
import type { UserState } from './user-state.js';
import type { WriteRef } from './write-ref.js';

/**
 * Everything a machine is after one step. Forking is an assignment: nothing reachable from here is
 * ever mutated. Memory nobody touched costs nothing; all `IntervalMap`s are keyed by physical
 * address unless said otherwise.
 */
export interface MachineState {
  readonly platform: Platform;
  readonly step: StepId;
  readonly context: Context;
  readonly cpu: CpuState;
  /** The next id of a mapping or an object. */
  readonly nextId: number;

  readonly zones: Readonly<Record<ZoneName, ZoneState>>;
  readonly areas: AreaStates;
  /** By the name of the area that says what of them is taken. */
  readonly coherentPools: PersistentMap<string, CoherentPool>;
  readonly slab: SlabState;
  readonly objects: PersistentMap<ObjectId, MemoryObject>;
  readonly owners: IntervalMap<ObjectId>;
  readonly freed: IntervalMap<FreedMemory>;
  /** Names of parts of objects: struct fields, for instance. */
  readonly parts: IntervalMap<string>;

  /** What the memory controller holds, and what it would hold if every access were instantaneous and coherent. */
  readonly dram: IntervalMap<WriteRef>;
  readonly oracle: IntervalMap<WriteRef>;
  readonly l1: InnerCache;
  readonly outer: CacheLevel;
  readonly writeBuffer: readonly PostedStore[];
  /** Bytes given to a device that has not written them: the step that gave them. */
  readonly ceded: IntervalMap<StepId>;
  /** Stores that an invalidate threw away. */
  readonly discarded: IntervalMap<DiscardedStore>;
  /** Device data that a write-back replaced: the step of the write-back. */
  readonly overwritten: IntervalMap<StepId>;

  /** By kernel VA, outside the linear map. */
  readonly kernelMap: IntervalMap<KernelMapping>;
  /** Bytes of vmalloc space that nobody has, by kernel VA. */
  readonly vmallocFree: FreeRuns;
  /** Lowmem whose linear mapping was given another type. */
  readonly linearTypes: IntervalMap<LinearType>;
  readonly views: IntervalMap<readonly FrameView[]>;
  readonly user: UserState;
  readonly sharing: SharingState;

  readonly bounce: BounceState;
  readonly devices: PersistentMap<DeviceId, Device>;
  readonly iommu: IommuState;
  readonly mappings: PersistentMap<MapId, MapRecord>;
  readonly mappedBytes: IntervalMap<readonly MapId[]>;
  /** The mapping that had these bytes last, released or not. */
  readonly lastMapped: IntervalMap<MapId>;
  /** By DMA address. */
  readonly dmaRanges: IntervalMap<readonly MapId[]>;
  /** By DMA address: the last mapping released there. */
  readonly released: IntervalMap<ReleasedRecord>;
  readonly debug: DebugState;
  readonly pool: PoolState;
  readonly driver: DriverState;

  /** The next call of that kind fails. */
  readonly injectedFailure: 'none' | 'map' | 'alloc' | 'fd';
}

export interface DiscardedStore {
  readonly stored: StepId;
  readonly invalidated: StepId;
}
