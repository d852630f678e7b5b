// DRM's GEM objects on DMA memory.

import type { ByteLength, UserVa } from '../address/spaces.js';
import type { DeviceId, SharedId } from '../state/ids.js';

export type GemOp = GemCreate | GemPut | GemMmap | GemExport | GemImport;

/** DRM_IOCTL_MODE_CREATE_DUMB */
export interface GemCreate {
  readonly kind: 'gem-create';
  readonly device: DeviceId;
  readonly size: ByteLength;
  /** Cached memory that the driver syncs, instead of write-combined. */
  readonly isNoncoherent: boolean;
}

/** A handle goes away. */
export interface GemPut {
  readonly kind: 'gem-put';
  readonly gem: SharedId;
}

/** The driver's `mmap` handler, which found the object by the VMA's offset. */
export interface GemMmap {
  readonly kind: 'gem-mmap';
  readonly gem: SharedId;
  readonly vma: UserVa;
}

/** DRM_IOCTL_PRIME_HANDLE_TO_FD */
export interface GemExport {
  readonly kind: 'gem-export';
  readonly gem: SharedId;
}

/** DRM_IOCTL_PRIME_FD_TO_HANDLE */
export interface GemImport {
  readonly kind: 'gem-import';
  readonly device: DeviceId;
  readonly fd: number;
}
