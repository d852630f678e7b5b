// What each CPU's own routines do when bytes change hands: Linux arch/arm/mm/cache-*.S and proc-*.S,
// `*_dma_map_area` and `*_dma_unmap_area`; arch/arm64/mm/dma-mapping.c; arch/parisc/kernel/pci-dma.c (6.12).

import type { MaintenanceKind } from '../platforms/platform.js';
import type { Direction } from '../state/map-record.js';

/**
 * `clean`: dirty lines are written back and stay. `invalidate`: lines are dropped, those that a range
 * covers only partly are written back before. `purge`: dropped without exception. `flush`: written
 * back and dropped; `flush-all`: all there are. `drain`: the write buffer only.
 */
export type Primitive = 'clean' | 'invalidate' | 'purge' | 'flush' | 'flush-all' | 'drain' | 'nothing';

export interface MaintenanceRow {
  readonly forDevice: Readonly<Record<Direction, Primitive>>;
  readonly forCpu: Readonly<Record<Direction, Primitive>>;
}

const nothing = { 'to-device': 'nothing', 'from-device': 'nothing', bidirectional: 'nothing' } as const;
const all = <P extends Primitive>(primitive: P) =>
  ({ 'to-device': primitive, 'from-device': primitive, bidirectional: primitive }) as const;
const unlessToDevice = <P extends Primitive>(primitive: P) =>
  ({ 'to-device': 'nothing', 'from-device': primitive, bidirectional: primitive }) as const;

/** Speculating CPUs invalidate twice: what was loaded ahead of time while the device wrote has to go as well. */
const v7: MaintenanceRow = {
  forDevice: { 'to-device': 'clean', 'from-device': 'invalidate', bidirectional: 'clean' },
  forCpu: unlessToDevice('invalidate'),
};

/** Nothing gets into these caches unasked, so nothing has to go when the device is done. */
const v5: MaintenanceRow = {
  forDevice: { 'to-device': 'clean', 'from-device': 'invalidate', bidirectional: 'flush' },
  forCpu: nothing,
};

export const maintenanceTable: Readonly<Record<MaintenanceKind, MaintenanceRow>> = {
  v7,
  v6: v7,
  v5,
  // CONFIG_CPU_DCACHE_WRITETHROUGH: no line is ever dirty, so to flush is to invalidate, edges and all.
  'v5-write-through': {
    forDevice: { 'to-device': 'drain', 'from-device': 'purge', bidirectional: 'purge' },
    forCpu: nothing,
  },
  'v4-write-through': { forDevice: nothing, forCpu: unlessToDevice('purge') },
  v4: { forDevice: nothing, forCpu: unlessToDevice('flush-all') },
  // Erratum 25 of the 80200: it cannot invalidate without writing back.
  'xscale-80200': {
    forDevice: { 'to-device': 'clean', 'from-device': 'flush', bidirectional: 'flush' },
    forCpu: nothing,
  },
  arm64: { forDevice: all('clean'), forCpu: unlessToDevice('invalidate') },
  'pcx-l': {
    forDevice: all('flush'),
    forCpu: { 'to-device': 'flush', 'from-device': 'purge', bidirectional: 'flush' },
  },
  none: { forDevice: nothing, forCpu: nothing },
};

/** The same for an outer cache, which only 32-bit ARM has: arch/arm/mm/dma-mapping.c (6.12), `outer_*_range`. */
export const outerRow: MaintenanceRow = {
  forDevice: { 'to-device': 'clean', 'from-device': 'invalidate', bidirectional: 'clean' },
  forCpu: unlessToDevice('invalidate'),
};
