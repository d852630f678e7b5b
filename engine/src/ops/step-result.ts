import type { ByteLength, DmaAddr, KernelVa, PhysAddr, UserVa } from '../address/spaces.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { MapId, MmId, ObjectId, PoolId, SharedId } from '../state/ids.js';
import type { DomainId } from '../state/iommu-state.js';
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
  | { readonly kind: 'pool'; readonly pool: PoolId }
  | {
      readonly kind: 'pool-block';
      readonly pool: PoolId;
      readonly cpuAddress: KernelVa;
      readonly address: DmaAddr;
      readonly size: ByteLength;
    }
  | { readonly kind: 'error-flag'; readonly failed: boolean }
  /** 0 or a negative errno. */
  | { readonly kind: 'code'; readonly code: number }
  | { readonly kind: 'domain'; readonly domain: DomainId }
  /** Bytes an IOMMU call dealt with. */
  | { readonly kind: 'bytes'; readonly bytes: number }
  /** What `iommu_iova_to_phys` answered; `undefined` stands for its 0, which is also an address. */
  | { readonly kind: 'physical'; readonly address: PhysAddr | undefined }
  /** What a driver asked about its device. Masks in bits, sizes in bytes; `Infinity` stands for SIZE_MAX. */
  | { readonly kind: 'limit'; readonly value: number | boolean }
  | { readonly kind: 'user-mapped'; readonly va: UserVa; readonly pages: number }
  | { readonly kind: 'kernel-mapped'; readonly va: KernelVa; readonly size: ByteLength }
  | { readonly kind: 'mm'; readonly mm: MmId }
  /** A dma-buf, an attachment, a video queue or a GEM object. */
  | { readonly kind: 'shared'; readonly id: SharedId }
  | { readonly kind: 'file'; readonly fd: number }
  | { readonly kind: 'memory-type'; readonly type: MemoryType }
  | { readonly kind: 'sg-table'; readonly entries: readonly PhysRun[] };

export const nothing: OpResult = { kind: 'nothing' };

/** Linux include/uapi/asm-generic/errno-base.h and errno.h (6.12), negated as kernel functions return them. */
export const codes = {
  EIO: -5,
  ENXIO: -6,
  EBADF: -9,
  EAGAIN: -11,
  ENOMEM: -12,
  EFAULT: -14,
  EBUSY: -16,
  EEXIST: -17,
  ENODEV: -19,
  EINVAL: -22,
  EMFILE: -24,
  ENOSPC: -28,
  ERANGE: -34,
  EADDRINUSE: -98,
} as const;

export function returned(code: number): OpResult {
  return { kind: 'code', code };
}
