import type { ByteLength, DmaAddr, PhysAddr } from '../address/spaces.js';
import type { DeviceId, MapId } from './ids.js';
import type { Direction } from './map-record.js';

/** The kind of call an entry comes from. `page` exists only in kernels that tell it from `single`. */
export type DebugType = 'single' | 'page' | 'sg' | 'coherent' | 'noncoherent' | 'resource';

/** One entry of the kernel's own checker; Linux kernel/dma/debug.c (6.12), `struct dma_debug_entry`. */
export interface DebugEntry {
  readonly device: DeviceId;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly type: DebugType;
  readonly direction: Direction;
  readonly paddr: PhysAddr;
  /** Entries given to `dma_map_sg`, and segments it returned; 0 for everything else. */
  readonly sgCallEnts: number;
  readonly sgMappedEnts: number;
  readonly mapError: 'not-applicable' | 'not-checked' | 'checked';
  /** Without: `dma_map_resource` failed, and the checker recorded it all the same (quirk Q12). */
  readonly of: MapId | undefined;
}
