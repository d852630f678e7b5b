// IOMMUs as drivers and kernels set them up: drivers/iommu/iommu.c, arch/arm/mm/dma-mapping.c (6.12).

import type { ByteLength, Iova, PhysAddr } from '../address/spaces.js';
import type { Protection } from '../iommu/formats/format.js';
import type { FormatName } from '../iommu/formats/index.js';
import type { UnhandledFault } from '../platforms/platform.js';
import type { DeviceId } from '../state/ids.js';
import type { DomainId, FaultHandler } from '../state/iommu-state.js';
import type { PhysRun } from '../state/memory-object.js';

export type IommuOp =
  | RegisterIommu
  | AddPort
  | ShareGroup
  | Distrust
  | AllocDomain
  | FreeDomain
  | AttachDomain
  | IommuMap
  | IommuMapSg
  | IommuUnmap
  | SyncIotlb
  | IovaToPhys
  | SetFaultHandler
  | FlushQueueNow
  | SecureMemory
  | OverwriteWord
  | CreateArmMapping
  | AttachArmMapping
  | DetachArmMapping
  | ReleaseArmMapping;

/** The driver of one more IOMMU arrives. */
export interface RegisterIommu {
  readonly kind: 'iommu-register';
  readonly name: string;
  readonly format: FormatName;
  readonly unhandledFault: UnhandledFault;
}

/** The device has one more port, and that one's accesses go through another IOMMU. */
export interface AddPort {
  readonly kind: 'iommu-add-port';
  readonly device: DeviceId;
  readonly iommu: string;
}

/** The device cannot be isolated from another one. */
export interface ShareGroup {
  readonly kind: 'iommu-share-group';
  readonly device: DeviceId;
  readonly other: DeviceId;
}

/** The device was plugged in from outside. */
export interface Distrust {
  readonly kind: 'iommu-distrust';
  readonly device: DeviceId;
}

/** `iommu_paging_domain_alloc(device)`. */
export interface AllocDomain {
  readonly kind: 'iommu-domain-alloc';
  readonly device: DeviceId;
}

export interface FreeDomain {
  readonly kind: 'iommu-domain-free';
  readonly domain: DomainId;
}

export interface AttachDomain {
  readonly kind: 'iommu-attach' | 'iommu-detach';
  readonly device: DeviceId;
  readonly domain: DomainId;
}

export interface IommuMap {
  readonly kind: 'iommu-map';
  readonly domain: DomainId;
  readonly iova: Iova;
  readonly phys: PhysAddr;
  readonly size: ByteLength;
  readonly protection: Protection;
}

export interface IommuMapSg {
  readonly kind: 'iommu-map-sg';
  readonly domain: DomainId;
  readonly iova: Iova;
  readonly runs: readonly PhysRun[];
  readonly protection: Protection;
}

/** `fast`: what was unmapped is invalidated by `iommu-iotlb-sync`. */
export interface IommuUnmap {
  readonly kind: 'iommu-unmap' | 'iommu-unmap-fast';
  readonly domain: DomainId;
  readonly iova: Iova;
  readonly size: ByteLength;
}

export interface SyncIotlb {
  readonly kind: 'iommu-iotlb-sync';
  readonly domain: DomainId;
}

export interface IovaToPhys {
  readonly kind: 'iommu-iova-to-phys';
  readonly domain: DomainId;
  readonly iova: Iova;
}

export interface SetFaultHandler {
  readonly kind: 'iommu-set-fault-handler';
  readonly domain: DomainId;
  readonly handler: FaultHandler;
}

/** The timer of the flush queue behind a device's operations fires. */
export interface FlushQueueNow {
  readonly kind: 'iommu-flush-queue';
  readonly device: DeviceId;
}

/** Firmware takes memory away from everything that is not secure. */
export interface SecureMemory {
  readonly kind: 'secure-memory';
  readonly at: PhysAddr;
  readonly size: ByteLength;
}

/** A store that was meant for something else lands in a page table. The IOMMU reads it at its next walk. */
export interface OverwriteWord {
  readonly kind: 'overwrite-table-word';
  readonly domain: DomainId;
  /** Of the word. */
  readonly at: PhysAddr;
  readonly word: number;
}

/** `arm_iommu_create_mapping(device, base, size)`; `size` in bytes. */
export interface CreateArmMapping {
  readonly kind: 'arm-iommu-create-mapping';
  readonly device: DeviceId;
  readonly base: Iova;
  readonly size: number;
}

export interface AttachArmMapping {
  readonly kind: 'arm-iommu-attach';
  readonly device: DeviceId;
  readonly mapping: DomainId;
}

export interface DetachArmMapping {
  readonly kind: 'arm-iommu-detach';
  readonly device: DeviceId;
}

export interface ReleaseArmMapping {
  readonly kind: 'arm-iommu-release-mapping';
  readonly mapping: DomainId;
}
