// Memory that several drivers or processes use.

import type { ByteLength, UserVa } from '../address/spaces.js';
import type { DeviceId, MapId, SharedId, StepId } from '../state/ids.js';
import type { CoherentAllocation, Direction } from '../state/map-record.js';
import type { VideoState } from '../state/sharing-state.js';
import type { UserMapping } from '../state/user-state.js';
import type { ByteRange } from './event-base.js';

export type SharingEvent = ImporterEvent | BracketEvent | DmaBufEvent | VideoEvent | UserMemoryEvent;

/** An importer treats a table it was lent as its own. */
export interface ImporterEvent {
  readonly id: 'IMPORTER_USED_PAGES' | 'IMPORTER_REMAPPED' | 'IMPORTER_FREED_TABLE';
  readonly buffer: SharedId;
  readonly device: DeviceId;
}

export type BracketEvent =
  | {
      readonly id: 'CPU_ACCESS_UNBRACKETED';
      readonly buffer: SharedId;
      readonly access: 'load' | 'store';
      readonly bytes: ByteRange;
    }
  | {
      readonly id: 'BRACKET_UNBALANCED';
      readonly buffer: SharedId;
      readonly because: 'end without begin' | 'released inside';
    }
  | {
      readonly id: 'BRACKET_DIRECTION';
      readonly buffer: SharedId;
      readonly opened: Direction;
      /** How it was closed, or what the CPU did inside. */
      readonly used: Direction | 'load' | 'store';
    };

export type DmaBufEvent =
  | {
      readonly id: 'MAP_ATTACHMENT_DIRECTION';
      readonly buffer: SharedId;
      readonly device: DeviceId;
      readonly call: 'map' | 'unmap';
      readonly mapped: Direction;
      readonly asked: Direction;
    }
  | {
      readonly id: 'USE_AFTER_MOVE';
      readonly buffer: SharedId;
      readonly device: DeviceId;
      readonly access: 'read' | 'write';
      readonly movedAt: StepId;
    }
  | { readonly id: 'DMABUF_RELEASED_ATTACHED'; readonly buffer: SharedId; readonly devices: readonly DeviceId[] }
  | { readonly id: 'LEAK_ATTACHMENT'; readonly buffer: SharedId; readonly device: DeviceId; readonly maps: number }
  /** No descriptor could be made, and the reference it would have taken was never given back. */
  | { readonly id: 'FD_LEAK'; readonly buffer: SharedId; readonly failedAt: StepId };

export type VideoEvent =
  | {
      readonly id: 'VB2_STATE';
      readonly queue: SharedId;
      readonly index: number;
      readonly state: VideoState;
      readonly call: 'prepare' | 'queue' | 'done';
    }
  | {
      readonly id: 'VB2_BUFFER_TOUCHED_WHILE_QUEUED';
      readonly queue: SharedId;
      readonly index: number;
      readonly state: VideoState;
      readonly access: 'load' | 'store';
      readonly bytes: ByteRange;
    }
  | {
      readonly id: 'VB2_USERPTR_UNALIGNED';
      readonly va: UserVa;
      readonly size: ByteLength;
      readonly alignBytes: number;
    }
  | {
      readonly id: 'VB2_NOT_CONTIGUOUS';
      readonly device: DeviceId;
      /** Bytes that follow the first one without a gap, as the device sees them. */
      readonly contiguous: number;
      readonly needed: number;
    };

export type UserMemoryEvent =
  | { readonly id: 'SGTABLE_WITHOUT_PAGES'; readonly allocation: CoherentAllocation }
  | {
      readonly id: 'MMAP_OFFSET_NOT_RESET';
      readonly va: UserVa;
      /** `vm_pgoff`, which says which buffer and is taken for an offset into it. */
      readonly pageOffset: number;
    }
  | {
      readonly id: 'VMA_OUTLIVES_BUFFER';
      readonly va: UserVa;
      readonly of: MapId | undefined;
      readonly insertion: UserMapping['insertion'];
    };
