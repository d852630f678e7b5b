import type { BackendName, DmaRange, Platform } from '../platforms/platform.js';
import { snoopsByDefault } from '../platforms/platform.js';
import type { DeviceId } from './ids.js';

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
  readonly maskBits: number;
  readonly coherentMaskBits: number;
  /** What a driver set. A device that never had its mask set is only found by the hardware. */
  readonly isMaskSet: boolean;
  /** Linux include/linux/dma-mapping.h (6.12), `dma_get_max_seg_size`: 64 KiB unless set. */
  readonly maxSegmentBytes: number;
  /** Linux `dma_get_seg_boundary`: no segment crosses a multiple of this; a power of two, 2^32 unless set. */
  readonly segmentBoundaryBytes: number;
  /** Low address bits that a bounce buffer must keep; Linux `dma_get_min_align_mask`. */
  readonly minAlignMask: number;
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
    snoops: snoopsByDefault(platform),
    ranges: platform.busRanges.described,
    maskBits: platform.defaultMaskBits,
    coherentMaskBits: platform.defaultMaskBits,
    isMaskSet: false,
    maxSegmentBytes: defaultMaxSegmentBytes,
    segmentBoundaryBytes: defaultSegmentBoundaryBytes,
    minAlignMask: 0,
  };
}
