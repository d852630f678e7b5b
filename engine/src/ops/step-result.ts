import type { ByteLength, DmaAddr, KernelVa, PhysAddr, UserVa } from '../address/spaces.js';
import type { MapId, ObjectId } from '../state/ids.js';
import type { MachineState } from '../state/machine-state.js';
import type { SgSegment } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import type { MachineEvent } from './event.js';

export interface StepResult {
  readonly state: MachineState;
  readonly result: OpResult;
  readonly events: readonly MachineEvent[];
}

/** What the call returned to the driver, with the ids by which later ops name it. */
export type OpResult =
  | { readonly kind: 'nothing' }
  | {
      readonly kind: 'buffer';
      readonly object: ObjectId;
      /** `undefined` for highmem. */
      readonly va: KernelVa | undefined;
      /** Of the first byte. */
      readonly pa: PhysAddr;
      readonly size: ByteLength;
    }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'mapped'; readonly mapping: MapId; readonly address: DmaAddr }
  /** `address` is what the driver sees: DMA_MAPPING_ERROR. */
  | { readonly kind: 'map-failed'; readonly address: DmaAddr }
  | {
      readonly kind: 'sg-mapped';
      readonly list: MapId;
      readonly nents: number;
      readonly segments: readonly SgSegment[];
    }
  | {
      readonly kind: 'allocated';
      readonly allocation: MapId;
      readonly cpuAddress: KernelVa;
      readonly address: DmaAddr;
      readonly isCookie: boolean;
    }
  | { readonly kind: 'error-flag'; readonly failed: boolean }
  /** 0 or a negative errno. */
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'user-mapped'; readonly va: UserVa; readonly pages: number }
  | { readonly kind: 'sg-table'; readonly entries: readonly PhysRun[] };

export const nothing: OpResult = { kind: 'nothing' };

/** Linux include/uapi/asm-generic/errno-base.h (6.12), negated as kernel functions return them. */
export const codes = { ENXIO: -6 } as const;
