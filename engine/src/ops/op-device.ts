// Devices: what is known of them, and what their drivers set and ask.

import type { ByteLength, DmaAddr, PhysAddr } from '../address/spaces.js';
import type { BackendName } from '../platforms/platform.js';
import type { DeviceId } from '../state/ids.js';

export type DeviceOp =
  | AddDevice
  | SetMask
  | SetMaxSegment
  | SetSegmentBoundary
  | SetMinAlign
  | SetOffset
  | DeclareCoherent
  | ReleaseCoherent
  | DmabounceRegistration
  | AskLimit;

/** Optional: a device that was never added is what its platform makes of one. */
export interface AddDevice {
  readonly kind: 'add-device';
  readonly device: DeviceId;
  readonly bus: 'platform' | 'pci';
  readonly options?: DeviceOptions | undefined;
}

/** What is different from the platform's other devices. */
export interface DeviceOptions {
  readonly backend?: BackendName | undefined;
  /** The name of its IOMMU. */
  readonly iommu?: string | undefined;
  readonly isCoherent?: boolean | undefined;
  /** Whether firmware describes it, and with it the `dma-ranges` of its bus. */
  readonly isDescribed?: boolean | undefined;
  /** Address bits of the hardware, whatever masks say. */
  readonly hardwareBits?: number | undefined;
  /** An address line its bus lacks. */
  readonly missingLine?: number | undefined;
  /** `false`: `dev->dma_mask` and `dev->dma_parms` point nowhere. */
  readonly hasMask?: boolean | undefined;
  readonly hasParms?: boolean | undefined;
  /** A contiguous area of its own. */
  readonly cmaBytes?: ByteLength | undefined;
  readonly restrictedPoolBytes?: ByteLength | undefined;
}

/** `coerced`: `dma_coerce_mask_and_coherent`, for a device without a streaming mask of its own. */
export interface SetMask {
  readonly kind: 'set-mask';
  readonly device: DeviceId;
  readonly mask: 'streaming' | 'coherent' | 'both' | 'coerced';
  readonly bits: number;
}

export interface SetMaxSegment {
  readonly kind: 'set-max-segment';
  readonly device: DeviceId;
  readonly bytes: number;
}

/** No segment may cross a multiple of `bytes`, a power of two. */
export interface SetSegmentBoundary {
  readonly kind: 'set-segment-boundary';
  readonly device: DeviceId;
  readonly bytes: number;
}

/** Low address bits that a copy must keep; one less than a power of two. */
export interface SetMinAlign {
  readonly kind: 'set-min-align';
  readonly device: DeviceId;
  readonly mask: number;
}

/** `dma_direct_set_offset`: board code knows where the device sees memory. */
export interface SetOffset {
  readonly kind: 'set-offset';
  readonly device: DeviceId;
  readonly cpuStart: PhysAddr;
  readonly dmaStart: DmaAddr;
  readonly size: ByteLength;
}

/** `dma_declare_coherent_memory`; without a device, the region of the whole machine (`linux,dma-default`). */
export interface DeclareCoherent {
  readonly kind: 'declare-coherent';
  readonly device: DeviceId | undefined;
  readonly start: PhysAddr;
  /** Where the device sees it. */
  readonly address: DmaAddr;
  readonly size: ByteLength;
}

export interface ReleaseCoherent {
  readonly kind: 'release-coherent';
  readonly device: DeviceId;
}

/** Bus code registers the devices of a platform with dmabounce by itself; a driver can undo it. */
export interface DmabounceRegistration {
  readonly kind: 'dmabounce-register' | 'dmabounce-unregister';
  readonly device: DeviceId;
}

/** What `dma_get_mask` and its relatives answer. */
export interface AskLimit {
  readonly kind: 'ask-limit';
  readonly device: DeviceId;
  readonly limit: Limit;
}

export type Limit =
  | { readonly of: Exclude<LimitName, 'need-sync' | 'mask-supported'> }
  | { readonly of: 'need-sync'; readonly address: DmaAddr }
  | { readonly of: 'mask-supported'; readonly bits: number };

/** Masks are answered in bits, sizes in bytes, the rest as yes or no. */
export type LimitName =
  | 'mask'
  | 'required-mask'
  | 'mask-supported'
  | 'addressing-limited'
  | 'max-mapping-size'
  | 'opt-mapping-size'
  | 'merge-boundary'
  | 'max-segment-size'
  | 'segment-boundary'
  | 'min-align-mask'
  | 'cache-alignment'
  | 'need-sync'
  | 'device-needs-sync'
  | 'p2pdma-supported';
