// Who hears of an access that an IOMMU stopped.

import { iovaToDma } from '../address/spaces.js';
import { recordsAt } from '../contract/records.js';
import type { FaultKind } from '../iommu/formats/format.js';
import type { TranslationFault } from '../iommu/walk.js';
import type { FaultListener, IommuFaultId } from '../ops/event-fault.js';
import { raise, type Transition } from '../ops/transition.js';
import type { IommuInstance } from '../platforms/platform.js';
import type { Device } from '../state/device.js';
import { changeIommu, findDomain } from './iommu-domain.js';
import { attachedDomain } from './iommu-topology.js';

const ids: Readonly<Record<FaultKind, IommuFaultId>> = {
  translation: 'TRANSLATION_FAULT',
  permission: 'PERMISSION_FAULT',
  'access-flag': 'ACCESS_FLAG_FAULT',
  'multi-hit': 'MULTI_HIT',
  walk: 'WALK_FAULT',
  security: 'SECURITY_FAULT',
};

export function reportFault(now: Transition, device: Device, instance: IommuInstance, fault: TranslationFault): void {
  const { kind, iova, visited, status, access } = fault;
  const reportedTo = listenerOf(now, device, instance);
  raise(now, {
    id: ids[kind],
    device: device.id,
    iommu: instance.name,
    iova,
    access: access.kind === 'write' ? 'write' : 'read',
    visited,
    status,
    reportedTo,
    record: recordsAt(now.state, iovaToDma(iova)).find((it) => it.device === device.id),
    lastOwner: now.state.released.at(iova),
  });
  if (reportedTo === 'panic') raise(now, { id: 'KERNEL_PANIC', site: 'unhandled IOMMU fault' });
  if (reportedTo === 'disabled') changeIommu(now, { silenced: now.state.iommu.silenced.set(instance.name, true) });
}

/** Linux `report_iommu_fault`, where the driver of the IOMMU calls it at all. */
function listenerOf(now: Transition, { id }: Device, { name, unhandledFault }: IommuInstance): FaultListener {
  if (now.state.iommu.silenced.has(name)) return 'nobody';
  if (unhandledFault === 'log-always') return 'log';
  if (findDomain(now.state, attachedDomain(now.state, id))?.handler === 'handles') return 'handler';
  return unhandledFault === 'disable-iommu' ? 'disabled' : unhandledFault;
}
