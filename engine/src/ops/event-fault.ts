// What a bus, an IOMMU or the kernel refuses.

import type { DmaAddr, Iova, KernelVa, UserVa } from '../address/spaces.js';
import type { FaultStatus, VisitedWord } from '../iommu/formats/format.js';
import type { DeviceId, MapId, StepId } from '../state/ids.js';
import type { DomainId } from '../state/iommu-state.js';
import type { MapRecord, ReleasedRecord } from '../state/map-record.js';
import type { ByteRange, Certainty } from './event-base.js';

export type FaultEvent =
  | IommuFault
  | {
      readonly id: 'NO_FAULT_BUT_WRONG';
      readonly device: DeviceId;
      readonly address: DmaAddr;
      readonly access: 'read' | 'write';
      readonly record: MapRecord | undefined;
      readonly because: 'no IOMMU' | 'format cannot express it' | 'identity domain';
    }
  | {
      readonly id: 'MEMORY_CORRUPTION';
      readonly by: Corruptor;
      readonly bytes: ByteRange;
      readonly victim: string;
      /** What the device believed to write to, live or released. */
      readonly record: MapRecord | undefined;
    }
  | {
      readonly id: 'MASK_OVERFLOW';
      readonly limit: AddressLimit;
      readonly address: number;
      /** What is left of the address. */
      readonly truncated: number;
      /** What is there. */
      readonly victim: string;
    }
  | {
      readonly id: 'UNMAP_LARGER';
      readonly domain: DomainId;
      readonly iova: Iova;
      /** Bytes that were to go, and bytes that went. */
      readonly size: number;
      readonly unmapped: number;
    }
  | { readonly id: 'DOMAIN_FREED_ATTACHED'; readonly domain: DomainId; readonly devices: readonly DeviceId[] }
  | {
      readonly id: 'DMA_TO_FREED_PAGE';
      readonly certainty: Certainty;
      readonly device: DeviceId;
      readonly bytes: ByteRange;
      readonly access: 'read' | 'write';
      readonly freed: string;
      readonly freedAt: StepId;
    }
  | {
      readonly id: 'IOTLB_STALE_ACCESS';
      readonly certainty: Certainty;
      readonly device: DeviceId;
      readonly iova: Iova;
      readonly access: 'read' | 'write';
      readonly filledAt: StepId;
      readonly lastOwner: ReleasedRecord | undefined;
      /** The invalidation waits for the queue to be flushed, or for `iommu_iotlb_sync`, or is never made. */
      readonly pending: 'flush queue' | 'unmap_fast' | 'nothing';
    }
  | {
      readonly id: 'USER_MAPPING_OF_FREED_PAGE' | 'USE_AFTER_FREE_VISIBLE';
      readonly va: UserVa;
      readonly of: MapId | undefined;
      readonly freedAt: StepId;
    }
  | { readonly id: 'CPU_TRANSLATION_FAULT'; readonly va: KernelVa | UserVa }
  | { readonly id: 'CPU_PERMISSION_FAULT'; readonly va: KernelVa | UserVa; readonly access: 'load' | 'store' }
  | { readonly id: 'KERNEL_PANIC' | 'KERNEL_BUG' | 'KERNEL_WARN'; readonly site: KernelSite };

/** An access that an IOMMU stops. */
export interface IommuFault {
  readonly id: IommuFaultId;
  readonly device: DeviceId;
  /** The instance that stopped it. */
  readonly iommu: string;
  readonly iova: Iova;
  readonly access: 'read' | 'write';
  /** The words read on the way; the last one decided. */
  readonly visited: readonly VisitedWord[];
  /** What the hardware reports; `undefined` where it does not notice. */
  readonly status: FaultStatus | undefined;
  readonly reportedTo: FaultListener;
  /** The mapping that has the address. */
  readonly record: MapRecord | undefined;
  /** Who last had it, and until when. */
  readonly lastOwner: ReleasedRecord | undefined;
}

export type IommuFaultId =
  | 'TRANSLATION_FAULT'
  | 'PERMISSION_FAULT'
  | 'ACCESS_FLAG_FAULT'
  | 'MULTI_HIT'
  | 'WALK_FAULT'
  | 'SECURITY_FAULT';

/** Who hears of a fault. `disabled`: the log, and then the IOMMU's interrupts are off for good. */
export type FaultListener = 'handler' | 'log' | 'panic' | 'disabled' | 'nobody';

/** Whose write lands where it does not belong. */
export type Corruptor =
  | { readonly kind: 'device'; readonly device: DeviceId }
  | { readonly kind: 'page table of'; readonly domain: DomainId };

/** What cannot hold an address. */
export type AddressLimit =
  | { readonly kind: 'mask'; readonly device: DeviceId; readonly bits: number }
  /** Nothing answers at the address on the device's bus. */
  | { readonly kind: 'bus'; readonly device: DeviceId }
  | { readonly kind: 'format'; readonly domain: DomainId };

/** Places where the modeled kernel complains, by what it says. */
export type KernelSite =
  | 'dma-buf exported without what it needs'
  | 'dma-buf unmapped from the kernel more often than mapped'
  | 'dma-buf released while the kernel maps it'
  | 'video buffer completed that the driver does not have'
  | 'dma-buf pinned by an importer that cannot move'
  | 'attribute that dma_alloc_noncontiguous does not take'
  | 'unhandled IOMMU fault'
  | 'rejecting DMA map of vmalloc memory'
  | 'map of an address outside the linear map'
  | 'no DMA mask'
  | 'no coherent DMA mask'
  | 'no DMA parameters'
  | 'coherent allocation too big for the mask'
  | 'coherent DMA mask smaller than what the machine needs'
  | 'coherent allocations not supported on this platform'
  | 'memremap attempted on RAM'
  | 'freeing wrong coherent size'
  | 'bounce buffer overflow'
  | 'bounce buffer of another size'
  | 'bounce buffer of another direction'
  | 'dmabounce unregistered with live buffers'
  | 'DMA address beyond the mask'
  | 'free of an invalid buffer'
  | 'free of an invalid coherent area'
  | 'dma_free with interrupts disabled'
  | 'release of what is not managed'
  | 'scatterlist of an address outside the linear map'
  | 'IOVA range outside its bitmap'
  | 'page table entry already in use'
  | 'unmap of a page table hole'
  | 'unmap smaller than the entry'
  | 'address out of range for the page table'
  | 'page size the page table does not have'
  | 'unaligned address or size'
  | 'detach of a domain that is not attached'
  | 'device is not attached to an IOMMU mapping'
  | 'failed to attach to the IOMMU mapping'
  | 'second IOMMU driver'
  | 'unmapped size differs'
  | 'alignment that the IOMMU cannot keep'
  | 'bounce buffers are inactive'
  | 'no physical address behind the IOVA'
  | 'memory taken for a list of pages';
