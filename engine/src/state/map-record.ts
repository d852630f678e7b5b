import type { ByteLength, DmaAddr, KernelVa } from '../address/spaces.js';
import type { IntervalMap } from '../data/interval-map.js';
import type { MemoryType } from './cpu-map.js';
import type { DeviceId, MapId, ObjectId, SharedId, StepId } from './ids.js';
import type { PhysRun } from './memory-object.js';

/** From the device's point of view, as in `enum dma_data_direction`. */
export type Direction = 'to-device' | 'from-device' | 'bidirectional';

export type DmaAttr =
  | 'weak-ordering'
  | 'write-combine'
  | 'no-kernel-mapping'
  | 'skip-cpu-sync'
  | 'force-contiguous'
  | 'alloc-single-pages'
  | 'no-warn'
  | 'privileged';

export type Owner = 'cpu' | 'device';

/** Who may touch some bytes, and since when. */
export interface Tenure {
  readonly owner: Owner;
  readonly since: StepId;
}

interface RecordBase {
  readonly id: MapId;
  readonly device: DeviceId;
  /** Where the device finds the first byte. */
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly attrs: readonly DmaAttr[];
  /** The physical bytes behind it, in order. */
  readonly runs: readonly PhysRun[];
  readonly createdAt: StepId;
}

/** Ownership of a mapping's bytes, by offset from its start. */
export interface Ownership {
  readonly tenures: IntervalMap<Tenure>;
  /** Bytes the device wrote, or the CPU stored to, since they last changed hands. */
  readonly deviceWrites: IntervalMap<StepId>;
  readonly cpuWrites: IntervalMap<StepId>;
}

export interface StreamingMapping extends RecordBase, Ownership {
  readonly kind: 'streaming';
  readonly call: 'single' | 'page' | 'resource';
  readonly direction: Direction;
  /** What held the bytes when they were mapped. */
  readonly objects: readonly ObjectId[];
  /** The copy the device works on instead, where a bounce buffer was needed. */
  readonly bounce: PhysRun | undefined;
  readonly errorCheck: 'not-checked' | 'used-unchecked' | 'checked';
}

export interface SgMapping extends RecordBase, Ownership {
  readonly kind: 'sg';
  readonly direction: Direction;
  /** What held the bytes when they were mapped. */
  readonly objects: readonly ObjectId[];
  readonly entries: readonly SgEntry[];
  /** As many as `entries`; those past `nents` have length 0. */
  readonly segments: readonly SgSegment[];
  readonly nents: number;
  /** The dma-buf attachment it is for; `undefined` for a driver's own list. */
  readonly attachment: SharedId | undefined;
}

export interface CoherentAllocation extends RecordBase {
  readonly kind: 'coherent';
  /** What the driver was given: a kernel VA, or a cookie. */
  readonly cpuAddress: KernelVa;
  readonly isCookie: boolean;
  readonly object: ObjectId;
  readonly memoryType: MemoryType;
  /** `device-pool`: the device's own, which the kernel's checker never sees. */
  readonly allocator:
    | 'cma'
    | 'remap'
    | 'pages'
    | 'pool'
    | 'linear'
    | 'device-pool'
    | 'global-pool'
    | 'restricted-pool'
    | 'consistent-region';
}

/** `dma_alloc_pages` and `dma_alloc_noncoherent`: cached memory handed over by sync. */
export interface NoncoherentAllocation extends RecordBase, Ownership {
  readonly kind: 'noncoherent';
  readonly direction: Direction;
  readonly cpuAddress: KernelVa;
  readonly object: ObjectId;
}

export type MapRecord = StreamingMapping | SgMapping | CoherentAllocation | NoncoherentAllocation;

/** Records whose bytes change hands. */
export type OwnedRecord = StreamingMapping | SgMapping | NoncoherentAllocation;

export interface SgEntry {
  readonly start: PhysRun['start'];
  readonly length: ByteLength;
}

export interface SgSegment {
  readonly address: DmaAddr;
  readonly length: ByteLength;
}

/** A mapping after its release. */
export interface ReleasedRecord {
  readonly record: MapRecord;
  readonly step: StepId;
}
