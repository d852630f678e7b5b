// A device access behind an IOMMU: where it ends up, and the faults on the way.

import { type DmaAddr, dmaToIova, iovaToDma, physAddr, type Iova } from '../address/spaces.js';
import { driverOf } from '../iommu/drivers.js';
import { emptyIotlb } from '../iommu/iotlb.js';
import { translate, type TranslatedPiece, type Translation, type TranslationFault } from '../iommu/walk.js';
import { nameAt } from '../memory/objects.js';
import { raise, type Transition } from '../ops/transition.js';
import type { IommuInstance } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import { stepId } from '../state/ids.js';
import { type Domain, identityDomain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import type { DeviceReach, Reached, ReachedRun } from './backend.js';
import { addressOnLines } from './direct.js';
import { findDomain, formatOf, setDomain } from './iommu-domain.js';
import { reportFault } from './iommu-faults.js';
import { flushIfDue } from './iommu-iova.js';
import { physBehind } from './iommu-tables.js';
import { attachedDomain, iommusOf } from './iommu-topology.js';

/** Whether an IOMMU has a say in what the device reaches. */
export function isTranslated(state: MachineState, { id }: Device): boolean {
  if (attachedDomain(state, id) === identityDomain || iommusOf(state, id).length === 0) return false;
  const domain = findDomain(state, attachedDomain(state, id));
  return domain === undefined || !domain.isFreed || driverOf(domain.format).afterFree !== 'bypass';
}

export function reachThroughIommu(now: Transition, device: Device, asked: DeviceReach): Reached {
  const request = { ...asked, address: addressFormed(now, device, asked.address) };
  const instances = iommusOf(now.state, device.id);
  const port = request.port ?? 0;
  const instance = instances[port];
  if (instance === undefined || !isTranslated(now.state, device)) return passThrough(request);
  const known = findDomain(now.state, attachedDomain(now.state, device.id));
  if (known === undefined) return stopAtOnce(now, device, instance, request, 'translation');
  if (known.isFreed && driverOf(known.format).afterFree === 'no tables')
    return stopAtOnce(now, device, instance, request, 'walk');
  const domain = flushIfDue(now, known);
  const translation = translateAccess(now, instance, domain, 1 < domain.tables.length ? port : 0, request);
  reportPieces(now, device, instance, domain, request, translation.pieces);
  const { pieces, fault } = stopAtSecure(now.state, domain, request, translation);
  if (fault !== undefined) reportFault(now, device, instance, fault);
  return { runs: pieces.map((piece) => toRun(domain, piece)), isComplete: fault === undefined };
}

/** A device that lacks address lines asks the IOMMU for another address. */
function addressFormed(now: Transition, device: Device, address: DmaAddr): DmaAddr {
  const { bits, formed } = addressOnLines(device, address);
  if (formed === address) return address;
  const domain = findDomain(now.state, attachedDomain(now.state, device.id));
  const phys = domain === undefined ? undefined : physBehind(now.state, domain, formed);
  const victim = phys === undefined ? 'nothing' : nameAt(now.state, phys);
  const limit = { kind: 'mask', device: device.id, bits } as const;
  raise(now, { id: 'MASK_OVERFLOW', limit, address, truncated: formed, victim });
  return formed;
}

function passThrough({ address, size }: DeviceReach): Reached {
  return { runs: [{ start: physAddr(address), length: size, address }], isComplete: true };
}

/** No table was read, or none that still is one. */
function stopAtOnce(
  now: Transition,
  device: Device,
  instance: IommuInstance,
  { address, access }: DeviceReach,
  kind: 'translation' | 'walk',
): Reached {
  const status = formatOf(now.state, instance).faultStatus({ fault: kind, visited: [] }, access);
  const mode = { kind: access, isPrivileged: false } as const;
  reportFault(now, device, instance, {
    kind,
    level: undefined,
    iova: dmaToIova(address),
    access: mode,
    visited: [],
    status,
  });
  return { runs: [], isComplete: false };
}

function translateAccess(
  now: Transition,
  instance: IommuInstance,
  domain: Domain,
  image: number,
  { address, size, access }: DeviceReach,
): Translation {
  const [first] = domain.tables;
  const tables = domain.tables[image] ?? first;
  const iotlb = domain.iotlbs.get(instance.name) ?? emptyIotlb;
  if (tables === undefined) return { iotlb, pieces: [], fault: undefined };
  const translation = translate(formatOf(now.state, domain), tables, iotlb, {
    iova: dmaToIova(address),
    length: size,
    // A device that is given privileged mappings marks its transactions so.
    access: { kind: access, isPrivileged: true },
    step: now.state.step,
  });
  setDomain(now, { ...domain, iotlbs: domain.iotlbs.set(instance.name, translation.iotlb) });
  return translation;
}

function reportPieces(
  now: Transition,
  device: Device,
  instance: IommuInstance,
  domain: Domain,
  { access }: DeviceReach,
  pieces: readonly TranslatedPiece[],
): void {
  const iotlb = now.state.iommu.domains.get(domain.id)?.iotlbs.get(instance.name) ?? emptyIotlb;
  for (const entry of iotlb.entries.valuesNotIn((domain.iotlbs.get(instance.name) ?? emptyIotlb).entries)) {
    raise(now, { id: 'IOTLB_FILL', device: device.id, iommu: instance.name, entry });
  }
  for (const { iova, origin } of pieces) {
    if (origin.kind === 'walk' || !origin.isStale) continue;
    const lastOwner = now.state.released.at(iova);
    const filledAt = stepId(origin.filledAt);
    const pending = pendingFor(domain, iova);
    raise(now, {
      id: 'IOTLB_STALE_ACCESS',
      // Real hardware may have needed the place for another translation.
      certainty: 'may',
      device: device.id,
      iova,
      access,
      filledAt,
      lastOwner,
      pending,
    });
  }
}

/** Why the IOMMU still remembers. */
function pendingFor({ addresses, gather, type }: Domain, iova: Iova): 'flush queue' | 'unmap_fast' | 'nothing' {
  if (type === 'dma-fq' && addresses.kind === 'tree' && 0 < addresses.queue.waiting.size) return 'flush queue';
  return gather.kind === 'range' && gather.start <= iova && iova < gather.end ? 'unmap_fast' : 'nothing';
}

/** An access that crosses into secure memory gets as far as there. */
function stopAtSecure(
  state: MachineState,
  domain: Domain,
  { access }: DeviceReach,
  { pieces, fault }: Translation,
): { readonly pieces: readonly TranslatedPiece[]; readonly fault: TranslationFault | undefined } {
  const { secure } = state.iommu;
  const index = pieces.findIndex(({ pa, length }) => secure.touches(pa, pa + length));
  const piece = pieces[index];
  if (piece === undefined) return { pieces, fault };
  const { iova, visited } = piece;
  const status = formatOf(state, domain).faultStatus({ fault: 'security', visited }, access);
  const mode = { kind: access, isPrivileged: true } as const;
  const stop: TranslationFault = { kind: 'security', level: undefined, iova, access: mode, visited, status };
  return { pieces: pieces.slice(0, index), fault: stop };
}

function toRun({ type }: Domain, { pa, length, iova, origin }: TranslatedPiece): ReachedRun {
  const run = { start: pa, length, address: iovaToDma(iova) };
  if (origin.kind === 'iotlb' && origin.isStale) return { ...run, route: 'stale translation' };
  return type === 'unmanaged' ? { ...run, route: 'own tables' } : run;
}
