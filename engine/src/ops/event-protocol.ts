// What the DMA API's contract forbids. `kernelMessage` is what dma-debug would print.

import type { ByteLength, DmaAddr, KernelVa } from '../address/spaces.js';
import type { DebugType } from '../state/debug-entry.js';
import type { DeviceId, StepId } from '../state/ids.js';
import type { Profile } from '../platforms/profile.js';
import type {
  CoherentAllocation,
  Direction,
  DmaAttr,
  MapRecord,
  OwnedRecord,
  ReleasedRecord,
} from '../state/map-record.js';
import type { DmaPool } from '../state/pool-state.js';
import type { ByteRange, LeakExit, Printed } from './event-base.js';
import type { PoolEvent } from './event-pool.js';
import type { LimitEvent } from './event-limit.js';
import type { ErrorTest, TestedResult } from './op-contract.js';

export type ProtocolEvent = OwnershipEvent | ReleaseEvent | LeakEvent | SgEvent | MisuseEvent | PoolEvent | LimitEvent;

export type OwnershipEvent =
  | {
      readonly id: 'CPU_ACCESS_DEVICE_OWNED';
      readonly record: OwnedRecord;
      readonly access: 'load' | 'store';
      readonly bytes: ByteRange;
      readonly ownedSince: StepId;
      /** The CPU may read what the device only reads. */
      readonly isHarmless: boolean;
    }
  | {
      readonly id: 'DEVICE_ACCESS_CPU_OWNED';
      readonly device: DeviceId;
      readonly record: MapRecord;
      readonly access: 'read' | 'write';
      /** When the CPU got the bytes: a sync, or the release. */
      readonly ownedSince: StepId;
      readonly because: 'synced for CPU' | 'released';
    }
  | {
      readonly id: 'MISSING_SYNC_FOR_CPU';
      readonly record: OwnedRecord;
      readonly bytes: ByteRange;
      readonly ownedSince: StepId;
      readonly deviceWroteAt: StepId;
    }
  | {
      readonly id: 'MISSING_SYNC_FOR_DEVICE';
      readonly record: OwnedRecord;
      readonly ownedSince: StepId;
      readonly cpuWroteAt: StepId;
    }
  | {
      readonly id: 'SYNC_RANGE_PARTIAL';
      readonly record: OwnedRecord;
      /** Accessed, and not covered by the last sync for CPU. */
      readonly bytes: ByteRange;
      readonly deviceWroteAt: StepId;
    };

export type ReleaseEvent =
  | {
      readonly id: 'DOUBLE_UNMAP';
      readonly device: DeviceId;
      readonly address: DmaAddr;
      readonly first: ReleasedRecord;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'UNMAP_NOT_MAPPED';
      readonly device: DeviceId;
      readonly address: DmaAddr;
      readonly because: 'nothing there' | 'several candidates';
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'FREE_NOT_ALLOCATED';
      readonly device: DeviceId;
      readonly address: DmaAddr;
      readonly cpuAddress: KernelVa;
      readonly kernelMessage: Printed;
    }
  | { readonly id: 'UNMAP_INVALID_ADDRESS'; readonly device: DeviceId; readonly kernelMessage: Printed }
  | {
      readonly id: 'SIZE_MISMATCH';
      readonly record: MapRecord;
      readonly size: ByteLength;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'DIRECTION_MISMATCH';
      readonly record: MapRecord;
      readonly direction: Direction;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'FUNCTION_MISMATCH';
      readonly record: MapRecord;
      readonly function: DebugType;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'CPU_ADDRESS_MISMATCH';
      readonly record: MapRecord;
      readonly cpuAddress: KernelVa;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'DEVICE_MISMATCH';
      readonly record: MapRecord;
      readonly device: DeviceId;
      readonly kernelMessage: Printed;
    }
  | {
      /** Released by the plain function; the driver core releases it once more when the driver leaves. */
      readonly id: 'DEVRES_DOUBLE_FREE';
      readonly managed: MapRecord | Pick<DmaPool, 'name' | 'createdAt'>;
    };

export interface LeakEvent {
  readonly id: 'LEAK_MAPPING' | 'LEAK_ALLOCATION';
  readonly record: MapRecord;
  readonly exit: LeakExit;
  readonly kernelMessage: Printed;
}

export type SgEvent =
  | {
      readonly id: 'SG_WRONG_COUNT';
      readonly record: MapRecord;
      readonly origNents: number;
      readonly nents: number;
      readonly used: number;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'SG_LEN_CONFUSION';
      readonly record: MapRecord;
      readonly dmaLength: number;
      readonly cpuLength: number;
      /** Which of the two the driver used: `sg->length` or `sg_dma_len`. */
      readonly used: 'cpu' | 'dma';
    }
  | {
      readonly id: 'SG_SEGMENT_TOO_LONG';
      readonly device: DeviceId;
      readonly length: ByteLength;
      readonly limit: number;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'SG_BOUNDARY';
      readonly record: MapRecord;
      /** Where the segment starts for the device. */
      readonly address: DmaAddr;
      readonly length: ByteLength;
      /** No segment may cross a multiple of this many bytes. */
      readonly boundaryBytes: number;
      readonly kernelMessage: Printed;
    };

export type MisuseEvent =
  | { readonly id: 'MAP_ERROR_UNCHECKED'; readonly record: MapRecord; readonly kernelMessage: Printed }
  | { readonly id: 'MAP_ERROR_USED'; readonly device: DeviceId; readonly use: 'device' | 'program' | 'sync' }
  | { readonly id: 'ALLOC_NULL_UNCHECKED'; readonly use: 'cpu' | 'mmap' }
  | { readonly id: BadMemoryId; readonly device: DeviceId; readonly address: number; readonly kernelMessage: Printed }
  | { readonly id: 'COHERENT_STREAMED'; readonly allocation: CoherentAllocation }
  | {
      readonly id: 'OVERLAPPING_MAPPINGS';
      readonly first: MapRecord;
      readonly second: MapRecord;
      readonly line: ByteRange;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'SYNC_NOT_FOUND';
      readonly device: DeviceId;
      readonly address: DmaAddr;
      readonly size: ByteLength;
      readonly kernelMessage: Printed;
    }
  | {
      /** A sync that starts in a mapping and ends behind it. */
      readonly id: 'SYNC_OUTSIDE';
      readonly record: MapRecord;
      readonly address: DmaAddr;
      readonly size: ByteLength;
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'SYNC_DIRECTION';
      readonly record: MapRecord;
      readonly direction: Direction;
      /** The checker has a message for each; the last two come after the first. */
      readonly because: 'differs' | 'device only reads' | 'device only writes';
      readonly kernelMessage: Printed;
    }
  | {
      readonly id: 'HANDLE_ARITHMETIC';
      readonly device: DeviceId;
      readonly address: DmaAddr;
      readonly size: ByteLength;
      readonly record: MapRecord;
    }
  | {
      readonly id: 'DMA_WRONG_DEVICE';
      readonly device: DeviceId;
      readonly address: DmaAddr;
      readonly record: MapRecord;
    }
  | { readonly id: 'ATTR_MISMATCH'; readonly allocation: CoherentAllocation; readonly attrs: readonly DmaAttr[] }
  | { readonly id: 'COOKIE_DEREF'; readonly allocation: CoherentAllocation; readonly access: 'load' | 'store' }
  | { readonly id: 'UNKNOWN_ATTR'; readonly device: DeviceId; readonly attr: DmaAttr; readonly profile: Profile }
  | {
      readonly id: 'WRONG_ERROR_CHECK';
      readonly result: TestedResult;
      readonly test: ErrorTest;
      /** What the driver takes the result for, against what it is. */
      readonly outcome: 'right by luck' | 'failure not noticed' | 'success taken for failure';
    }
  | { readonly id: 'UNPORTABLE_COOKIE'; readonly allocation: CoherentAllocation }
  | { readonly id: 'ZERO_SIZE'; readonly device: DeviceId }
  | { readonly id: 'SKIP_SYNC_UNBALANCED'; readonly record: OwnedRecord; readonly access: 'read' | 'write' };

export type BadMemoryId =
  | 'BAD_MEMORY_STACK'
  | 'BAD_MEMORY_VMALLOC'
  | 'BAD_MEMORY_TEXT'
  | 'BAD_MEMORY_INVALID'
  | 'BAD_MEMORY_USER'
  | 'BAD_MEMORY_IOMEM'
  | 'BAD_MEMORY_COOKIE';
