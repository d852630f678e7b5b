import type { IntervalMap } from '../data/interval-map.js';
import type { PersistentMap } from '../data/persistent-map.js';
import type { IovaBitmap } from '../iommu/iova-bitmap.js';
import type { Tables } from '../iommu/formats/tables.js';
import type { Iotlb } from '../iommu/iotlb.js';
import type { Platform } from '../platforms/platform.js';
import type { SlabState, ZoneName, ZoneState } from './allocator-state.js';
import type { CacheLevel } from './cache-level.js';
import type { Context } from './context.js';
import type { FrameView, KernelMapping, MemoryType, UserMapping } from './cpu-map.js';
import type { DebugEntry } from './debug-entry.js';
import type { Device } from './device.js';
import type { DeviceId, MapId, ObjectId, StepId } from './ids.js';
import type { MapRecord, ReleasedRecord } from './map-record.js';
import type { FreedMemory, MemoryObject } from './memory-object.js';
import type { PostedStore } from './posted-store.js';
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
  /** The next id of a mapping or an object. */
  readonly nextId: number;

  readonly zones: Readonly<Record<ZoneName, ZoneState>>;
  readonly slab: SlabState;
  readonly objects: PersistentMap<ObjectId, MemoryObject>;
  readonly owners: IntervalMap<ObjectId>;
  readonly freed: IntervalMap<FreedMemory>;
  /** Names of parts of objects: struct fields, for instance. */
  readonly parts: IntervalMap<string>;

  /** What the memory controller holds, and what it would hold if every access were instantaneous and coherent. */
  readonly dram: IntervalMap<WriteRef>;
  readonly oracle: IntervalMap<WriteRef>;
  readonly l1: CacheLevel;
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
  /** Lowmem whose linear mapping was given another type. */
  readonly linearTypes: IntervalMap<MemoryType>;
  readonly views: IntervalMap<readonly FrameView[]>;
  /** By user VA. */
  readonly userMap: IntervalMap<UserMapping>;

  readonly devices: PersistentMap<DeviceId, Device>;
  readonly domains: PersistentMap<DeviceId, Domain>;
  readonly mappings: PersistentMap<MapId, MapRecord>;
  readonly mappedBytes: IntervalMap<readonly MapId[]>;
  /** The mapping that had these bytes last, released or not. */
  readonly lastMapped: IntervalMap<MapId>;
  /** By DMA address. */
  readonly dmaRanges: IntervalMap<readonly MapId[]>;
  /** By DMA address: the last mapping released there. */
  readonly released: IntervalMap<ReleasedRecord>;
  /** The kernel's dma-debug, by hash bucket. */
  readonly debugEntries: PersistentMap<number, readonly DebugEntry[]>;

  /** The next call of that kind fails. */
  readonly injectedFailure: 'none' | 'map' | 'alloc';
}

export interface DiscardedStore {
  readonly stored: StepId;
  readonly invalidated: StepId;
}

/** What one IOMMU translates for one device. */
export interface Domain {
  readonly tables: Tables;
  readonly bitmap: IovaBitmap;
  readonly iotlb: Iotlb;
}
