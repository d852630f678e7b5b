import type { Platform } from '../platforms/platform.js';
import type { DeviceId } from './ids.js';

export interface Device {
  readonly id: DeviceId;
  /** Decides which dma-debug messages a kernel prints: only watched buses report leaks at unbind. */
  readonly bus: 'platform' | 'pci';
  readonly maskBits: number;
  readonly coherentMaskBits: number;
  /** Linux include/linux/dma-mapping.h (6.12), `dma_get_max_seg_size`: 64 KiB unless set. */
  readonly maxSegmentBytes: number;
}

const defaultMaxSegmentBytes = 65536;

/** A device nobody configured. */
export function plainDevice(platform: Platform, id: DeviceId): Device {
  return {
    id,
    bus: 'platform',
    maskBits: platform.defaultMaskBits,
    coherentMaskBits: platform.defaultMaskBits,
    maxSegmentBytes: defaultMaxSegmentBytes,
  };
}
