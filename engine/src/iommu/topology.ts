// Which page tables a device's accesses go through.
// Source: drivers/iommu/iommu.c (6.12), iommu_attach_device and iommu_detach_device.

import type { Brand } from '../address/brand.js';
import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { DeviceId } from '../state/ids.js';

/** Devices the IOMMU cannot tell apart; they are attached together or not at all. */
export type GroupId = Brand<string, 'GroupId'>;
export type DomainId = Brand<string, 'DomainId'>;

export interface Group {
  readonly devices: readonly DeviceId[];
  /** The IOMMU driver behind the group; a domain of another driver does not fit. */
  readonly driver: string;
  /** Where the DMA API maps; `undefined` when the platform gave the group none. */
  readonly defaultDomain: DomainId | undefined;
  readonly domain: DomainId | undefined;
}

export interface Topology {
  /** A device that is not here has no IOMMU: it puts physical addresses on the bus. */
  readonly groupOf: PersistentMap<DeviceId, GroupId>;
  readonly groups: PersistentMap<GroupId, Group>;
  /** The IOMMU driver that made each domain. */
  readonly owners: PersistentMap<DomainId, string>;
}

export type AttachError = 'ENODEV' | 'EINVAL' | 'EBUSY';

export const emptyTopology: Topology = { groupOf: emptyMap(), groups: emptyMap(), owners: emptyMap() };

/** Puts devices behind an IOMMU as one group, attached to its default domain. */
export function addGroup(topology: Topology, id: GroupId, group: Omit<Group, 'domain'>): Topology {
  const attached: Group = { ...group, domain: group.defaultDomain };
  let groupOf = topology.groupOf;
  for (const device of group.devices) groupOf = groupOf.set(device, id);
  const added = { ...topology, groupOf, groups: topology.groups.set(id, attached) };
  return group.defaultDomain === undefined ? added : addDomain(added, group.defaultDomain, group.driver);
}

export function addDomain(topology: Topology, domain: DomainId, driver: string): Topology {
  return { ...topology, owners: topology.owners.set(domain, driver) };
}

/** The domain that translates for `device`, or `undefined` when nothing does. */
export function domainOf(topology: Topology, device: DeviceId): DomainId | undefined {
  return findGroup(topology, device)?.group.domain;
}

export function attachDevice(
  topology: Topology,
  domain: DomainId,
  device: DeviceId,
): { readonly topology: Topology; readonly error: AttachError | undefined } {
  const found = findGroup(topology, device);
  const error = found === undefined ? 'ENODEV' : reasonNotToAttach(topology, found.group, domain);
  if (found === undefined || error !== undefined) return { topology, error };
  return { topology: withDomain(topology, found.id, { ...found.group, domain }), error: undefined };
}

/** Back to the default domain. `isWarned`: Linux prints a WARN and changes nothing. */
export function detachDevice(
  topology: Topology,
  domain: DomainId,
  device: DeviceId,
): { readonly topology: Topology; readonly isWarned: boolean } {
  const found = findGroup(topology, device);
  if (found === undefined) return { topology, isWarned: false };
  const { id, group } = found;
  if (group.domain !== domain || group.devices.length !== 1) return { topology, isWarned: true };
  return { topology: withDomain(topology, id, { ...group, domain: group.defaultDomain }), isWarned: false };
}

function reasonNotToAttach(topology: Topology, group: Group, domain: DomainId): AttachError | undefined {
  if (group.devices.length !== 1) return 'EINVAL';
  if (group.domain !== undefined && group.domain !== group.defaultDomain) return 'EBUSY';
  return topology.owners.get(domain) === group.driver ? undefined : 'EINVAL';
}

function findGroup(topology: Topology, device: DeviceId): { readonly id: GroupId; readonly group: Group } | undefined {
  const id = topology.groupOf.get(device);
  if (id === undefined) return undefined;
  const group = topology.groups.get(id);
  return group === undefined ? undefined : { id, group };
}

function withDomain(topology: Topology, id: GroupId, group: Group): Topology {
  return { ...topology, groups: topology.groups.set(id, group) };
}
