// How RAM is divided at boot: what the kernel keeps, the zones of its page allocator, and areas set aside.

import { alignUp, pageBytes } from '../address/align.js';
import { offsetBy, type PhysAddr } from '../address/spaces.js';
import { emptyIntervals } from '../data/interval-map.js';
import { emptyMap } from '../data/persistent-map.js';
import { isArm32, type Platform } from '../platforms/platform.js';
import type { AreaState, AreaStates, ZoneName, ZoneState } from '../state/allocator-state.js';

const kib = 1024;
const mib = 1024 * kib;
const gib = 1024 * mib;

/** Linux include/linux/mm_types.h (6.12): `struct page` has 32 bytes on 32-bit ARM without extras. */
const pageDescriptorBytes = 32;
/** Room for one IOMMU domain: its root and about a thousand second-level tables. */
const tablesPerDomainBytes = mib;
/** The first frames of RAM hold the boot arguments and the exception vectors. */
const bootBytes = 64 * kib;

/** The kernel image, then its page descriptors, then page tables of IOMMUs: engine choices. */
export interface ReservedMemory {
  readonly image: PhysAddr;
  readonly imageEnd: PhysAddr;
  /** The kernel's `mem_map`: one descriptor per page frame. */
  readonly pageDescriptors: PhysAddr;
  readonly tables: PhysAddr;
  readonly end: PhysAddr;
}

export function reservedMemory({ memory }: Platform): ReservedMemory {
  const { imageBytes, tablesBytes, alignment } = reservedSizes(memory.ramBytes);
  const descriptorBytes = (memory.ramBytes / pageBytes) * pageDescriptorBytes;
  const neededBytes = alignUp(imageBytes + descriptorBytes + tablesBytes, alignment);
  // A small ZONE_DMA is left to those who need it.
  const isBehindZoneDma = memory.zoneDmaBytes !== 0 && memory.zoneDmaBytes < neededBytes;
  const image = offsetBy(memory.ramBase, isBehindZoneDma ? memory.zoneDmaBytes : 0);
  const imageEnd = offsetBy(image, imageBytes);
  const tables = offsetBy(imageEnd, descriptorBytes);
  const end = offsetBy(memory.ramBase, alignUp(tables + tablesBytes - memory.ramBase, alignment));
  return { image, imageEnd, pageDescriptors: imageEnd, tables, end };
}

function reservedSizes(ramBytes: number): Readonly<Record<'imageBytes' | 'tablesBytes' | 'alignment', number>> {
  const isSmall = ramBytes < 512 * mib;
  return isSmall
    ? { imageBytes: 4 * mib, tablesBytes: 4 * mib, alignment: 16 * mib }
    : { imageBytes: 16 * mib, tablesBytes: 32 * mib, alignment: 64 * mib };
}

/** Where the tables of the n-th domain start; with more domains than there is room for, the first addresses come again. */
export function tablesOfDomain(platform: Platform, index: number): PhysAddr {
  const slots = reservedSizes(platform.memory.ramBytes).tablesBytes / tablesPerDomainBytes;
  return offsetBy(reservedMemory(platform).tables, (index % slots) * tablesPerDomainBytes);
}

export function pageDescriptorOf(platform: Platform, page: PhysAddr): PhysAddr {
  const frame = Math.floor((page - platform.memory.ramBase) / pageBytes);
  return offsetBy(reservedMemory(platform).pageDescriptors, frame * pageDescriptorBytes);
}

/** The frame whose descriptor holds the byte at `descriptor`. */
export function pageOfDescriptor(platform: Platform, descriptor: PhysAddr): PhysAddr {
  const index = Math.floor((descriptor - reservedMemory(platform).pageDescriptors) / pageDescriptorBytes);
  return offsetBy(platform.memory.ramBase, index * pageBytes);
}

export interface RamLayout {
  readonly zones: Readonly<Record<ZoneName, ZoneState>>;
  readonly areas: AreaStates;
}

/** The zones of a fresh machine, and the areas cut from their ends. */
export function layOutRam(platform: Platform): RamLayout {
  const spans = zoneSpans(platform);
  let areas: AreaStates = emptyMap();
  const setAside = (name: string, bytes: number, from: readonly ZoneName[], limit = Infinity): void => {
    const zone = from.map((it) => spans[it]).find(({ start, end }) => end <= limit && start + bytes <= end);
    if (bytes === 0 || zone === undefined) return;
    const start = offsetBy(zone.end, 0 - bytes);
    areas = areas.set(name, freshArea(start, zone.end));
    zone.end = start;
  };
  if (platform.cma.kind === 'area') setAside('cma', platform.cma.bytes, cmaZones(platform), cmaLimit(platform));
  if (isArm32(platform)) placeAtomicPool();
  if (platform.swiotlb.kind === 'pool') setAside('swiotlb', platform.swiotlb.bytes, lowZones, dmaLimit(platform));
  if (!isArm32(platform)) {
    for (const zone of ['normal', 'dma32', 'dma'] as const)
      setAside(`pool ${zone}`, genericPoolBytes(platform), [zone]);
  }
  return { zones: mapZones(spans), areas };

  /** Linux arch/arm/mm/dma-mapping.c (6.12), atomic_pool_init: from the contiguous area, else GFP_DMA. */
  function placeAtomicPool(): void {
    const cma = areas.get('cma');
    if (cma === undefined || platform.coherentPoolBytes === 0) {
      setAside('pool', platform.coherentPoolBytes, ['dma', 'normal', 'dma32']);
      return;
    }
    const start = offsetBy(cma.end, 0 - platform.coherentPoolBytes);
    areas = areas.set('cma', freshArea(cma.start, start)).set('pool', freshArea(start, cma.end));
  }
}

const lowZones: readonly ZoneName[] = ['dma32', 'normal', 'dma'];

interface Span {
  readonly start: PhysAddr;
  end: PhysAddr;
}

function zoneSpans(platform: Platform): Readonly<Record<ZoneName, Span>> {
  const { ramBase, ramBytes, lowmemBytes, zoneDmaBytes, zoneDma32Bytes } = platform.memory;
  const reserved = reservedMemory(platform);
  const lowmemEnd = offsetBy(ramBase, lowmemBytes);
  const dmaEnd = offsetBy(ramBase, Math.min(zoneDmaBytes, lowmemBytes));
  const dma32End = offsetBy(ramBase, Math.min(Math.max(zoneDma32Bytes, zoneDmaBytes), lowmemBytes));
  const free = (start: PhysAddr, end: PhysAddr): Span => {
    const from = start < reserved.end && reserved.image < end ? reserved.end : start;
    return { start: from < end ? from : end, end };
  };
  return {
    dma: reserved.image === dmaEnd ? { start: offsetBy(ramBase, bootBytes), end: dmaEnd } : free(ramBase, dmaEnd),
    dma32: free(dmaEnd, dma32End),
    normal: free(dma32End, lowmemEnd),
    highmem: { start: lowmemEnd, end: offsetBy(ramBase, ramBytes) },
  };
}

function mapZones(spans: Readonly<Record<ZoneName, Span>>): Readonly<Record<ZoneName, ZoneState>> {
  const fresh = ({ start, end }: Span): ZoneState => ({ start, next: start, end, free: emptyMap() });
  return {
    dma: fresh(spans.dma),
    dma32: fresh(spans.dma32),
    normal: fresh(spans.normal),
    highmem: fresh(spans.highmem),
  };
}

export function freshArea(start: PhysAddr, end: PhysAddr): AreaState {
  return { start, end, taken: emptyIntervals() };
}

/**
 * Where the contiguous area may be, best first. Linux mm/cma.c (6.12) tries highmem first; Linux 3.10 asks for
 * lowmem (arch/arm/mm/init.c, arm_memblock_init).
 */
function cmaZones(platform: Platform): readonly ZoneName[] {
  if (!isArm32(platform)) return lowZones;
  return platform.profile === 'k612' ? ['highmem', 'normal', 'dma'] : ['normal', 'dma'];
}

function cmaLimit(platform: Platform): number {
  return isArm32(platform) ? dmaLimit(platform) : Infinity;
}

/** The end of what every device reaches. Linux arch/arm/mm/init.c (6.12), arm_dma_limit, which also bounds SWIOTLB. */
export function dmaLimit(platform: Platform): number {
  const { ramBase, zoneDmaBytes } = platform.memory;
  return isArm32(platform) && zoneDmaBytes !== 0 ? ramBase + zoneDmaBytes : 4 * gib;
}

/**
 * Machines other than ARM have a pool for each zone. Linux kernel/dma/pool.c (6.12), dma_atomic_pool_init: 128 KiB per GiB of RAM, at
 * most a block of the largest order.
 */
function genericPoolBytes({ memory }: Platform): number {
  return Math.min(Math.max(alignUp(memory.ramBytes / 8192, pageBytes), 128 * kib), 4 * mib);
}

/** Zones an allocation goes through, best first; Linux `zonelist`. A flag for a zone that is missing means nothing. */
export function zonelist({ architecture, memory }: Platform, wanted: ZoneName): readonly ZoneName[] {
  // An engine choice: below 4 GiB first, so that the contrast machine does not bounce every buffer.
  const ordinary: readonly ZoneName[] =
    architecture === 'x86-64' ? ['dma32', 'normal', 'dma'] : ['normal', 'dma32', 'dma'];
  switch (wanted) {
    case 'highmem':
      return ['highmem'];
    case 'normal':
      return ordinary;
    case 'dma32':
      return memory.zoneDma32Bytes === 0 ? ordinary : ['dma32', 'dma'];
    case 'dma':
      return memory.zoneDmaBytes === 0 ? ordinary : ['dma'];
  }
}

export function zoneOf(zones: Readonly<Record<ZoneName, ZoneState>>, page: PhysAddr): ZoneName | undefined {
  const names: readonly ZoneName[] = ['normal', 'highmem', 'dma32', 'dma'];
  return names.find((name) => zones[name].start <= page && page < zones[name].end);
}
