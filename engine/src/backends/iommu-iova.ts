// Addresses for mappings behind an IOMMU: taken, given back, and queued until their translations are gone.
// Source: arch/arm/mm/dma-mapping.c, drivers/iommu/dma-iommu.c (6.12).

import type { Iova } from '../address/spaces.js';
import { flushQueue, type Queued, queueIova } from '../iommu/flush-queue.js';
import { allocIova, freeIova } from '../iommu/iova-bitmap.js';
import { freeRequestedIova, highestIova, requestIova } from '../iommu/iova-request.js';
import { highestAddress } from '../memory/dma-address.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import type { AddressSpace, Domain } from '../state/iommu-state.js';
import { changeIommu, setDomain, useDomain } from './iommu-domain.js';
import { reportExhaustion } from './iommu-exhaustion.js';
import { forgetTranslations } from './iommu-tables.js';
import { operationsDomain } from './iommu-topology.js';

/** `maskBits`: which of the device's masks counts. `undefined`: there is no room, and the event says so. */
export function takeIova(
  now: Transition,
  device: Device,
  size: number,
  maskBits: number = device.maskBits,
): Iova | undefined {
  const domain = currentDomain(now, device);
  if (domain === undefined) return undefined;
  const { addresses } = domain;
  const taken =
    addresses.kind === 'tree'
      ? takeFromTree(now, device, domain, size, maskBits)
      : takeFromBitmap(now, domain, size, maskBits);
  if (taken === undefined) reportExhaustion(now, device.id, domain, { bytes: size, highest: highestAddress(maskBits) });
  return taken;
}

/** The kernel does not ask whether the device can form the address (quirk Q2). */
function takeFromBitmap(now: Transition, domain: Domain, size: number, maskBits: number): Iova | undefined {
  if (domain.addresses.kind !== 'bitmap') return undefined;
  const taken = allocIova(domain.addresses.bitmap, size);
  if (taken === undefined) return undefined;
  const isReachable = taken.iova + size - 1 <= highestAddress(maskBits);
  if (!isReachable) {
    if (!hasQuirk(now.state.platform, 'Q2')) return undefined;
    raise(now, { id: 'QUIRK', quirk: 'Q2' });
  }
  setDomain(now, { ...domain, addresses: { kind: 'bitmap', bitmap: taken.bitmap } });
  return taken.iova;
}

function takeFromTree(
  now: Transition,
  device: Device,
  domain: Domain,
  size: number,
  maskBits: number,
): Iova | undefined {
  if (domain.addresses.kind !== 'tree') return undefined;
  const answer = requestIova(domain.addresses.tree, {
    bytes: size,
    highest: highestIova({ mask: highestAddress(maskBits), bus: device.busLimit, aperture: domain.aperture - 1 }),
    prefersBelow4GiB: device.bus === 'pci' && !now.state.iommu.above4GiB.has(device.id),
  });
  setDomain(now, { ...domain, addresses: { ...domain.addresses, tree: answer.domain } });
  if (device.bus === 'pci' && !answer.prefersBelow4GiB) {
    changeIommu(now, { above4GiB: now.state.iommu.above4GiB.set(device.id, true) });
  }
  return answer.iova;
}

/** Gives back what `takeIova` gave, or any other range: the kernel believes its caller. */
export function returnIova(now: Transition, device: Device, iova: Iova, size: number): void {
  const domain = currentDomain(now, device);
  if (domain === undefined) return;
  const { addresses, type } = domain;
  if (addresses.kind === 'bitmap') {
    const bitmap = freeIova(addresses.bitmap, iova, size);
    if (bitmap === undefined) raise(now, { id: 'KERNEL_BUG', site: 'IOVA range outside its bitmap' });
    else setDomain(now, { ...domain, addresses: { kind: 'bitmap', bitmap } });
  } else if (addresses.kind === 'tree' && type === 'dma-fq') {
    applyQueue(now, domain, queueIova(addresses.queue, { iova, bytes: size }, now.state.step));
  } else if (addresses.kind === 'tree') {
    setDomain(now, { ...domain, addresses: { ...addresses, tree: freeRequestedIova(addresses.tree, iova, size) } });
  }
}

/** The timer of a flush queue; a step counts as a millisecond. */
export function flushIfDue(now: Transition, domain: Domain): Domain {
  const { addresses } = domain;
  const dueAt = addresses.kind === 'tree' ? addresses.queue.dueAt : undefined;
  if (dueAt === undefined || now.state.step < dueAt) return domain;
  return flushNow(now, domain);
}

/** Invalidates everything and makes the queued addresses available again. */
export function flushNow(now: Transition, domain: Domain): Domain {
  if (domain.addresses.kind !== 'tree') return domain;
  return applyQueue(now, domain, flushQueue(domain.addresses.queue));
}

function applyQueue(now: Transition, domain: Domain, { queue, freed }: Queued): Domain {
  if (domain.addresses.kind !== 'tree') return domain;
  let { tree } = domain.addresses;
  for (const entry of freed) tree = freeRequestedIova(tree, entry.iova, entry.bytes);
  const addresses: AddressSpace = { kind: 'tree', tree, queue };
  setDomain(now, { ...domain, addresses });
  if (0 < freed.length) forgetTranslations(now, domain.id);
  return now.state.iommu.domains.get(domain.id) ?? domain;
}

/** `undefined` where there is no IOMMU behind the operations: a machine nobody should build. */
function currentDomain(now: Transition, device: Device): Domain | undefined {
  const domain = useDomain(now, operationsDomain(now.state, device.id));
  return domain === undefined ? undefined : flushIfDue(now, domain);
}
