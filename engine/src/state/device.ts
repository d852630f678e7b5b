import type { BackendName, BusRanges, DmaRange, Platform } from '../platforms/platform.js';
import type { DeviceId, StepId } from './ids.js';

export interface Device {
  readonly id: DeviceId;
  /** Decides which dma-debug messages a kernel prints: only watched buses report leaks at unbind. */
  readonly bus: 'platform' | 'pci';
  /** The operations its calls end in. */
  readonly backend: BackendName;
  /** The name of the IOMMU it sits behind, where its backend needs one. */
  readonly iommu: string | undefined;
  /** Whether it sees what CPU caches hold. */
  readonly snoops: boolean;
  /** No entry: it sees memory where the CPU does. */
  readonly ranges: readonly DmaRange[];
  /** The highest address its bus can carry; `Infinity` where firmware says nothing. Linux `bus_dma_limit`. */
  readonly busLimit: number;
  /** The lowest address line its bus lacks: a hole in its mask. Linux arch/arm/common/sa1111.c (3.10), sa1111_dma_mask. */
  readonly missingLine: number | undefined;
  /** Address bits of the hardware itself; `undefined`: as many as its wider mask. */
  readonly hardwareBits: number | undefined;

  /** Whether `dev->dma_mask` points anywhere. */
  readonly hasMask: boolean;
  readonly maskBits: number;
  /** 0: none was ever given. */
  readonly coherentMaskBits: number;
  /** What a driver set. A device that never had its mask set is only found by the hardware. */
  readonly isMaskSet: boolean;
  /** When a mask was refused, until a mapping follows or one is accepted. */
  readonly maskRefusedAt: StepId | undefined;
  /** Whether `dev->dma_parms` points anywhere, so that the following limits can be set. */
  readonly hasParms: boolean;
  /** Linux include/linux/dma-mapping.h (6.12), `dma_get_max_seg_size`: 64 KiB unless set. */
  readonly maxSegmentBytes: number;
  readonly isMaxSegmentSet: boolean;
  /** Linux `dma_get_seg_boundary`: no segment crosses a multiple of this; a power of two, 2^32 unless set. */
  readonly segmentBoundaryBytes: number;
  /** Low address bits that a bounce buffer must keep; Linux `dma_get_min_align_mask`. */
  readonly minAlignMask: number;
  /** Linux `dma_skip_sync`: set with the mask of a coherent device, cleared by its first bounce buffer. */
  readonly skipsSync: boolean;

  /** Whether it has a contiguous area of its own. */
  readonly hasOwnCma: boolean;
  /** Of its own pool, which everything goes through; 0 for none. Linux `restricted-dma-pool`. */
  readonly restrictedPoolBytes: number;
}

const defaultMaxSegmentBytes = 65536;
const defaultSegmentBoundaryBytes = 2 ** 32;

/** A device nobody configured. */
export function plainDevice(platform: Platform, id: DeviceId): Device {
  return {
    id,
    bus: 'platform',
    backend: platform.backend,
    iommu: platform.iommus[0]?.name,
    snoops: platform.devicesSnoop,
    ...busOf(platform.busRanges, true),
    missingLine: undefined,
    hardwareBits: undefined,
    hasMask: true,
    maskBits: platform.defaultMaskBits,
    coherentMaskBits: platform.defaultMaskBits,
    isMaskSet: false,
    maskRefusedAt: undefined,
    // Linux 2.6.39 gives them to PCI devices only; drivers/base/platform.c (6.12) to both.
    hasParms: platform.profile !== 'k2639',
    maxSegmentBytes: defaultMaxSegmentBytes,
    isMaxSegmentSet: false,
    segmentBoundaryBytes: defaultSegmentBoundaryBytes,
    minAlignMask: 0,
    skipsSync: false,
    hasOwnCma: false,
    restrictedPoolBytes: platform.restrictedPoolBytes,
  };
}

/** What firmware says of a device's bus also limits it; an offset that board code sets does not. */
export function busOf(ranges: BusRanges, isDescribed: boolean): Pick<Device, 'ranges' | 'busLimit'> {
  const list = isDescribed ? ranges.described : ranges.others;
  const ends = list.map(({ dmaStart, bytes }) => dmaStart + bytes - 1);
  return { ranges: list, busLimit: isDescribed && 0 < ends.length ? Math.max(...ends) : Infinity };
}
