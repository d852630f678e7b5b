import { hexAddress } from '../address/spaces.js';
import type { FaultListener, IommuFault, IommuFaultId } from '../ops/event-fault.js';
import { nameDirection, type Names, nameRecord } from './names.js';

/** Why an IOMMU stopped an access, and who is told. */
export function explainIommuFault(event: IommuFault, names: Names): string {
  const { access, device, iommu, iova, reportedTo } = event;
  return `${iommu} stops the ${access} of ${device} at ${hexAddress(iova)}: ${reasonOf(event, names)}; ${listeners[reportedTo]}.`;
}

function reasonOf(event: IommuFault, names: Names): string {
  if (event.id === 'TRANSLATION_FAULT') {
    const { lastOwner } = event;
    if (lastOwner === undefined) return 'nothing was mapped there';
    return `${nameRecord(names, lastOwner.record)} was released at ${names.step(lastOwner.step)}`;
  }
  if (event.id === 'PERMISSION_FAULT') {
    const { record } = event;
    return record === undefined || record.kind === 'coherent'
      ? 'the page table does not allow it'
      : `the mapping is ${nameDirection(record.direction)}`;
  }
  return reasons[event.id];
}

const reasons: Readonly<Record<Exclude<IommuFaultId, 'TRANSLATION_FAULT' | 'PERMISSION_FAULT'>, string>> = {
  ACCESS_FLAG_FAULT: 'the access flag of the entry is clear',
  MULTI_HIT: 'two remembered translations answer',
  WALK_FAULT: 'the page table leads to memory that holds no table',
  SECURITY_FAULT: 'the memory belongs to the secure world',
};

const listeners: Readonly<Record<FaultListener, string>> = {
  handler: "the driver's fault handler is called",
  log: 'the kernel log tells',
  panic: 'the kernel gives up',
  disabled: 'the kernel log tells, and further faults of this IOMMU stay silent',
  nobody: 'nobody is told',
};
