// What happened, wrong or not, for hover and timeline: engine.md §12.6.

import type { Invalidation, TableWrite } from '../iommu/formats/format.js';
import type { QuirkId } from '../platforms/quirks.js';
import type { MemoryType } from '../state/cpu-map.js';
import type { DeviceId, MapId } from '../state/ids.js';
import type { CoherentAllocation, MapRecord, NoncoherentAllocation, OwnedRecord, Owner } from '../state/map-record.js';
import type { Barrier } from './op.js';
import type { UserVa } from '../address/spaces.js';
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
  | { readonly id: 'ALLOCATED' | 'FREED'; readonly record: CoherentAllocation | NoncoherentAllocation }
  | {
      readonly id: 'CACHE_OP';
      readonly op: 'clean' | 'invalidate' | 'flush';
      readonly level: 'L1' | 'L2';
      readonly bytes: ByteRange;
      /** Lines that were present and dirty. */
      readonly linesWrittenBack: number;
    }
  | { readonly id: 'TABLE_WRITE'; readonly device: DeviceId; readonly writes: readonly TableWrite[] }
  | { readonly id: 'IOTLB_INVALIDATE'; readonly device: DeviceId; readonly invalidations: readonly Invalidation[] }
  | { readonly id: 'BARRIER'; readonly barrier: Barrier['barrier'] | 'writel'; readonly drained: number }
  | {
      readonly id: 'USER_MAPPED';
      readonly of: MapId;
      readonly va: UserVa;
      readonly pages: number;
      readonly type: MemoryType;
    }
  | { readonly id: 'QUIRK'; readonly quirk: QuirkId };
