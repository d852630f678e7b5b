// ARM's mapping objects: an IOMMU domain with an IOVA bitmap, counted by its users.
// Source: arch/arm/mm/dma-mapping.c (6.12), arm_iommu_create_mapping, _attach_device, _detach_device, _release_mapping.

import { attachDevice, detachDevice, freeDomain } from '../backends/iommu-attach.js';
import { changeIommu, createDomain, findDomain, setDomain, useDomain } from '../backends/iommu-domain.js';
import { iommusOf, operationsDomain } from '../backends/iommu-topology.js';
import { checkIovaSize, createIovaBitmap } from '../iommu/iova-bitmap.js';
import type { AttachArmMapping, CreateArmMapping, DetachArmMapping, ReleaseArmMapping } from '../ops/op.js';
import { codes, returned, type StepResult } from '../ops/step-result.js';
import { begin, change, finish, raise, type Transition } from '../ops/transition.js';
import { hasQuirk } from '../platforms/platform.js';
import type { DeviceId } from '../state/ids.js';
import { type DomainId, madeDomain } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';
import { deviceOf } from './devices.js';
import { isArmIommu } from '../platforms/platform.js';

export function createArmMapping(state: MachineState, { device, base, size }: CreateArmMapping): StepResult {
  const now = begin(state);
  const error = checkIovaSize(size);
  if (error !== undefined) return finish(now, returned(codes[error]));
  const [instance] = iommusOf(state, device);
  if (instance === undefined) return finish(now, returned(codes.ENODEV));
  const bitmap = createIovaBitmap({ base, size, keepsRemainder: !hasQuirk(state.platform, 'Q4') });
  const number = state.iommu.made + 1;
  const id = madeDomain(number);
  changeIommu(now, { made: number });
  const addresses = { kind: 'bitmap', bitmap } as const;
  setDomain(now, { ...createDomain(now.state, { id, type: 'dma', instance, addresses }), references: 1 });
  return finish(now, { kind: 'domain', domain: id });
}

/** From here on the device's operations are those behind an IOMMU. */
export function attachArmMapping(state: MachineState, { device, mapping }: AttachArmMapping): StepResult {
  const now = begin(state);
  const code = findDomain(state, mapping) === undefined ? codes.EINVAL : attachDevice(now, device, mapping);
  if (code !== 0) return finish(now, returned(code));
  count(now, mapping, 1);
  changeIommu(now, { armMappings: now.state.iommu.armMappings.set(device, mapping) });
  const { snoops } = deviceOf(state, device);
  setBackend(now, device, snoops ? 'arm-iommu-coherent' : 'arm-iommu');
  return finish(now, returned(0));
}

export function detachArmMapping(state: MachineState, { device }: DetachArmMapping): StepResult {
  const now = begin(state);
  if (!isArmIommu(deviceOf(state, device).backend)) {
    raise(now, { id: 'KERNEL_WARN', site: 'device is not attached to an IOMMU mapping' });
    return finish(now);
  }
  const mapping = operationsDomain(state, device);
  detachDevice(now, device, mapping);
  count(now, mapping, -1);
  leaveIommuOperations(now, device);
  return finish(now);
}

export function releaseArmMapping(state: MachineState, { mapping }: ReleaseArmMapping): StepResult {
  const now = begin(state);
  count(now, mapping, -1);
  return finish(now);
}

/** With the last reference the domain goes, and with it every address that is still in use. */
function count(now: Transition, id: DomainId, by: 1 | -1): void {
  const domain = useDomain(now, id);
  if (domain === undefined) return;
  const references = domain.references + by;
  setDomain(now, { ...domain, references });
  if (references === 0) freeDomain(now, id);
}

/** Linux `set_dma_ops(dev, NULL)`: the device is one without IOMMU, for its driver. */
export function leaveIommuOperations(now: Transition, device: DeviceId): void {
  changeIommu(now, { armMappings: now.state.iommu.armMappings.delete(device) });
  setBackend(now, device, deviceOf(now.state, device).snoops ? 'direct-coherent' : 'direct-noncoherent');
}

function setBackend(
  now: Transition,
  id: DeviceId,
  backend: 'arm-iommu' | 'arm-iommu-coherent' | 'direct-coherent' | 'direct-noncoherent',
): void {
  change(now, { devices: now.state.devices.set(id, { ...deviceOf(now.state, id), backend }) });
}
