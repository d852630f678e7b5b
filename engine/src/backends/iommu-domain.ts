// Domains: page tables, addresses and remembered translations.

import { emptyMap } from '../data/persistent-map.js';
import { driverOf } from '../iommu/drivers.js';
import type { PageTableFormat } from '../iommu/formats/format.js';
import { everyFormatQuirk, type FormatQuirks } from '../iommu/formats/format-quirk.js';
import { formatByName } from '../iommu/formats/index.js';
import { placeTables, type Tables } from '../iommu/formats/tables.js';
import { emptyGather } from '../iommu/gather.js';
import { tablesOfDomain } from '../memory/zones.js';
import { change, type Transition } from '../ops/transition.js';
import { hasQuirk, type IommuInstance, type Platform } from '../platforms/platform.js';
import {
  type AddressSpace,
  blockedDomain,
  type Domain,
  type DomainId,
  groupId,
  identityDomain,
  isMade,
  type PagingType,
} from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import { addressesOf } from './iommu-addresses.js';
import { firstOf, iommusOf } from './iommu-topology.js';

export function formatOf({ platform }: MachineState, { format }: Pick<Domain, 'format'>): PageTableFormat {
  return formatByName(format, mistakesOf(platform));
}

/** The mistakes of page-table code that this machine's kernel makes. */
function mistakesOf(platform: Platform): FormatQuirks {
  const mistakes = [...everyFormatQuirk].filter((quirk) => hasQuirk(platform, quirk));
  return mistakes.length === everyFormatQuirk.size ? everyFormatQuirk : new Set(mistakes);
}

/** The domain of that name with page tables. A group's own one that was not used yet is empty and not in the state. */
export function findDomain(state: MachineState, id: DomainId): Domain | undefined {
  const existing = state.iommu.domains.get(id);
  if (existing !== undefined) return existing;
  const device = firstOf(groupId(id));
  const instances = iommusOf(state, device);
  const [instance] = instances;
  if (instance === undefined || isMade(id) || id === identityDomain || id === blockedDomain) return undefined;
  const fresh = createDomain(state, { id, instance, ...addressesOf(state, device, instance) });
  return withMirrors(state, { ...fresh, references: referencesAtStart }, instances);
}

/** One of the kernel, which made the mapping, and one of the device. */
const referencesAtStart = 2;

/** The same, in the state from now on. */
export function useDomain(now: Transition, id: DomainId): Domain | undefined {
  const domain = findDomain(now.state, id);
  if (domain !== undefined && !now.state.iommu.domains.has(id)) setDomain(now, domain);
  return domain;
}

export function setDomain(now: Transition, domain: Domain): void {
  changeIommu(now, { domains: now.state.iommu.domains.set(domain.id, domain) });
}

export function changeIommu(now: Transition, part: Partial<MachineState['iommu']>): void {
  change(now, { iommu: { ...now.state.iommu, ...part } });
}

interface DomainPlan {
  readonly id: DomainId;
  readonly type: PagingType;
  readonly instance: IommuInstance;
  readonly addresses: AddressSpace;
}

export function createDomain(state: MachineState, { id, type, instance, addresses }: DomainPlan): Domain {
  return {
    id,
    type,
    format: instance.format,
    tables: [freshTables(state, instance, 0)],
    iotlbs: emptyMap(),
    addresses,
    aperture: apertureOf(instance),
    handler: 'none',
    gather: emptyGather,
    references: 0,
    isFreed: false,
  };
}

/** All formats behind ARM's own operations have 32-bit addresses; the others say where theirs end. */
function apertureOf({ iova }: IommuInstance): number {
  return iova.kind === 'tree' ? iova.end : 2 ** 32;
}

/** The n-th image of a new domain's tables. */
function freshTables(state: MachineState, { format: name }: IommuInstance, image: number): Tables {
  const format = formatOf(state, { format: name });
  return format.create(placeTables(tablesOfDomain(state.platform, state.iommu.domains.size + image), format.rootBytes));
}

/** Where a driver keeps tables of its own for every IOMMU of a device: an image for each. */
export function withMirrors(state: MachineState, domain: Domain, instances: readonly IommuInstance[]): Domain {
  if (!driverOf(domain.format).mirrorsTables) return domain;
  return { ...domain, tables: instances.map((it, image) => domain.tables[image] ?? freshTables(state, it, image)) };
}
