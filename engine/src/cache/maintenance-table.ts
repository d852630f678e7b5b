import type { MaintenanceKind } from '../platforms/platform.js';
import type { Direction } from '../state/map-record.js';

export type Primitive = 'clean' | 'invalidate' | 'nothing';

/** What a CPU's own routines do when bytes change hands. */
export interface MaintenanceRow {
  readonly forDevice: Readonly<Record<Direction, Primitive>>;
  readonly forCpu: Readonly<Record<Direction, Primitive>>;
}

/** Linux arch/arm/mm/cache-v7.S (6.12), v7_dma_map_area and v7_dma_unmap_area. */
const v7: MaintenanceRow = {
  forDevice: { 'to-device': 'clean', 'from-device': 'invalidate', bidirectional: 'clean' },
  forCpu: { 'to-device': 'nothing', 'from-device': 'invalidate', bidirectional: 'invalidate' },
};

const none: MaintenanceRow = {
  forDevice: { 'to-device': 'nothing', 'from-device': 'nothing', bidirectional: 'nothing' },
  forCpu: { 'to-device': 'nothing', 'from-device': 'nothing', bidirectional: 'nothing' },
};

/** Rows that are not here yet do nothing. */
export const maintenanceTable: Readonly<Partial<Record<MaintenanceKind, MaintenanceRow>>> = { v7, none };
