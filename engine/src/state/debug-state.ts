import { emptyMap, type PersistentMap } from '../data/persistent-map.js';
import type { DebugEntry } from './debug-entry.js';

/** The kernel's own run-time checker. */
export interface DebugState {
  /** By hash bucket, oldest first. */
  readonly entries: PersistentMap<number, readonly DebugEntry[]>;
  /** By number of the cache line an entry starts in: how many more entries start there. No key: none does. */
  readonly activeLines: PersistentMap<number, number>;
  /** Whether the warning about too many of them, given once, was given. */
  readonly hasWarnedOfOverlap: boolean;
  readonly entriesInUse: number;
  readonly entriesTotal: number;
  /** Linux debugfs `error_count`: found, printed or not. */
  readonly errorCount: number;
  readonly options: DebugOptions;
}

/** What decides whether the checker prints what it found; Linux debugfs `dma-api`, and `dma_debug_entries=`. */
export interface DebugOptions {
  readonly allErrors: boolean;
  /** How many errors are still to be printed. */
  readonly numErrors: number;
  /** Only errors of the driver of that name. */
  readonly driverFilter: string | undefined;
  /** Entries taken at boot. */
  readonly preallocatedEntries: number;
}

/** Linux kernel/dma/debug.c (6.12), `PREALLOC_DMA_DEBUG_ENTRIES`. */
const preallocatedEntries = 65536;

/** As a kernel boots: one error is printed, then silence. */
export const freshDebugState: DebugState = {
  entries: emptyMap(),
  activeLines: emptyMap(),
  hasWarnedOfOverlap: false,
  entriesInUse: 0,
  entriesTotal: preallocatedEntries,
  errorCount: 0,
  options: { allErrors: false, numErrors: 1, driverFilter: undefined, preallocatedEntries },
};
