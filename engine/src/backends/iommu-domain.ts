// What one IOMMU translates for one device: page tables, IOVA space, remembered translations.

import type { Iova } from '../address/spaces.js';
import { invariant } from '../data/invariant.js';
import type { EditRecord, PageTableFormat, Protection, Warning } from '../iommu/formats/format.js';
import { formatByName } from '../iommu/formats/index.js';
import { placeTables } from '../iommu/formats/tables.js';
import { emptyIotlb, invalidateIotlb } from '../iommu/iotlb.js';
import { allocIova, createIovaBitmap, freeIova } from '../iommu/iova-bitmap.js';
import { mapRange, unmapRange } from '../iommu/map-range.js';
import { highestAddress } from '../memory/dma-address.js';
import { tablesOfDomain } from '../memory/zones.js';
import type { KernelSite } from '../ops/event-fault.js';
import { change, raise, type Transition } from '../ops/transition.js';
import { hasQuirk, type IommuInstance } from '../platforms/platform.js';
import { type Device, plainDevice } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { Domain, MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';

/** The IOMMU a device sits behind. */
export function iommuOf(state: MachineState, id: DeviceId): IommuInstance {
  const { iommus } = state.platform;
  const { iommu: name } = state.devices.get(id) ?? plainDevice(state.platform, id);
  const instance = iommus.find((it) => it.name === name) ?? iommus[0];
  invariant(instance !== undefined, 'this platform has an IOMMU');
  return instance;
}

export function formatOf(state: MachineState, device: DeviceId): PageTableFormat {
  return formatByName(iommuOf(state, device).format);
}

/** A device's domain; one that was not used yet is empty. */
export function domainOf(state: MachineState, device: DeviceId): Domain {
  const existing = state.domains.get(device);
  if (existing !== undefined) return existing;
  const { iova: space } = iommuOf(state, device);
  invariant(space.kind === 'bitmap', 'this IOVA space is a bitmap');
  const bitmap = createIovaBitmap({ base: space.base, size: space.bytes });
  return {
    tables: formatOf(state, device).create(placeTables(tablesOfDomain(state.platform, state.domains.size))),
    bitmap: space.inUse === 0 ? bitmap : (allocIova(bitmap, space.inUse)?.bitmap ?? bitmap),
    iotlb: emptyIotlb,
  };
}

export function setDomain(now: Transition, device: DeviceId, domain: Domain): void {
  change(now, { domains: now.state.domains.set(device, domain) });
}

/** The kernel does not ask whether the device can form the address (quirk Q2). */
export function takeIova(now: Transition, { id: device, maskBits }: Device, size: number): Iova | undefined {
  const domain = domainOf(now.state, device);
  const taken = allocIova(domain.bitmap, size);
  const isReachable = taken !== undefined && taken.iova + size - 1 <= highestAddress(maskBits);
  if (taken === undefined || !(isReachable || hasQuirk(now.state.platform, 'Q2'))) {
    raise(now, { id: 'IOVA_EXHAUSTED', device, bytes: size });
    return undefined;
  }
  setDomain(now, device, { ...domain, bitmap: taken.bitmap });
  return taken.iova;
}

export function returnIova(now: Transition, device: DeviceId, iova: Iova, size: number): void {
  const domain = domainOf(now.state, device);
  const bitmap = freeIova(domain.bitmap, iova, size);
  if (bitmap === undefined) raise(now, { id: 'KERNEL_BUG', site: 'IOVA range outside its bitmap' });
  else setDomain(now, device, { ...domain, bitmap });
}

/** Enters `run` at `iova`; answers whether the page tables took it. */
export function mapIova(now: Transition, device: DeviceId, iova: Iova, run: PhysRun, protection: Protection): boolean {
  const { tables } = domainOf(now.state, device);
  const range = { iova, pa: run.start, size: run.length, protection };
  const outcome = mapRange(formatOf(now.state, device), tables, range);
  applyEdit(now, device, outcome);
  return outcome.error === undefined;
}

/** `dma_addr_t` has 32 bits behind these IOMMUs; a trace may hold more. */
export function isTranslatable(iova: Iova, size: number): boolean {
  return iova + size <= 2 ** 32;
}

export function unmapIova(now: Transition, device: DeviceId, iova: Iova, size: number): void {
  if (!isTranslatable(iova, size)) {
    raise(now, { id: 'KERNEL_WARN', site: 'address out of range for the page table' });
    return;
  }
  const { tables } = domainOf(now.state, device);
  applyEdit(now, device, unmapRange(formatOf(now.state, device), tables, { iova, size }));
}

function applyEdit(now: Transition, device: DeviceId, edit: EditRecord): void {
  const domain = domainOf(now.state, device);
  const iotlb = invalidateIotlb(domain.iotlb, edit.invalidations);
  setDomain(now, device, { ...domain, tables: edit.tables, iotlb });
  if (0 < edit.writes.length) raise(now, { id: 'TABLE_WRITE', device, writes: edit.writes });
  if (0 < edit.invalidations.length) {
    raise(now, { id: 'IOTLB_INVALIDATE', device, invalidations: edit.invalidations });
  }
  for (const warning of edit.warnings) raise(now, { id: 'KERNEL_WARN', site: siteOf(warning) });
}

function siteOf(warning: Warning): KernelSite {
  switch (warning.kind) {
    case 'address-out-of-range':
      return 'address out of range for the page table';
    case 'already-mapped':
      return 'page table entry already in use';
    case 'unmap-of-hole':
      return 'unmap of a page table hole';
    case 'unmap-smaller-than-entry':
      return 'unmap smaller than the entry';
  }
}
