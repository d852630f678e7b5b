// What a device can address, and a driver that does not know: masks and limits.

import type { DeviceId, StepId } from '../state/ids.js';

export type LimitEvent =
  | {
      /** The hardware has fewer address bits than the mask nobody set says. */
      readonly id: 'MASK_NOT_SET';
      readonly device: DeviceId;
      readonly hardwareBits: number;
      readonly maskBits: number;
    }
  | {
      /** A mask was refused, and the driver goes on with the old one. */
      readonly id: 'MASK_FAILED_UNCHECKED';
      readonly device: DeviceId;
      readonly refusedAt: StepId;
      readonly maskBits: number;
    }
  | {
      /** A scatterlist entry is longer than a device may be given that never said what it can take. */
      readonly id: 'MAX_SEG_UNSET';
      readonly device: DeviceId;
      readonly length: number;
      readonly limit: number;
    }
  | {
      /** More than `dma_max_mapping_size` allows. */
      readonly id: 'MAX_MAPPING_EXCEEDED';
      readonly device: DeviceId;
      readonly size: number;
      readonly limit: number;
    };
