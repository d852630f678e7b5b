// IOMMUs of a running machine: who translates for whom. Linux drivers/iommu/iommu.c (6.12).

import type { Brand } from '../address/brand.js';
import { emptyIntervals, type IntervalMap } from '../data/interval-map.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { FlushQueue } from '../iommu/flush-queue.js';
import type { FormatName } from '../iommu/formats/index.js';
import type { Tables } from '../iommu/formats/tables.js';
import type { IotlbGather } from '../iommu/gather.js';
import type { Iotlb } from '../iommu/iotlb.js';
import type { IovaBitmap } from '../iommu/iova-bitmap.js';
import type { IovaDomain } from '../iommu/iova-domain.js';
import type { IommuInstance } from '../platforms/platform.js';
import type { DeviceId } from './ids.js';

/** A domain made for the DMA operations of a group is named as the group. */
export type DomainId = Brand<string, 'DomainId'>;
/** Devices that cannot be isolated from each other, named after the first of them. */
export type GroupId = Brand<string, 'GroupId'>;

export const domainId = (name: string): DomainId => name as DomainId;
export const groupId = (name: string): GroupId => name as GroupId;

/** The n-th domain a driver made; no device has such a name. */
export const madeDomain = (number: number): DomainId => domainId(`${madePrefix}${number}`);
export const isMade = (id: DomainId): boolean => id.startsWith(madePrefix);
const madePrefix = 'domain#';

/** The two domains without tables, `IOMMU_DOMAIN_IDENTITY` and `IOMMU_DOMAIN_BLOCKED`; every machine has them. */
export const identityDomain = domainId('identity');
export const blockedDomain = domainId('blocked');

export interface IommuState {
  /** Without those a group has until it is used for the first time: see `findDomain`. */
  readonly domains: PersistentMap<DomainId, Domain>;
  /** Devices that share somebody else's group. */
  readonly groups: PersistentMap<DeviceId, GroupId>;
  /** What groups were attached to; the others are in the domain their operations need. */
  readonly attached: PersistentMap<GroupId, DomainId>;
  /** What devices were attached to with `arm_iommu_attach_device`; the others have a mapping of their own. */
  readonly armMappings: PersistentMap<DeviceId, DomainId>;
  /** How many domains drivers have made: the next one's number. */
  readonly made: number;
  /** IOMMUs a device sits behind besides `Device.iommu`: one for each further port. */
  readonly ports: PersistentMap<DeviceId, readonly string[]>;
  /** IOMMUs that were registered after boot. */
  readonly registered: readonly IommuInstance[];
  /** Devices plugged in from outside: Linux `pci_dev.untrusted`. */
  readonly untrusted: PersistentMap<DeviceId, true>;
  /** PCI devices that once found no room below 4 GiB, and no longer look there first. */
  readonly above4GiB: PersistentMap<DeviceId, true>;
  /** Memory that firmware gave to the secure world. */
  readonly secure: IntervalMap<true>;
  /** IOMMUs whose interrupts are off since a fault nobody handled. */
  readonly silenced: PersistentMap<string, true>;
}

/**
 * Linux `IOMMU_DOMAIN_*` with page tables: a driver's own, or those of the DMA API, which invalidates what it
 * unmaps at once or when a queue is flushed.
 */
export type PagingType = 'unmanaged' | 'dma' | 'dma-fq';

/** `handles`: it returns 0; `refuses`: an error, so the driver goes on as if there were none. */
export type FaultHandler = 'none' | 'handles' | 'refuses';

/** What some devices see through their IOMMUs. */
export interface Domain {
  readonly id: DomainId;
  readonly type: PagingType;
  /** Tells whose driver made it: no other IOMMU takes it. */
  readonly format: FormatName;
  /** One image where the IOMMUs share the tables; one for each where the driver mirrors them (OMAP). */
  readonly tables: readonly Tables[];
  /** By the name of the IOMMU that remembers. */
  readonly iotlbs: PersistentMap<string, Iotlb>;
  readonly addresses: AddressSpace;
  /** The first address past those the IOMMU translates. */
  readonly aperture: number;
  readonly handler: FaultHandler;
  /** What `iommu_unmap_fast` left to be invalidated. */
  readonly gather: IotlbGather;
  /** Linux `struct dma_iommu_mapping.kref`: its creator and the devices attached through it. */
  readonly references: number;
  /** The driver freed it while it was attached; the hardware goes on reading it. */
  readonly isFreed: boolean;
}

/** Where the DMA API takes addresses from; a driver's own domain has nothing of the kind. */
export type AddressSpace =
  | { readonly kind: 'none' }
  | { readonly kind: 'bitmap'; readonly bitmap: IovaBitmap }
  | { readonly kind: 'tree'; readonly tree: IovaDomain; readonly queue: FlushQueue };

export const emptyIommuState: IommuState = {
  domains: emptyMap(),
  groups: emptyMap(),
  attached: emptyMap(),
  armMappings: emptyMap(),
  made: 0,
  ports: emptyMap(),
  registered: [],
  untrusted: emptyMap(),
  above4GiB: emptyMap(),
  secure: emptyIntervals(),
  silenced: emptyMap(),
};
