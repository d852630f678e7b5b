import type { Platform } from '../platforms/platform.js';
import type { Profile } from '../platforms/profile.js';
import type { DebugEntry, DebugType } from '../state/debug-entry.js';

/** What the checker of one kernel can do. */
export interface DebugVersion {
  /** Whether `dma_unmap_page` of a `dma_map_single` is the wrong function. */
  readonly tellsPageFromSingle: boolean;
  /** Whether it knows that `dma_mapping_error` was called. */
  readonly checksMapError: boolean;
  /** Whether two mappings of one cache line are reported. */
  readonly tracksLines: boolean;
  /** Whether `dma_map_single` is checked before the pointer is turned into a page. */
  readonly checksPointer: boolean;
  /** How far below an address a sync looks for its mapping. */
  readonly syncSearch: 'whole table' | 'longest segment';
}

/**
 * Linux lib/dma-debug.c and kernel/dma/debug.c (6.12). In between, and approximately: `map_err_type`
 * came in 3.8, cache line tracking in 3.14, the check of pointers and one type for page and single in 4.20.
 */
const versions: Readonly<Record<Profile, DebugVersion>> = {
  k2639: {
    tellsPageFromSingle: true,
    checksMapError: false,
    tracksLines: false,
    checksPointer: false,
    syncSearch: 'longest segment',
  },
  k310: {
    tellsPageFromSingle: true,
    checksMapError: true,
    tracksLines: false,
    checksPointer: false,
    syncSearch: 'longest segment',
  },
  k612: {
    tellsPageFromSingle: false,
    checksMapError: true,
    tracksLines: true,
    checksPointer: true,
    syncSearch: 'whole table',
  },
};

export function debugVersion({ profile }: Platform): DebugVersion {
  return versions[profile];
}

/** The type an entry has, or a release means. */
export function debugType(platform: Platform, call: DebugType): DebugType {
  return call === 'page' && !debugVersion(platform).tellsPageFromSingle ? 'single' : call;
}

/** Only calls whose result must be tested start unchecked. */
export function freshMapError(platform: Platform, type: DebugType): DebugEntry['mapError'] {
  const isTested = type === 'single' || type === 'page' || type === 'resource';
  return isTested && debugVersion(platform).checksMapError ? 'not-checked' : 'not-applicable';
}
