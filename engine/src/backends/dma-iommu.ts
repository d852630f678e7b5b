// B5: the generic DMA operations for devices behind an IOMMU. Source: drivers/iommu/dma-iommu.c (6.12).

import { bytes, offsetBy } from '../address/spaces.js';
import { dmaMappingError } from '../memory/dma-address.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { Domain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import type { SgMapping, SgSegment } from '../state/map-record.js';
import {
  type Backend,
  type Mapped,
  type MapRequest,
  type SgRequest,
  type SyncRequest,
  totalLength,
  type UnmapRequest,
  type UnmapSgRequest,
} from './backend.js';
import { maintainFor, sgByPage } from './direct.js';
import {
  allocBehindIommu,
  allocOneStretch,
  allocScattered,
  freeBehindIommu,
  freePages,
  listPages,
  mmapMemory,
} from './dma-iommu-alloc.js';
import { bounceInto, bounces, bouncesList, isUntrusted, needsBounce } from './dma-iommu-bounce.js';
import { enter, leaveAll, physAt } from './dma-iommu-map.js';
import { paddedPieces, segmentsOf, type SgLimits } from './dma-iommu-sg.js';
import { findDomain, useDomain } from './iommu-domain.js';
import { returnIova, takeIova } from './iommu-iova.js';
import { granuleOf } from './iommu-map.js';
import { protectionFor } from './iommu-protection.js';
import { reachThroughIommu } from './iommu-reach.js';
import { mapIovaSegments } from './iommu-tables.js';
import { operationsDomain } from './iommu-topology.js';
import { releaseBounce, swiotlbLimit, syncBounce } from './swiotlb.js';

export const dmaIommu: Backend = {
  name: 'dma-iommu',
  map: mapPage,
  unmap: unmapPage,
  mapResource: (now, device, request) => enter(now, device, request.run, [...protectionFor(false, request), 'mmio']),
  unmapResource: (now, device, { address, size }) => leaveAll(now, device, address, size),
  mapSg,
  unmapSg,
  sync,
  syncSg(now, device, request) {
    if (bouncesList(now.state, device, request.record.entries, request.direction)) {
      byPage.syncSg?.(now, device, request);
      return;
    }
    for (const entry of request.record.entries.slice(0, request.nents)) {
      maintainFor(now, device, request.to, request.direction, entry);
    }
  },
  alloc: allocBehindIommu,
  free: freeBehindIommu,
  allocPages: allocOneStretch,
  freePages,
  allocNoncontiguous: allocScattered,
  mmapPages: mmapMemory,
  getSgtable: (_now, allocation) => listPages(allocation),
  limits: {
    supportsMask: () => true,
    requiredMaskBits: () => 32,
    maxMappingBytes: (state, device) => (isUntrusted(state, device) ? swiotlbLimit(device) : Infinity),
    optMappingBytes: () => largestCachedBytes,
    mergeBoundary(state, device) {
      const domain = findDomain(state, operationsDomain(state, device.id));
      return domain === undefined ? 0 : granuleOf(state, domain) - 1;
    },
  },
  reach: reachThroughIommu,
};

/** 2^5 pages: what the IOVA allocator keeps caches for. */
const largestCachedBytes = 128 * 1024;

const byPage = sgByPage({ map: mapPage, unmap: unmapPage, sync });

function mapPage(now: Transition, device: Device, request: MapRequest): Mapped | undefined {
  const { direction, attrs } = request;
  const bounce = needsBounce(now, device, request) ? bounceInto(now, device, request) : undefined;
  if (bounce === 'refused') return undefined;
  const run = bounce ?? request.run;
  if (!attrs.includes('skip-cpu-sync')) maintainFor(now, device, 'device', direction, run);
  const address = enter(now, device, run, protectionFor(device.snoops, request));
  if (address !== undefined) return { address, bounce };
  if (bounce !== undefined) releaseBounce(now, bounce.start);
  return undefined;
}

function unmapPage(now: Transition, device: Device, { address, size, direction, attrs }: UnmapRequest): void {
  const phys = physAt(now.state, device, address);
  if (phys === undefined) {
    raise(now, { id: 'KERNEL_WARN', site: 'no physical address behind the IOVA' });
    return;
  }
  const run = { start: phys, length: size };
  const isSynced = !attrs.includes('skip-cpu-sync');
  if (isSynced) maintainFor(now, device, 'cpu', direction, run);
  leaveAll(now, device, address, size);
  if (isSynced) syncBounce(now, 'cpu', direction, run);
  releaseBounce(now, phys);
}

function sync(now: Transition, device: Device, { to, base, offset, size, direction }: SyncRequest): void {
  if (device.snoops && !bounces(now.state, device, size, direction)) return;
  const start = physAt(now.state, device, offsetBy(base, offset));
  if (start === undefined) return;
  const run = { start, length: size };
  if (to === 'cpu') {
    maintainFor(now, device, 'cpu', direction, run);
    syncBounce(now, 'cpu', direction, run);
  } else {
    syncBounce(now, 'device', direction, run);
    maintainFor(now, device, 'device', direction, run);
  }
}

function mapSg(now: Transition, device: Device, request: SgRequest): readonly SgSegment[] | undefined {
  const { entries, direction, attrs } = request;
  if (bouncesList(now.state, device, entries, direction)) return byPage.mapSg(now, device, request);
  const domain = useDomain(now, operationsDomain(now.state, device.id));
  if (domain === undefined) return undefined;
  if (!attrs.includes('skip-cpu-sync'))
    for (const entry of entries) maintainFor(now, device, 'device', direction, entry);
  const limits = limitsFor(now.state, device, domain);
  const pieces = paddedPieces(entries, limits);
  const size = totalLength(pieces);
  const start = takeIova(now, device, size);
  if (start === undefined) return undefined;
  if (mapIovaSegments(now, domain.id, start, pieces, protectionFor(device.snoops, request)) !== undefined) {
    returnIova(now, device, start, size);
    return undefined;
  }
  const segments = segmentsOf(entries, pieces, start, limits);
  const consumed: SgSegment = { address: dmaMappingError(now.state.platform), length: bytes(0) };
  return entries.map((_, index) => segments[index] ?? consumed);
}

/** From the first segment to the end of the last one that the caller counts, in one go. */
function unmapSg(now: Transition, device: Device, record: SgMapping, request: UnmapSgRequest): void {
  const { nents, direction, attrs } = request;
  if (bouncesList(now.state, device, record.entries, direction)) {
    byPage.unmapSg(now, device, record, request);
    return;
  }
  if (!attrs.includes('skip-cpu-sync')) {
    for (const entry of record.entries.slice(0, nents)) maintainFor(now, device, 'cpu', direction, entry);
  }
  const used = record.segments.slice(0, nents).filter((segment) => segment.length !== 0);
  const [first] = used;
  const last = used.at(-1);
  if (first === undefined || last === undefined) return;
  leaveAll(now, device, first.address, last.address + last.length - first.address);
}

function limitsFor(state: MachineState, device: Device, domain: Domain): SgLimits {
  const { segmentBoundaryBytes: boundary, maxSegmentBytes } = device;
  return { granule: granuleOf(state, domain), boundary, maxSegmentBytes };
}
