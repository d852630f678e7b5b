import type { ByteLength, DmaAddr, PhysAddr } from '../address/spaces.js';
import type { DeviceId, MapId } from './ids.js';
import type { Direction } from './map-record.js';

/** One entry of the kernel's own checker; Linux kernel/dma/debug.c (6.12), `struct dma_debug_entry`. */
export interface DebugEntry {
  readonly device: DeviceId;
  readonly address: DmaAddr;
  readonly size: ByteLength;
  readonly type: 'single' | 'sg' | 'coherent' | 'noncoherent' | 'resource';
  readonly direction: Direction;
  readonly paddr: PhysAddr | undefined;
  readonly sgCallEnts: number;
  readonly sgMappedEnts: number;
  readonly mapError: 'not-applicable' | 'not-checked' | 'checked';
  readonly of: MapId;
}
