// What happened, wrong or not, for hover and timeline.

import type { Invalidation, TableWrite, TranslationEntry } from '../iommu/formats/format.js';
import type { QuirkId } from '../platforms/quirks.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { DeviceId, MapId } from '../state/ids.js';
import type { DomainId } from '../state/iommu-state.js';
import type {
  CoherentAllocation,
  MapRecord,
  NoncoherentAllocation,
  OwnedRecord,
  Owner,
  SgMapping,
} from '../state/map-record.js';
import type { Barrier } from './op.js';
import type { PhysAddr, UserVa } from '../address/spaces.js';
import type { ByteRange } from './event-base.js';

export type InformationEvent =
  | { readonly id: 'MAPPED' | 'UNMAPPED'; readonly record: MapRecord }
  | {
      readonly id: 'SYNCED';
      readonly record: OwnedRecord;
      readonly for: Owner;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly id: 'ALLOCATED' | 'FREED'; readonly record: CoherentAllocation | NoncoherentAllocation | SgMapping }
  | {
      readonly id: 'CACHE_OP';
      readonly op: 'clean' | 'invalidate' | 'purge' | 'flush' | 'flush-all' | 'drain';
      readonly level: 'L1' | 'L2';
      readonly bytes: ByteRange;
      /** Lines that were present and dirty. */
      readonly linesWrittenBack: number;
    }
  | { readonly id: 'TABLE_WRITE'; readonly domain: DomainId; readonly writes: readonly TableWrite[] }
  | { readonly id: 'IOTLB_INVALIDATE'; readonly domain: DomainId; readonly invalidations: readonly Invalidation[] }
  | {
      readonly id: 'IOTLB_FILL';
      readonly device: DeviceId;
      /** The instance that remembers from now on. */
      readonly iommu: string;
      readonly entry: TranslationEntry;
    }
  | {
      readonly id: 'BARRIER';
      readonly barrier: Barrier['barrier'] | 'writel';
      readonly drained: number;
      /** Whether the outer cache's own buffers were emptied too. */
      readonly outerSync: boolean;
    }
  | {
      readonly id: 'USER_MAPPED';
      readonly of: MapId | undefined;
      readonly va: UserVa;
      readonly pages: number;
      readonly type: MemoryType;
    }
  | {
      /** The CPU copies between a driver's bytes and what the device works on instead. */
      readonly id: 'BOUNCE_COPY';
      readonly device: DeviceId;
      readonly direction: 'into the copy' | 'back';
      /** The driver's. */
      readonly bytes: ByteRange;
      readonly copy: PhysAddr;
    }
  | { readonly id: 'QUIRK'; readonly quirk: QuirkId }
  /** The kernel's checker took memory for more entries: so many mappings at once are rarely meant. */
  | { readonly id: 'DEBUG_POOL_GROWN'; readonly entries: number };
