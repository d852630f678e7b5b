// B3: ARM's own DMA operations for devices behind an IOMMU, non-coherent.
// Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_*.

import { alignDown, alignUp, offsetIn, pageBytes } from '../address/align.js';
import { dmaToIova, iovaToDma, offsetBy, type DmaAddr, type PhysAddr } from '../address/spaces.js';
import { maintain } from '../cache/maintenance.js';
import type { Protection } from '../iommu/formats/format.js';
import { iovaToPhys } from '../iommu/walk.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk, type Platform } from '../platforms/platform.js';
import { maySleep } from '../state/context.js';
import type { Device } from '../state/device.js';
import type { Direction, DmaAttr } from '../state/map-record.js';
import { allocThroughIommu, freeThroughIommu, mmapThroughIommu } from './arm-iommu-alloc.js';
import { reachThroughIommu } from './arm-iommu-reach.js';
import { mapSgThroughIommu, unmapSgThroughIommu } from './arm-iommu-sg.js';
import { type Backend, type MapRequest, type SyncRequest, type UnmapRequest, wholePages } from './backend.js';
import { domainOf, formatOf, isTranslatable, mapIova, returnIova, takeIova, unmapIova } from './iommu-domain.js';

export const armIommu: Backend = {
  name: 'arm-iommu',
  map(now, device, request) {
    if (!request.attrs.includes('skip-cpu-sync')) maintain(now, 'device', request.direction, request.run);
    const address = enter(now, device, request, protectionOf(now.state.platform, request.direction, request.attrs));
    return address === undefined ? undefined : { address, bounce: undefined };
  },
  unmap: unmapPage,
  mapResource: (now, device, request) =>
    enter(now, device, request, [...protectionOf(now.state.platform, request.direction, request.attrs), 'mmio']),
  unmapResource(now, device, request) {
    if (!isAtPageZero(now, request.address)) leave(now, device, request);
  },
  mapSg: (now, device, request) => {
    reportSleep(now);
    return mapSgThroughIommu(now, device, request, protectionOf(now.state.platform, request.direction, request.attrs));
  },
  unmapSg: (now, device, record, request) => unmapSgThroughIommu(now, device, record, request),
  sync: syncSingle,
  alloc: allocThroughIommu,
  free: freeThroughIommu,
  syncSg(now, _device, { to, record, nents, direction }) {
    for (const entry of record.entries.slice(0, nents)) maintain(now, to, direction, entry);
  },
  allocPages: undefined,
  freePages: undefined,
  allocNoncontiguous: undefined,
  mmapPages: (now, _device, op, allocation) => mmapThroughIommu(now, op, allocation),
  getSgtable: (_now, allocation, attrs) =>
    allocation.isCookie === attrs.includes('no-kernel-mapping') ? wholePages(allocation.runs) : undefined,
  limits: {
    // Every mask is accepted, and none is looked at (quirk Q2).
    supportsMask: () => true,
    requiredMaskBits: () => 32,
    maxMappingBytes: () => Infinity,
    optMappingBytes: () => Infinity,
    mergeBoundary: () => 0,
  },
  reach: reachThroughIommu,
};

/** What a direction asks of the page table. Linux 3.10 asked for nothing (quirk Q20). */
function protectionOf(platform: Platform, direction: Direction, attrs: readonly DmaAttr[]): Protection {
  if (hasQuirk(platform, 'Q20')) return [];
  const access = { 'to-device': ['read'], 'from-device': ['write'], bidirectional: ['read', 'write'] } as const;
  return attrs.includes('privileged') ? [...access[direction], 'priv'] : access[direction];
}

function enter(now: Transition, device: Device, { run }: MapRequest, protection: Protection): DmaAddr | undefined {
  reportSleep(now);
  const offset = offsetIn(run.start, pageBytes);
  const length = alignUp(offset + run.length, pageBytes);
  const iova = takeIova(now, device, length);
  if (iova === undefined) return undefined;
  if (mapIova(now, device.id, iova, { start: alignDown(run.start, pageBytes), length }, protection)) {
    return iovaToDma(offsetBy(iova, offset));
  }
  returnIova(now, device.id, iova, length);
  return undefined;
}

function unmapPage(now: Transition, device: Device, request: UnmapRequest): void {
  const { address, size, direction, attrs } = request;
  if (isAtPageZero(now, address)) return;
  if (!attrs.includes('skip-cpu-sync'))
    maintainBehind(now, device, { to: 'cpu', base: address, offset: 0, size, direction });
  leave(now, device, request);
}

function leave(now: Transition, device: Device, { address, size }: Pick<UnmapRequest, 'address' | 'size'>): void {
  const iova = alignDown(dmaToIova(address), pageBytes);
  const length = alignUp(offsetIn(address, pageBytes) + size, pageBytes);
  unmapIova(now, device.id, iova, length);
  returnIova(now, device.id, iova, length);
}

function syncSingle(now: Transition, device: Device, request: SyncRequest): void {
  if (!isAtPageZero(now, offsetBy(request.base, request.offset))) maintainBehind(now, device, request);
}

/** Looks the first page up and takes the rest for its neighbors, unless quirk Q6 is off. */
function maintainBehind(now: Transition, device: Device, { to, base, offset, size, direction }: SyncRequest): void {
  const address = offsetBy(base, offset);
  const step = hasQuirk(now.state.platform, 'Q6') ? size : pageBytes;
  for (let done = 0; done < size; ) {
    const at = offsetBy(address, done);
    const length = Math.min(size - done, step === size ? size : pageBytes - offsetIn(at, pageBytes));
    const start = physBehind(now, device, at);
    // A lookup that finds nothing answers page 0, which this machine does not have.
    if (start !== undefined) maintain(now, to, direction, { start, length });
    done += length;
  }
}

/** Page 0 is taken for "nothing mapped" although the allocator hands it out (quirk Q1). */
function isAtPageZero(now: Transition, address: DmaAddr): boolean {
  if (pageBytes <= address || !hasQuirk(now.state.platform, 'Q1')) return false;
  raise(now, { id: 'QUIRK', quirk: 'Q1' });
  return true;
}

function physBehind(now: Transition, device: Device, address: DmaAddr): PhysAddr | undefined {
  const iova = alignDown(dmaToIova(address), pageBytes);
  if (!isTranslatable(iova, pageBytes)) return undefined;
  const { tables } = domainOf(now.state, device.id);
  const page = iovaToPhys(formatOf(now.state, device.id), tables, iova);
  return page === undefined ? undefined : offsetBy(page, offsetIn(address, pageBytes));
}

/** The IOMMU layer is called with a flag that lets it sleep, whatever the caller's context (quirk Q5). */
function reportSleep(now: Transition): void {
  if (hasQuirk(now.state.platform, 'Q5') && !maySleep(now.state.context)) {
    raise(now, { id: 'SLEEP_IN_ATOMIC', call: 'map', isQuirk: true });
  }
}
