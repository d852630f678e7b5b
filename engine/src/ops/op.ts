import type { ByteLength, DmaAddr, KernelVa, PhysAddr, UserVa } from '../address/spaces.js';
import type { Context } from '../state/context.js';
import type { DeviceId, MapId, ObjectId } from '../state/ids.js';
import type { Direction, DmaAttr } from '../state/map-record.js';

/** Everything a machine can be asked. Plain data; addresses come from the results of earlier ops. */
export type MachineOp = MemoryOp | StreamingOp | SgOp | AllocationOp | AccessOp | WorldOp;

export type MemoryOp = AllocateBuffer | PlaceBuffer | FreeBuffer | NamePart;

/** Memory as a driver gets it from the kernel; the stack and kernel text are here because drivers map them by mistake. */
export interface AllocateBuffer {
  readonly kind: 'allocate-buffer';
  readonly region: 'kmalloc' | 'pages' | 'highmem' | 'vmalloc' | 'stack' | 'text';
  readonly size: ByteLength;
  readonly name: string;
}

/** An object at a chosen physical address: static data, a struct member, a page somebody else allocated. */
export interface PlaceBuffer {
  readonly kind: 'place-buffer';
  readonly at: PhysAddr;
  readonly size: ByteLength;
  readonly name: string;
}

export interface FreeBuffer {
  readonly kind: 'free-buffer';
  readonly object: ObjectId;
}

/** Gives bytes of an object a name of their own, so that events can say `priv->flags`. */
export interface NamePart {
  readonly kind: 'name-part';
  readonly object: ObjectId;
  readonly offset: number;
  readonly size: ByteLength;
  readonly name: string;
}

export type StreamingOp = MapSingle | MapPage | MapResource | UnmapPage | CheckMappingError | Sync;

export interface MapSingle {
  readonly kind: 'map-single';
  readonly device: DeviceId;
  readonly va: KernelVa;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface MapPage {
  readonly kind: 'map-page';
  readonly device: DeviceId;
  /** The page's address; any page, highmem included. */
  readonly page: PhysAddr;
  readonly offset: number;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

/** Another device's registers. */
export interface MapResource {
  readonly kind: 'map-resource';
  readonly device: DeviceId;
  readonly phys: PhysAddr;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface UnmapPage {
  readonly kind: 'unmap-single' | 'unmap-page' | 'unmap-resource';
  readonly device: DeviceId;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface CheckMappingError {
  readonly kind: 'check-mapping-error';
  readonly device: DeviceId;
  readonly address: DmaAddr;
}

/** `offset` is that of `dma_sync_single_range_*`; the others have 0. */
export interface Sync {
  readonly kind: 'sync-for-cpu' | 'sync-for-device';
  readonly device: DeviceId;
  readonly address: DmaAddr;
  readonly offset: number;
  readonly size: ByteLength;
  readonly direction: Direction;
}

export type SgOp = MapSg | UnmapSg | SyncSg | ProgramSg;

export interface MapSg {
  readonly kind: 'map-sg';
  readonly device: DeviceId;
  readonly entries: readonly ScatterlistEntry[];
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface ScatterlistEntry {
  readonly page: PhysAddr;
  readonly offset: number;
  readonly length: ByteLength;
}

export interface UnmapSg {
  readonly kind: 'unmap-sg';
  readonly device: DeviceId;
  readonly list: MapId;
  readonly nents: number;
  readonly direction: Direction;
  readonly attrs: readonly DmaAttr[];
}

export interface SyncSg {
  readonly kind: 'sync-sg-for-cpu' | 'sync-sg-for-device';
  readonly device: DeviceId;
  readonly list: MapId;
  readonly nents: number;
  readonly direction: Direction;
}

/** The driver writes `count` segments into the hardware, with `sg_dma_len` or with `sg->length`. */
export interface ProgramSg {
  readonly kind: 'program-sg';
  readonly device: DeviceId;
  readonly list: MapId;
  readonly count: number;
  readonly lengths: 'dma' | 'cpu';
}

export type AllocationOp = AllocAttrs | FreeAttrs | AllocPages | FreePages | MmapAttrs | Munmap | GetSgtable;

/** Whether the allocation may sleep. */
export type Gfp = 'kernel' | 'atomic';

export interface AllocAttrs {
  readonly kind: 'alloc-attrs';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly gfp: Gfp;
  readonly attrs: readonly DmaAttr[];
}

export interface FreeAttrs {
  readonly kind: 'free-attrs';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly attrs: readonly DmaAttr[];
}

/** `dma_alloc_pages` and `dma_alloc_noncoherent`. */
export interface AllocPages {
  readonly kind: 'alloc-pages';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly direction: Direction;
  readonly gfp: Gfp;
}

export interface FreePages {
  readonly kind: 'free-pages';
  readonly device: DeviceId;
  readonly size: ByteLength;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly direction: Direction;
}

/** `dma_mmap_attrs` for a VMA of `pages` pages and `vm_pgoff` = `pageOffset`. */
export interface MmapAttrs {
  readonly kind: 'mmap-attrs';
  readonly device: DeviceId;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly attrs: readonly DmaAttr[];
  readonly pageOffset: number;
  readonly pages: number;
}

export interface Munmap {
  readonly kind: 'munmap';
  readonly va: UserVa;
  readonly size: ByteLength;
}

export interface GetSgtable {
  readonly kind: 'get-sgtable';
  readonly device: DeviceId;
  readonly cpuAddress: KernelVa;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly attrs: readonly DmaAttr[];
}

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

export type WorldOp = AddDevice | SetMask | SetMaxSegment | SetContext | InjectFailure | Unbind;

/** Optional: a device that was never added is a platform device with default masks. */
export interface AddDevice {
  readonly kind: 'add-device';
  readonly device: DeviceId;
  readonly bus: 'platform' | 'pci';
}

export interface SetMask {
  readonly kind: 'set-mask';
  readonly device: DeviceId;
  readonly mask: 'streaming' | 'coherent' | 'both';
  readonly bits: number;
}

export interface SetMaxSegment {
  readonly kind: 'set-max-segment';
  readonly device: DeviceId;
  readonly bytes: number;
}

export interface SetContext {
  readonly kind: 'set-context';
  readonly context: Context;
}

/** Makes the next map or allocation fail, to follow a driver's error path. */
export interface InjectFailure {
  readonly kind: 'inject-failure';
  readonly of: 'map' | 'alloc';
}

/** The driver is gone; what it left mapped is a leak. */
export interface Unbind {
  readonly kind: 'unbind';
  readonly device: DeviceId;
}
