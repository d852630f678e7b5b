// What CPUs and devices do with memory, and the order of it.

import type { ByteLength, DmaAddr, KernelVa, PhysAddr, UserVa } from '../address/spaces.js';
import type { DeviceId, MapId } from '../state/ids.js';

export type AccessOp =
  | CpuAccess
  | UserAccess
  | DeviceAccess
  | ProgramAddress
  | MmioWrite
  | MmioRead
  | Barrier
  | FlushRange
  | FlushPage
  | MapHighPage
  | UnmapHighPage
  | DesignateAddress;

/** `cpu-load-flag`: what is loaded tells the driver whose other memory is, like the status of a descriptor. */
export interface CpuAccess {
  readonly kind: 'cpu-load' | 'cpu-load-flag' | 'cpu-store';
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
  /** Which of its ports, where it has several and each its own IOMMU; the first where none is said. */
  readonly port?: number;
  /** The mapping that the driver gave it the address for; the address may be another one's by now. */
  readonly meant?: MapId;
}

/** The driver stores a DMA address in a descriptor or a register. */
export interface ProgramAddress {
  readonly kind: 'program-address';
  readonly device: DeviceId;
  readonly address: DmaAddr;
}

/** A doorbell: `writel`, `writel_relaxed`, `__raw_writel`. */
export interface MmioWrite {
  readonly kind: 'mmio-write';
  readonly device: DeviceId;
  readonly ordering: 'ordered' | 'relaxed' | 'raw';
}

/** `readl`, `readl_relaxed`, `__raw_readl` */
export interface MmioRead {
  readonly kind: 'mmio-read';
  readonly device: DeviceId;
  readonly ordering: 'ordered' | 'relaxed' | 'raw';
}

export interface Barrier {
  readonly kind: 'barrier';
  readonly barrier: 'mb' | 'wmb' | 'rmb' | 'dma-wmb' | 'dma-rmb' | 'smp-mb' | 'smp-wmb' | 'smp-rmb';
}

/** What I/O to a mapping outside the linear map needs on aliasing caches. */
export interface FlushRange {
  readonly kind: 'flush-kernel-vmap-range' | 'invalidate-kernel-vmap-range';
  readonly va: KernelVa;
  readonly size: ByteLength;
}

/** The kernel stored to a page that user space may have mapped, or is about to read one. */
export interface FlushPage {
  readonly kind: 'flush-dcache-page';
  readonly page: PhysAddr;
}

/** Gives a page a kernel address for a while; lowmem has one already. */
export interface MapHighPage {
  readonly kind: 'kmap' | 'kmap-local';
  readonly page: PhysAddr;
}

export interface UnmapHighPage {
  readonly kind: 'kunmap-local';
  readonly va: KernelVa;
}

/** Devices that snoop one virtual index are from now on coherent with these bytes at this address. */
export interface DesignateAddress {
  readonly kind: 'designate-address';
  readonly at: { readonly space: 'kernel'; readonly va: KernelVa } | { readonly space: 'user'; readonly va: UserVa };
  readonly size: ByteLength;
}
