import { dmaToIova, iovaToDma } from '../address/spaces.js';
import { recordsAt } from '../contract/records.js';
import { translate, type TranslationFault } from '../iommu/walk.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import { stepId } from '../state/ids.js';
import type { DeviceReach, Reached } from './backend.js';
import { domainOf, formatOf, iommuOf, isTranslatable, setDomain } from './iommu-domain.js';

/** Where an access ends up behind the IOMMU, with the faults it raises on the way. */
export function reachThroughIommu(now: Transition, device: Device, { address, size, access }: DeviceReach): Reached {
  const start = dmaToIova(address);
  if (!isTranslatable(start, size)) {
    const lastOwner = now.state.released.at(address);
    raise(now, { id: 'TRANSLATION_FAULT', device: device.id, iova: start, access, visited: [], lastOwner });
    return { runs: [], isComplete: false };
  }
  const domain = domainOf(now.state, device.id);
  const { pieces, fault, iotlb } = translate(formatOf(now.state, device.id), domain.tables, domain.iotlb, {
    iova: start,
    length: size,
    // A device that is given privileged mappings marks its transactions so.
    access: { kind: access, isPrivileged: true },
    step: now.state.step,
  });
  setDomain(now, device.id, { ...domain, iotlb });
  for (const { iova, origin } of pieces) {
    if (origin.kind === 'walk' || !origin.isStale) continue;
    const lastOwner = now.state.released.at(iova);
    raise(now, {
      id: 'IOTLB_STALE_ACCESS',
      device: device.id,
      iova,
      access,
      filledAt: stepId(origin.filledAt),
      lastOwner,
    });
  }
  if (fault !== undefined) reportFault(now, device, access, fault);
  return {
    runs: pieces.map(({ pa, length, iova }) => ({ start: pa, length, address: iovaToDma(iova) })),
    isComplete: fault === undefined,
  };
}

function reportFault(now: Transition, device: Device, access: 'read' | 'write', fault: TranslationFault): void {
  const { iova, visited } = fault;
  const common = { device: device.id, iova, access, visited };
  if (fault.kind === 'permission') {
    const record = recordsAt(now.state, iovaToDma(iova)).find((it) => it.device === device.id);
    raise(now, { id: 'PERMISSION_FAULT', ...common, record });
  } else {
    raise(now, { id: 'TRANSLATION_FAULT', ...common, lastOwner: now.state.released.at(iova) });
  }
  if (iommuOf(now.state, device.id).unhandledFault === 'panic') {
    raise(now, { id: 'KERNEL_PANIC', site: 'unhandled IOMMU fault' });
  }
}
