// Which cache lines the kernel's checker believes a device may write. It looks at the first line of
// an entry only. Source: kernel/dma/debug.c (6.12).

import { offsetIn, pageBytes } from '../address/align.js';
import { change, type Transition } from '../ops/transition.js';
import { isArm32, type Platform } from '../platforms/platform.js';
import type { DebugEntry } from '../state/debug-entry.js';
import { debugVersion } from './debug-version.js';

/** ACTIVE_CACHELINE_MAX_OVERLAP: three tag bits count what lies on top of the first entry. */
const maxOverlap = 7;

export type LineClaim =
  | 'free'
  /** Another entry starts in the line. */
  | 'taken'
  /** So many do that the counter cannot tell; said once per boot. */
  | 'overflow';

/** Enters an entry's first line. Entries a device only reads have none. */
export function claimLine(now: Transition, entry: DebugEntry): LineClaim {
  const { platform, debug } = now.state;
  if (!debugVersion(platform).tracksLines || entry.direction === 'to-device') return 'free';
  const line = lineOf(platform, entry);
  const overlap = debug.activeLines.get(line);
  if (overlap === undefined) {
    change(now, { debug: { ...debug, activeLines: debug.activeLines.set(line, 0) } });
    return 'free';
  }
  if (overlap < maxOverlap) {
    change(now, { debug: { ...debug, activeLines: debug.activeLines.set(line, overlap + 1) } });
    return 'taken';
  }
  // The counter stays where it is, so later releases end the line too early.
  if (debug.hasWarnedOfOverlap) return 'taken';
  change(now, { debug: { ...debug, hasWarnedOfOverlap: true } });
  return 'overflow';
}

/** Takes one entry off its line; the last one takes the line out. */
export function releaseLine(now: Transition, entry: DebugEntry): void {
  const { platform, debug } = now.state;
  if (entry.direction === 'to-device') return;
  const line = lineOf(platform, entry);
  const overlap = debug.activeLines.get(line);
  if (overlap === undefined) return;
  const activeLines = overlap === 0 ? debug.activeLines.delete(line) : debug.activeLines.set(line, overlap - 1);
  change(now, { debug: { ...debug, activeLines } });
}

/** Linux `to_cacheline_number`. */
function lineOf(platform: Platform, { paddr }: DebugEntry): number {
  const lineBytes = builtForLineBytes(platform);
  const page = Math.floor(paddr / pageBytes);
  return page * (pageBytes / lineBytes) + Math.floor(offsetIn(paddr, pageBytes) / lineBytes);
}

/** Linux `L1_CACHE_BYTES`. A 32-bit ARM kernel is built for the longest line, which also aligns its DMA memory. */
function builtForLineBytes(platform: Platform): number {
  return isArm32(platform) ? platform.dmaMinAlignBytes : platform.cachelineBytes;
}
