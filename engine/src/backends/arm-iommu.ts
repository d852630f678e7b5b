// B3 and B4: ARM's own DMA operations for devices behind an IOMMU. A coherent device has the same
// without cache maintenance, and allocates differently. Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_*.

import { alignDown, offsetIn, pageBytes } from '../address/align.js';
import { iovaToDma, offsetBy, type DmaAddr, type PhysAddr } from '../address/spaces.js';
import { reportSleep } from '../contract/sleeping.js';
import type { Protection } from '../iommu/formats/format.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import { allocInOnePiece, allocPageArray, freeBehindIommu } from './arm-iommu-alloc.js';
import { mmapPageArray, pageArrayOf } from './arm-iommu-pages.js';
import { mapSgBehindIommu, unmapSgBehindIommu } from './arm-iommu-sg.js';
import { type Backend, type MapRequest, sliceRuns, type SyncRequest } from './backend.js';
import { maintainFor } from './direct.js';
import { findDomain } from './iommu-domain.js';
import { enterRuns, leave, pagesOf } from './iommu-map.js';
import { armProtection } from './iommu-protection.js';
import { reachThroughIommu } from './iommu-reach.js';
import { physBehind } from './iommu-tables.js';
import { operationsDomain } from './iommu-topology.js';

export const armIommu: Backend = {
  name: 'arm-iommu',
  map(now, device, request) {
    reportMapSleep(now);
    const { run, direction, attrs } = request;
    if (!attrs.includes('skip-cpu-sync')) maintainFor(now, device, 'device', direction, run);
    const address = enter(now, device, request, armProtection(now.state.platform, request));
    return address === undefined ? undefined : { address, bounce: undefined };
  },
  unmap(now, device, { address, size, direction, attrs }) {
    if (isAtPageZero(now, address)) return;
    if (!attrs.includes('skip-cpu-sync')) {
      maintainBehind(now, device, { to: 'cpu', base: address, offset: 0, size, direction });
    }
    leave(now, device, address, size);
  },
  mapResource(now, device, request) {
    reportMapSleep(now);
    return enter(now, device, request, [...armProtection(now.state.platform, request), 'mmio']);
  },
  unmapResource(now, device, { address, size }) {
    if (!isAtPageZero(now, address)) leave(now, device, address, size);
  },
  mapSg(now, device, request) {
    reportMapSleep(now);
    return mapSgBehindIommu(now, device, request, armProtection(now.state.platform, request));
  },
  unmapSg: unmapSgBehindIommu,
  sync(now, device, request) {
    if (device.snoops || isAtPageZero(now, offsetBy(request.base, request.offset))) return;
    maintainBehind(now, device, request);
  },
  syncSg(now, device, { to, record, nents, direction }) {
    for (const entry of record.entries.slice(0, nents)) maintainFor(now, device, to, direction, entry);
  },
  alloc(now, device, request) {
    if (request.gfp === 'atomic') reportMapSleep(now);
    const isLinear = device.snoops || request.gfp === 'atomic';
    return isLinear ? allocInOnePiece(now, device, request) : allocPageArray(now, device, request);
  },
  free: freeBehindIommu,
  allocPages: undefined,
  freePages: undefined,
  allocNoncontiguous: undefined,
  mmapPages: mmapPageArray,
  getSgtable: (now, allocation, attrs) => {
    const pages = pageArrayOf(now, allocation, attrs);
    return pages === undefined ? undefined : sliceRuns(pages, 0, allocation.size);
  },
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

/** Linux 6.12 has one table and asks for the device's coherence; older kernels had this second one. */
export const armIommuCoherent: Backend = { ...armIommu, name: 'arm-iommu-coherent' };

/** From the page the caller names, even if the bytes start in a later one: their unmap will not find it (quirk Q6). */
function enter(
  now: Transition,
  device: Device,
  { run, page }: MapRequest,
  protection: Protection,
): DmaAddr | undefined {
  const isFromPage = page !== undefined && hasQuirk(now.state.platform, 'Q6');
  const first = isFromPage ? page : alignDown(run.start, pageBytes);
  const offset = run.start - first;
  const pages = pagesOf({ start: first, length: offset + run.length });
  const iova = enterRuns(now, device, [pages], protection);
  return iova === undefined ? undefined : iovaToDma(offsetBy(iova, offset));
}

/** Looks the first page up and takes the rest for its neighbors, unless quirk Q6 is off. */
function maintainBehind(now: Transition, device: Device, { to, base, offset, size, direction }: SyncRequest): void {
  const address = offsetBy(base, offset);
  const step = hasQuirk(now.state.platform, 'Q6') ? size : pageBytes;
  for (let done = 0; done < size; ) {
    const at = offsetBy(address, done);
    const length = Math.min(size - done, step === size ? size : pageBytes - offsetIn(at, pageBytes));
    const start = lookUp(now, device, at);
    // A lookup that finds nothing answers page 0, which this machine does not have.
    if (start !== undefined) maintainFor(now, device, to, direction, { start, length });
    done += length;
  }
}

function lookUp(now: Transition, device: Device, address: DmaAddr): PhysAddr | undefined {
  const domain = findDomain(now.state, operationsDomain(now.state, device.id));
  return domain === undefined ? undefined : physBehind(now.state, domain, address);
}

/** Page 0 is taken for "nothing mapped" although the allocator hands it out (quirk Q1). */
function isAtPageZero(now: Transition, address: DmaAddr): boolean {
  if (pageBytes <= address || !hasQuirk(now.state.platform, 'Q1')) return false;
  raise(now, { id: 'QUIRK', quirk: 'Q1' });
  return true;
}

/** The IOMMU layer is called with a flag that lets it sleep, whatever the caller's context (quirk Q5). */
function reportMapSleep(now: Transition): void {
  if (hasQuirk(now.state.platform, 'Q5')) reportSleep(now, 'map');
}
