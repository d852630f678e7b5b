// Device, group, IOMMU, domain: who is behind what. Linux drivers/iommu/iommu.c (6.12).

import type { IommuInstance } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import { plainDevice } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import {
  blockedDomain,
  type DomainId,
  domainId,
  type GroupId,
  groupId,
  identityDomain,
  isMade,
} from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';

/** The IOMMUs between a device and memory, one for each of its ports; none for a device that has none. */
export function iommusOf(state: MachineState, device: DeviceId): readonly IommuInstance[] {
  const { iommu } = deviceBehind(state, device);
  const names = [...(iommu === undefined ? [] : [iommu]), ...(state.iommu.ports.get(device) ?? [])];
  return names.flatMap((name) => findIommu(state, name) ?? []);
}

export function findIommu(state: MachineState, name: string): IommuInstance | undefined {
  return [...state.platform.iommus, ...state.iommu.registered].find((it) => it.name === name);
}

export function groupOf(state: MachineState, device: DeviceId): GroupId {
  return state.iommu.groups.get(device) ?? groupId(device);
}

export function devicesOf(state: MachineState, group: GroupId): readonly DeviceId[] {
  const others = [...state.iommu.groups].filter(([, its]) => its === group).map(([device]) => device);
  return [firstOf(group), ...others];
}

/** Whether other devices are in the group: `iommu_attach_device` refuses those. */
export function isGroupShared(state: MachineState, group: GroupId): boolean {
  return state.iommu.groups.values().includes(group);
}

/** The domain a group's translations come from now. */
export function attachedDomain(state: MachineState, device: DeviceId): DomainId {
  const group = groupOf(state, device);
  return state.iommu.attached.get(group) ?? initialDomain(state, group);
}

/** The domain that a device's DMA operations put their mappings into, whatever the device sees. */
export function operationsDomain(state: MachineState, device: DeviceId): DomainId {
  return state.iommu.armMappings.get(device) ?? ownDomain(groupOf(state, device));
}

/** Where a detached group goes: on 32-bit ARM untranslated, elsewhere to the DMA API's own domain. */
export function defaultDomain(state: MachineState, device: DeviceId): DomainId {
  const group = groupOf(state, device);
  return usesDmaIommu(deviceBehind(state, firstOf(group))) ? ownDomain(group) : identityDomain;
}

/** Whether a driver may attach a domain of its own. */
export function isInCoreDomain(state: MachineState, device: DeviceId): boolean {
  const current = attachedDomain(state, device);
  return current === defaultDomain(state, device) || current === blockedDomain;
}

/** The domain made for the DMA operations of a group, of which the first device decides the kind. */
export function ownDomain(group: GroupId): DomainId {
  return domainId(group);
}

/** The devices whose translations come from a domain. */
export function clientsOf(state: MachineState, domain: DomainId): readonly DeviceId[] {
  const attached = [...state.iommu.attached].filter(([, it]) => it === domain).map(([group]) => group);
  // A group of which nothing is known is in its own domain, if its operations need one.
  const own = groupId(domain);
  const isOwn = !isMade(domain) && !state.iommu.attached.has(own) && attachedDomain(state, firstOf(own)) === domain;
  return [...(isOwn ? [own] : []), ...attached].flatMap((group) => devicesOf(state, group));
}

function initialDomain(state: MachineState, group: GroupId): DomainId {
  const { backend } = deviceBehind(state, firstOf(group));
  return translatingBackends.has(backend) ? ownDomain(group) : identityDomain;
}

const translatingBackends: ReadonlySet<Device['backend']> = new Set([
  'arm-iommu',
  'arm-iommu-coherent',
  'dma-iommu',
  'parisc-iommu',
]);

function usesDmaIommu({ backend }: Device): boolean {
  return backend === 'dma-iommu' || backend === 'parisc-iommu';
}

/** A group is named after it. */
export function firstOf(group: GroupId): DeviceId {
  return group as string as DeviceId;
}

export function deviceBehind(state: MachineState, id: DeviceId): Device {
  return state.devices.get(id) ?? plainDevice(state.platform, id);
}
