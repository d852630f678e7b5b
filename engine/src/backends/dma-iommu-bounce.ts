// Which mappings behind an IOMMU go through a bounce buffer. Source: drivers/iommu/dma-iommu.c (6.12),
// dev_use_swiotlb, iommu_dma_map_page.

import { alignDown, alignUp, isAligned } from '../address/align.js';
import { physAddr } from '../address/spaces.js';
import { zeroMemory } from '../cache/operations.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { Direction, SgEntry } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import type { MapRequest } from './backend.js';
import { findDomain } from './iommu-domain.js';
import { granuleOf } from './iommu-map.js';
import { operationsDomain } from './iommu-topology.js';
import { mayShareLines } from './kmalloc-bounce.js';
import { isSwiotlbActive, mapBounce } from './swiotlb.js';

/** Devices plugged in from outside see no byte besides the buffers they were given. */
export function isUntrusted(state: MachineState, { id }: Device): boolean {
  return state.iommu.untrusted.has(id);
}

/** Linux `dev_use_swiotlb`. */
export function bounces(state: MachineState, device: Device, size: number, direction: Direction): boolean {
  return isUntrusted(state, device) || mayShareLines(state.platform, device, size, direction);
}

export function bouncesList(
  state: MachineState,
  device: Device,
  entries: readonly SgEntry[],
  direction: Direction,
): boolean {
  return (
    isUntrusted(state, device) ||
    entries.some((entry) => mayShareLines(state.platform, device, entry.length, direction))
  );
}

export function needsBounce(now: Transition, device: Device, { run, direction }: MapRequest): boolean {
  const domain = findDomain(now.state, operationsDomain(now.state, device.id));
  if (domain === undefined || !bounces(now.state, device, run.length, direction)) return false;
  const granule = granuleOf(now.state, domain);
  return !isAligned(run.start, granule) || !isAligned(run.length, granule);
}

/** The copy fills whole granules, of which an untrusted device must not see what was there before. */
export function bounceInto(now: Transition, device: Device, request: MapRequest): PhysRun | 'refused' {
  const domain = findDomain(now.state, operationsDomain(now.state, device.id));
  if (domain === undefined || !isSwiotlbActive(now.state, device)) {
    raise(now, { id: 'KERNEL_WARN', site: 'bounce buffers are inactive' });
    return 'refused';
  }
  const granule = granuleOf(now.state, domain);
  const copy = mapBounce(now, device, request, granule);
  if (copy === undefined) return 'refused';
  if (isUntrusted(now.state, device)) zeroAround(now, copy, granule);
  return copy;
}

function zeroAround(now: Transition, { start, length }: PhysRun, granule: number): void {
  const end = physAddr(start + length);
  const first = alignDown(start, granule);
  const last = alignUp(end, granule);
  if (first < start) zeroMemory(now, first, start);
  if (end < last) zeroMemory(now, end, last);
}
