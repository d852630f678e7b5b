// What CPUs and devices do with memory, and the order of it.

import type { ByteLength, DmaAddr, KernelVa, UserVa } from '../address/spaces.js';
import type { DeviceId } from '../state/ids.js';

export type AccessOp = CpuAccess | UserAccess | DeviceAccess | ProgramAddress | MmioWrite | Barrier;

export interface CpuAccess {
  readonly kind: 'cpu-load' | 'cpu-store';
  readonly va: KernelVa;
  readonly size: ByteLength;
}

export interface UserAccess {
  readonly kind: 'user-load' | 'user-store';
  readonly va: UserVa;
  readonly size: ByteLength;
}

export interface DeviceAccess {
  readonly kind: 'device-read' | 'device-write';
  readonly device: DeviceId;
  readonly address: DmaAddr;
  readonly size: ByteLength;
}

/** The driver stores a DMA address in a descriptor or a register. */
export interface ProgramAddress {
  readonly kind: 'program-address';
  readonly device: DeviceId;
  readonly address: DmaAddr;
}

/** A doorbell. `writel` is ordered, `writel_relaxed` and `__raw_writel` are relaxed. */
export interface MmioWrite {
  readonly kind: 'mmio-write';
  readonly device: DeviceId;
  readonly ordering: 'ordered' | 'relaxed';
}

export interface Barrier {
  readonly kind: 'barrier';
  readonly barrier: 'mb' | 'wmb' | 'rmb' | 'dma-wmb' | 'dma-rmb' | 'smp-mb' | 'smp-wmb' | 'smp-rmb';
}
