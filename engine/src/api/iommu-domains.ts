// What drivers do with IOMMU domains, and how IOMMUs and devices come together. Source: drivers/iommu/iommu.c (6.12).

import { pageBytes } from '../address/align.js';
import { iova } from '../address/spaces.js';
import { attachDevice, detachDevice, freeDomain } from '../backends/iommu-attach.js';
import { changeIommu, createDomain, setDomain, useDomain } from '../backends/iommu-domain.js';
import { flushNow } from '../backends/iommu-iova.js';
import { findIommu, groupOf, iommusOf, operationsDomain } from '../backends/iommu-topology.js';
import type {
  AddPort,
  AllocDomain,
  AttachDomain,
  Distrust,
  FlushQueueNow,
  FreeDomain,
  RegisterIommu,
  SecureMemory,
  SetFaultHandler,
  ShareGroup,
} from '../ops/op.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, finish, raise } from '../ops/transition.js';
import type { IommuInstance } from '../platforms/platform.js';
import { isMade, madeDomain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import { leaveIommuOperations } from './arm-mappings.js';
import { deviceOf } from './devices.js';
import { isArmIommu } from '../platforms/platform.js';

/**
 * 2.6.39 has one set of IOMMU operations for the whole machine, 3.10 one for each bus, 6.12 one for each IOMMU.
 * Source: drivers/base/iommu.c (2.6.39), register_iommu; drivers/iommu/iommu.c (3.10), bus_set_iommu.
 */
export function registerIommu(state: MachineState, { name, format, unhandledFault }: RegisterIommu): StepResult {
  const now = begin(state);
  const { profile, iommus } = state.platform;
  const others = [...iommus, ...state.iommu.registered];
  const isTaken = profile === 'k2639' ? 0 < others.length : others.some((it) => it.format !== format);
  if (profile === 'k2639' && isTaken) {
    raise(now, { id: 'KERNEL_BUG', site: 'second IOMMU driver' });
    return finish(now);
  }
  if (profile === 'k310' && isTaken) return finish(now, returned(codes.EBUSY));
  if (findIommu(state, name) !== undefined) return finish(now, returned(codes.EEXIST));
  const instance: IommuInstance = { name, format, iova: likeOthers(others), unhandledFault };
  changeIommu(now, { registered: [...state.iommu.registered, instance] });
  return finish(now, returned(0));
}

export function addPort(state: MachineState, { device, iommu }: AddPort): StepResult {
  const now = begin(state);
  const ports = state.iommu.ports.get(device) ?? [];
  if (findIommu(state, iommu) === undefined) return finish(now, returned(codes.ENODEV));
  changeIommu(now, { ports: state.iommu.ports.set(device, [...ports, iommu]) });
  return finish(now, returned(0));
}

/** ARM's set-up of operations behind an IOMMU wants a group of one, and gives up otherwise. */
export function shareGroup(state: MachineState, { device, other }: ShareGroup): StepResult {
  const now = begin(state);
  changeIommu(now, { groups: state.iommu.groups.set(device, groupOf(state, other)) });
  if (isArmIommu(deviceOf(state, device).backend)) {
    raise(now, { id: 'KERNEL_WARN', site: 'failed to attach to the IOMMU mapping' });
    leaveIommuOperations(now, device);
  }
  return finish(now, returned(0));
}

export function distrust(state: MachineState, { device }: Distrust): StepResult {
  const now = begin(state);
  changeIommu(now, { untrusted: state.iommu.untrusted.set(device, true) });
  return finish(now);
}

export function allocDomain(state: MachineState, { device }: AllocDomain): StepResult {
  const now = begin(state);
  const [instance] = iommusOf(state, device);
  if (instance === undefined) return finish(now, returned(codes.ENODEV));
  const number = state.iommu.made + 1;
  const id = madeDomain(number);
  changeIommu(now, { made: number });
  setDomain(now, createDomain(now.state, { id, type: 'unmanaged', instance, addresses: { kind: 'none' } }));
  return finish(now, { kind: 'domain', domain: id });
}

export function freeIommuDomain(state: MachineState, { domain }: FreeDomain): StepResult {
  const now = begin(state);
  // The others belong to the kernel.
  if (isMade(domain)) freeDomain(now, domain);
  return finish(now);
}

export function attachDomain(state: MachineState, { device, domain }: AttachDomain): StepResult {
  const now = begin(state);
  return finish(now, returned(attachDevice(now, device, domain)));
}

export function detachDomain(state: MachineState, { device, domain }: AttachDomain): StepResult {
  const now = begin(state);
  detachDevice(now, device, domain);
  return finish(now);
}

export function setFaultHandler(state: MachineState, { domain: id, handler }: SetFaultHandler): StepResult {
  const now = begin(state);
  const domain = useDomain(now, id);
  if (domain !== undefined) setDomain(now, { ...domain, handler });
  return finish(now);
}

export function flushQueueNow(state: MachineState, { device }: FlushQueueNow): StepResult {
  const now = begin(state);
  const domain = useDomain(now, operationsDomain(state, device));
  if (domain !== undefined) flushNow(now, domain);
  return finish(now);
}

export function secureMemory(state: MachineState, { at, size }: SecureMemory): StepResult {
  const now = begin(state);
  changeIommu(now, { secure: state.iommu.secure.set(at, at + size, true) });
  return finish(now);
}

/** A late IOMMU has addresses as the machine's others, or the whole 32-bit space. */
function likeOthers([first]: readonly IommuInstance[]): IommuInstance['iova'] {
  return first?.iova ?? { kind: 'tree', start: iova(pageBytes), end: iova(2 ** 32) };
}
