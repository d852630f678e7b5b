// One mapping of the generic operations behind an IOMMU. Source: drivers/iommu/dma-iommu.c (6.12),
// __iommu_dma_map, __iommu_dma_unmap.

import { offsetIn } from '../address/align.js';
import { iovaToDma, offsetBy, type DmaAddr, type PhysAddr } from '../address/spaces.js';
import type { Protection } from '../iommu/formats/format.js';
import { raise, type Transition } from '../ops/transition.js';
import type { Device } from '../state/device.js';
import type { MachineState } from '../state/machine-state.js';
import type { PhysRun } from '../state/memory-object.js';
import { findDomain, useDomain } from './iommu-domain.js';
import { enterRuns, granuleOf, leave, pagesOf } from './iommu-map.js';
import { physBehind } from './iommu-tables.js';
import { operationsDomain } from './iommu-topology.js';

/** `__iommu_dma_map`. */
export function enter(
  now: Transition,
  device: Device,
  run: PhysRun,
  protection: Protection,
  maskBits: number = device.maskBits,
): DmaAddr | undefined {
  const domain = useDomain(now, operationsDomain(now.state, device.id));
  if (domain === undefined) return undefined;
  const granule = granuleOf(now.state, domain);
  if (granule <= device.minAlignMask) {
    raise(now, { id: 'KERNEL_WARN', site: 'alignment that the IOMMU cannot keep' });
    return undefined;
  }
  const iova = enterRuns(now, device, [pagesOf(run, granule)], protection, { maskBits });
  return iova === undefined ? undefined : iovaToDma(offsetBy(iova, offsetIn(run.start, granule)));
}

export function leaveAll(now: Transition, device: Device, address: DmaAddr, size: number): void {
  if (!leave(now, device, address, size)) raise(now, { id: 'KERNEL_WARN', site: 'unmapped size differs' });
}

export function physAt(state: MachineState, device: Device, address: DmaAddr): PhysAddr | undefined {
  const domain = findDomain(state, operationsDomain(state, device.id));
  return domain === undefined ? undefined : physBehind(state, domain, address);
}
