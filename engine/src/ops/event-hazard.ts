// What goes wrong with bytes.

import type { KernelVa, UserVa } from '../address/spaces.js';
import type { FrameView, MemoryType } from '../state/cpu-map.js';
import type { DeviceId, MapId, StepId } from '../state/ids.js';
import type { MapRecord } from '../state/map-record.js';
import type { WriteRef } from '../state/write-ref.js';
import type { ByteRange, Certainty } from './event-base.js';
import type { MmioWrite } from './op-access.js';

/** A name for bytes next to a buffer: a named part, or the object that holds them. */
export interface Neighbor {
  readonly name: string;
  readonly bytes: ByteRange;
}

/** An address of some bytes and the place it gives them in an aliasing cache. */
export interface AliasedAddress {
  readonly va: KernelVa | UserVa;
  /** `undefined` in a virtually tagged cache, where every address has a place of its own. */
  readonly color: number | undefined;
}

export type HazardEvent =
  | {
      readonly id: 'STALE_CPU_READ';
      readonly certainty: Certainty;
      readonly bytes: ByteRange;
      readonly expected: WriteRef;
      readonly got: WriteRef;
      readonly cause:
        | 'cached copy'
        | 'speculative refill'
        | 'bounce not copied'
        | 'alias colour'
        | 'incongruent index'
        | 'discarded by invalidate'
        | 'overwritten by write-back'
        | 'other alias';
      /** The mapping the bytes belong or belonged to. */
      readonly mapping: MapId | undefined;
    }
  | {
      readonly id: 'STALE_DEVICE_READ';
      readonly certainty: Certainty;
      readonly device: DeviceId;
      readonly bytes: ByteRange;
      readonly expected: WriteRef;
      readonly got: WriteRef;
      readonly cause:
        | 'dirty L1'
        | 'dirty L2'
        | 'write buffer'
        | 'bounce not updated'
        | 'other alias'
        | 'overwritten by write-back'
        | 'discarded by invalidate';
      readonly mapping: MapId | undefined;
    }
  | {
      readonly id: 'DIRTY_OVER_DEVICE_WRITE';
      /** `may`: the line can be evicted; `must`: it was just written back. */
      readonly certainty: Certainty;
      readonly device: DeviceId;
      readonly line: ByteRange;
      readonly dirty: ByteRange;
      readonly dirtiedAt: StepId;
    }
  | {
      readonly id: 'PARTIAL_LINE_OVERWRITE';
      readonly certainty: 'must';
      readonly line: ByteRange;
      /** Device bytes that the write-back replaced. */
      readonly lost: ByteRange;
      readonly neighbor: Neighbor;
      readonly dirtiedAt: StepId;
    }
  | {
      readonly id: 'CACHELINE_SHARED';
      readonly record: MapRecord;
      readonly line: ByteRange;
      readonly neighbor: Neighbor;
    }
  | {
      readonly id: 'CPU_WRITE_DISCARDED';
      readonly bytes: ByteRange;
      readonly mapping: MapId | undefined;
      readonly storedAt: StepId;
      readonly invalidatedAt: StepId;
    }
  | {
      readonly id: 'ATTRIBUTE_ALIAS_MAPPING';
      readonly bytes: ByteRange;
      readonly existing: FrameView;
      readonly added: FrameView;
    }
  | {
      readonly id: 'ATTRIBUTE_ALIAS_ACCESS';
      readonly bytes: ByteRange;
      readonly used: MemoryType;
      readonly other: FrameView;
      /** `passes snooped lines`: the device and the cached view see each other, this access sees neither. */
      readonly role: 'mixed types' | 'passes snooped lines';
    }
  | {
      readonly id: 'VIPT_COLOUR_ALIAS';
      readonly bytes: ByteRange;
      readonly existing: AliasedAddress;
      readonly added: AliasedAddress;
    }
  | {
      readonly id: 'ALIAS_LOST_WRITE';
      readonly bytes: ByteRange;
      readonly stored: AliasedAddress;
      /** The address of the other dirty copy; `undefined` once it is unmapped. */
      readonly other: AliasedAddress | undefined;
      readonly otherDirtiedAt: StepId;
    }
  | {
      readonly id: 'COHERENCE_INDEX_INCONGRUENT';
      readonly bytes: ByteRange;
      readonly record: MapRecord;
      /** The address the device is coherent with, and the one that was used. */
      readonly designated: AliasedAddress;
      readonly used: AliasedAddress;
    }
  | {
      readonly id: 'UNDEFINED_READ';
      readonly bytes: ByteRange;
      readonly mapping: MapId | undefined;
      readonly cededAt: StepId;
    }
  | { readonly id: 'UNINITIALISED_TO_DEVICE'; readonly device: DeviceId; readonly bytes: ByteRange }
  | {
      readonly id: 'MISSING_BARRIER';
      readonly device: DeviceId;
      readonly bytes: ByteRange;
      readonly storedAt: StepId;
      /** What came after the store. None of them makes a register write wait for it. */
      readonly ordering: 'none' | 'smp-wmb only' | 'dma-wmb only';
      /** The register write that did not wait; `none`: the device looked by itself. */
      readonly doorbell: MmioWrite['ordering'] | 'none';
    }
  | {
      readonly id: 'READ_ORDERING';
      readonly certainty: Certainty;
      readonly bytes: ByteRange;
      readonly mapping: MapId | undefined;
      readonly flagLoadedAt: StepId;
    };
