// What a bus, an IOMMU or the kernel refuses: engine.md §12.2.

import type { DmaAddr, Iova, KernelVa, UserVa } from '../address/spaces.js';
import type { VisitedWord } from '../iommu/formats/format.js';
import type { DeviceId, MapId, StepId } from '../state/ids.js';
import type { MapRecord, ReleasedRecord } from '../state/map-record.js';
import type { ByteRange } from './event-base.js';

export type FaultEvent =
  | {
      readonly id: 'TRANSLATION_FAULT';
      readonly device: DeviceId;
      readonly iova: Iova;
      readonly access: 'read' | 'write';
      /** The words read on the way; the last one decided. */
      readonly visited: readonly VisitedWord[];
      /** Who last had this IOVA, and until when. */
      readonly lastOwner: ReleasedRecord | undefined;
    }
  | {
      readonly id: 'PERMISSION_FAULT';
      readonly device: DeviceId;
      readonly iova: Iova;
      readonly access: 'read' | 'write';
      readonly visited: readonly VisitedWord[];
      readonly record: MapRecord | undefined;
    }
  | {
      readonly id: 'NO_FAULT_BUT_WRONG';
      readonly device: DeviceId;
      readonly address: DmaAddr;
      readonly access: 'read' | 'write';
      readonly record: MapRecord | undefined;
      readonly because: 'no IOMMU' | 'format cannot express it';
    }
  | {
      readonly id: 'MEMORY_CORRUPTION';
      readonly device: DeviceId;
      readonly bytes: ByteRange;
      readonly victim: string;
    }
  | {
      readonly id: 'DMA_TO_FREED_PAGE';
      readonly device: DeviceId;
      readonly bytes: ByteRange;
      readonly access: 'read' | 'write';
      readonly freed: string;
      readonly freedAt: StepId;
    }
  | {
      readonly id: 'IOTLB_STALE_ACCESS';
      readonly device: DeviceId;
      readonly iova: Iova;
      readonly access: 'read' | 'write';
      readonly filledAt: StepId;
      readonly lastOwner: ReleasedRecord | undefined;
    }
  | {
      readonly id: 'USER_MAPPING_OF_FREED_PAGE' | 'USE_AFTER_FREE_VISIBLE';
      readonly va: UserVa;
      readonly of: MapId;
      readonly freedAt: StepId;
    }
  | { readonly id: 'CPU_TRANSLATION_FAULT'; readonly va: KernelVa | UserVa }
  | { readonly id: 'KERNEL_PANIC' | 'KERNEL_BUG' | 'KERNEL_WARN'; readonly site: KernelSite };

/** Places where the modeled kernel complains, by what it says. */
export type KernelSite =
  | 'unhandled IOMMU fault'
  | 'rejecting DMA map of vmalloc memory'
  | 'DMA address beyond the mask'
  | 'free of an invalid buffer'
  | 'free of an invalid coherent area'
  | 'dma_free with interrupts disabled'
  | 'IOVA range outside its bitmap'
  | 'page table entry already in use'
  | 'unmap of a page table hole'
  | 'unmap smaller than the entry'
  | 'address out of range for the page table';
