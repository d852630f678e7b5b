import type { PhysAddr } from '../address/spaces.js';

/** `must`: on every legal schedule of evictions, prefetches and drains; `may`: on at least one. */
export type Certainty = 'must' | 'may';

/** The kernel's own check that prints at this point: kernel/dma/debug.c (6.12), as `machine/kernel-message.ts` words it. */
export type DebugCheck =
  `D${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20 | 21 | 22 | 23 | 24}`;

/** What dma-debug prints for an event, if anything. */
export type Printed = DebugCheck | 'none';

/** How a driver came to lose something. */
export type LeakExit = 'driver unbound' | 'probe failed' | 'handle overwritten';

/** Physical bytes [start, start + length). */
export interface ByteRange {
  readonly start: PhysAddr;
  readonly length: number;
}
