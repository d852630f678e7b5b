// Attaching devices to domains, and the end of both. Source: drivers/iommu/iommu.c (6.12),
// iommu_attach_device, iommu_detach_device, iommu_domain_free.

import { driverOf } from '../iommu/drivers.js';
import { codes } from '../ops/step-result.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasQuirk, type IommuInstance } from '../platforms/platform.js';
import type { DeviceId } from '../state/ids.js';
import { blockedDomain, type Domain, type DomainId, type GroupId, identityDomain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import { changeIommu, findDomain, setDomain, useDomain, withMirrors } from './iommu-domain.js';
import {
  attachedDomain,
  clientsOf,
  defaultDomain,
  groupOf,
  iommusOf,
  isGroupShared,
  isInCoreDomain,
} from './iommu-topology.js';

/** 0 or a negative errno. */
export function attachDevice(now: Transition, device: DeviceId, id: DomainId): number {
  const refusal = refusalOf(now.state, device, id);
  if (refusal !== undefined) return refusal;
  const instances = iommusOf(now.state, device);
  switchTo(now, groupOf(now.state, device), device, id);
  const domain = useDomain(now, id);
  if (domain !== undefined) setDomain(now, withMirrors(now.state, domain, instances));
  return 0;
}

function refusalOf(state: MachineState, device: DeviceId, id: DomainId): number | undefined {
  const [instance] = iommusOf(state, device);
  if (instance === undefined || hasNoGroup(state, instance)) return codes.ENODEV;
  if (state.platform.profile !== 'k2639') {
    if (isGroupShared(state, groupOf(state, device))) return codes.EINVAL;
    if (!isInCoreDomain(state, device)) return codes.EBUSY;
  }
  if (id === identityDomain || id === blockedDomain) return undefined;
  const domain = findDomain(state, id);
  if (domain === undefined || domain.format !== instance.format) return codes.EINVAL;
  return refusalOfDriver(state, domain);
}

/** OMAP's driver cannot tell which IOMMU a device from firmware has (quirk Q26). */
function hasNoGroup({ platform }: MachineState, { format }: IommuInstance): boolean {
  return driverOf(format).isOmap && hasQuirk(platform, 'Q26');
}

/** A driver's own reasons to take no further device or domain. */
function refusalOfDriver(state: MachineState, domain: Domain): number | undefined {
  const { devicesPerDomain, activeDomains } = driverOf(domain.format);
  if (devicesPerDomain <= clientsOf(state, domain.id).length) return codes.EINVAL;
  const active = [...new Set(state.iommu.attached.values())].filter((id) => {
    return id !== domain.id && findDomain(state, id)?.format === domain.format;
  });
  return activeDomains.most <= active.length ? codes[activeDomains.refusal] : undefined;
}

/** Back to the default domain; a caller who is wrong about the domain is told so and nothing happens. */
export function detachDevice(now: Transition, device: DeviceId, domain: DomainId): void {
  const group = groupOf(now.state, device);
  if (iommusOf(now.state, device).length === 0) return;
  if (attachedDomain(now.state, device) !== domain || isGroupShared(now.state, group)) {
    raise(now, { id: 'KERNEL_WARN', site: 'detach of a domain that is not attached' });
    return;
  }
  switchTo(now, group, device, defaultDomain(now.state, device));
}

/** The IOMMUs of the device forget what they remember of the domain it leaves. */
function switchTo(now: Transition, group: GroupId, device: DeviceId, id: DomainId): void {
  const left = findDomain(now.state, attachedDomain(now.state, device));
  if (left !== undefined && now.state.iommu.domains.has(left.id)) {
    const names = iommusOf(now.state, device).map((it) => it.name);
    setDomain(now, { ...left, iotlbs: names.reduce((iotlbs, name) => iotlbs.delete(name), left.iotlbs) });
  }
  changeIommu(now, { attached: now.state.iommu.attached.set(group, id) });
}

/** The kernel does not look whether somebody still uses the domain. */
export function freeDomain(now: Transition, id: DomainId): void {
  const domain = findDomain(now.state, id);
  if (domain === undefined) return;
  const devices = clientsOf(now.state, id);
  if (0 < devices.length) {
    raise(now, { id: 'DOMAIN_FREED_ATTACHED', domain: id, devices });
    setDomain(now, { ...domain, isFreed: true });
  } else {
    changeIommu(now, { domains: now.state.iommu.domains.delete(id) });
  }
}
