// Where the DMA operations behind an IOMMU take addresses from, and what is left of them.

import { bytes, iova, type Iova } from '../address/spaces.js';
import { driverOf } from '../iommu/drivers.js';
import { emptyFlushQueue } from '../iommu/flush-queue.js';
import { allocIova, checkIovaSize, createIovaBitmap } from '../iommu/iova-bitmap.js';
import { createIovaDomain } from '../iommu/iova-domain.js';
import { formatByName } from '../iommu/formats/index.js';
import { hasQuirk, type IommuInstance, type Platform } from '../platforms/platform.js';
import { type Device, plainDevice } from '../state/device.js';
import type { DeviceId } from '../state/ids.js';
import type { AddressSpace, PagingType } from '../state/iommu-state.js';
import type { MachineState } from '../state/machine-state.js';

export interface DomainAddresses {
  readonly type: PagingType;
  readonly addresses: AddressSpace;
}

/** What the kernel sets up for a device when it finds its IOMMU. */
export function addressesOf(state: MachineState, id: DeviceId, instance: IommuInstance): DomainAddresses {
  const { platform } = state;
  const device = state.devices.get(id) ?? plainDevice(platform, id);
  if (device.backend !== 'dma-iommu') return { type: 'dma', addresses: bitmapOf(platform, device, instance) };
  // Linux drivers/iommu/dma-iommu.c (6.12), iommu_dma_init_domain: page 0 is never handed out.
  const granule = Math.min(...formatByName(instance.format).pageSizes);
  const start = instance.iova.kind === 'tree' ? instance.iova.start : iova(0);
  const tree = createIovaDomain(granule, Math.max(1, start / granule));
  const type = platform.iommuStrict || !driverOf(instance.format).defersFlush ? 'dma' : 'dma-fq';
  return { type, addresses: { kind: 'tree', tree, queue: emptyFlushQueue('per-cpu') } };
}

/** Linux arch/arm/mm/dma-mapping.c (6.12), arm_setup_iommu_dma_ops. */
function bitmapOf(platform: Platform, device: Device, { iova: space }: IommuInstance): AddressSpace {
  const [base, size] = 0 < device.ranges.length ? reachOf(platform, device) : spaceOf(space);
  // Linux warns, and leaves the device to the direct operations.
  if (checkIovaSize(size) !== undefined) return { kind: 'none' };
  const bitmap = createIovaBitmap({ base, size, keepsRemainder: !hasQuirk(platform, 'Q4') });
  const inUse = space.kind === 'bitmap' ? space.inUse : bytes(0);
  return { kind: 'bitmap', bitmap: inUse === 0 ? bitmap : (allocIova(bitmap, inUse)?.bitmap ?? bitmap) };
}

function spaceOf(space: IommuInstance['iova']): readonly [Iova, number] {
  return space.kind === 'bitmap' ? [space.base, space.bytes] : [iova(0), 2 ** 32];
}

/** From the lowest address of the device's `dma-ranges` to the last one, which Linux takes for the size (quirk Q3). */
function reachOf(platform: Platform, { ranges }: Device): readonly [Iova, number] {
  const first = Math.min(...ranges.map((it) => it.dmaStart));
  const last = Math.max(...ranges.map((it) => it.dmaStart + it.bytes - 1));
  return [iova(first), hasQuirk(platform, 'Q3') ? last - first : last - first + 1];
}
