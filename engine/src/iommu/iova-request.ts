// What the generic DMA operations ask of the IOVA allocator.
// Source: drivers/iommu/dma-iommu.c (6.12), iommu_dma_alloc_iova, iommu_dma_free_iova.

import { type Iova, iova } from '../address/spaces.js';
import { type IovaDomain, returnPages, takePages } from './iova-domain.js';

/** The addresses a device can be given, all inclusive. `undefined` where nobody set a limit. */
export interface IovaLimits {
  /** Of the device's DMA mask. */
  readonly mask: number;
  /** `bus_dma_limit`: what the bus between device and IOMMU can carry. */
  readonly bus: number | undefined;
  /** The last address the IOMMU translates. */
  readonly aperture: number | undefined;
}

export function highestIova({ mask, bus = Infinity, aperture = Infinity }: IovaLimits): number {
  return Math.min(mask, bus, aperture);
}

export interface IovaRequest {
  /** A multiple of the granule. */
  readonly bytes: number;
  /** See `highestIova`. */
  readonly highest: number;
  /** PCI devices that have always found room below 4 GiB look there first: too many fail above it. */
  readonly prefersBelow4GiB: boolean;
}

export interface IovaAnswer {
  readonly domain: IovaDomain;
  /** `undefined` where Linux returns DMA_MAPPING_ERROR. */
  readonly iova: Iova | undefined;
  /** What to ask for next time: the first request without room below 4 GiB ends the preference for good. */
  readonly prefersBelow4GiB: boolean;
}

const last32BitAddress = 2 ** 32 - 1;

export function requestIova(domain: IovaDomain, { bytes, highest, prefersBelow4GiB }: IovaRequest): IovaAnswer {
  const { granule } = domain;
  const pages = bytes / granule;
  const triesBelow4GiB = prefersBelow4GiB && last32BitAddress < highest;
  const below = triesBelow4GiB
    ? takePages(domain, pages, Math.floor(last32BitAddress / granule), 'give-up')
    : { domain, page: undefined };
  const taken =
    below.page === undefined ? takePages(below.domain, pages, Math.floor(highest / granule), 'empty-caches') : below;
  return {
    domain: taken.domain,
    iova: taken.page === undefined ? undefined : iova(taken.page * granule),
    prefersBelow4GiB: prefersBelow4GiB && !(triesBelow4GiB && below.page === undefined),
  };
}

/** Frees what `requestIova` gave for as many bytes. */
export function freeRequestedIova(domain: IovaDomain, at: Iova, bytes: number): IovaDomain {
  return returnPages(domain, at / domain.granule, bytes / domain.granule);
}
