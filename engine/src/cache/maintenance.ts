import { physAddr } from '../address/spaces.js';
import { readOracle } from '../memory/contents.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { Direction, Owner } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { writeBack } from './evict.js';
import { changeLevel, type LevelName, levelsOf, lineBytesOf, wholeLines } from './lookup.js';
import { maintenanceTable } from './maintenance-table.js';
import { drain } from './write-buffer.js';

/**
 * What the architecture does with the caches when `run` goes to a new owner: inner before outer
 * towards the device, outer before inner towards the CPU. Linux arch/arm/mm/dma-mapping.c (6.12),
 * __dma_page_cpu_to_dev and __dma_page_dev_to_cpu.
 */
export function maintain(now: Transition, to: Owner, direction: Direction, run: PhysRun): void {
  const row = maintenanceTable[now.state.platform.maintenance];
  if (row === undefined) return;
  const primitive = to === 'device' ? row.forDevice[direction] : row.forCpu[direction];
  if (primitive === 'nothing' || run.length === 0) return;
  const levels = levelsOf(now.state.platform);
  for (const level of to === 'device' ? levels : levels.toReversed()) {
    const linesWrittenBack = primitive === 'clean' ? clean(now, level, run) : invalidate(now, level, run);
    raise(now, { id: 'CACHE_OP', op: primitive, level: level === 'l1' ? 'L1' : 'L2', bytes: run, linesWrittenBack });
  }
  // Both routines end in a dsb, which also empties the write buffer.
  if (to === 'device') drain(now);
}

/** Writes dirty lines back and keeps them. */
export function clean(now: Transition, level: LevelName, { start, length }: PhysRun): number {
  return writeBack(now, level, start, start + length, 'whole');
}

/**
 * Drops the lines of a range. Lines it covers only partly are written back first, so that neighbors
 * survive, as v7 and the PL310 do; the price is what the device wrote there. Linux
 * arch/arm/mm/cache-v7.S, v7_dma_inv_range, and cache-l2x0.c, __l2c210_inv_range (6.12).
 */
export function invalidate(now: Transition, level: LevelName, { start, length }: PhysRun): number {
  const end = start + length;
  const lineBytes = lineBytesOf(now.state.platform, level);
  const [first, last] = wholeLines(now.state.platform, level, start, end);
  let lines = 0;
  if (first < start) lines += writeBack(now, level, first, first + lineBytes, 'edge');
  if (end < last) lines += writeBack(now, level, last - lineBytes, last, 'edge');
  rememberDiscardedStores(now, level, first, last);
  dropLines(now, level, first, last);
  return lines;
}

/** Empties the caches over a range whose contents are in memory: the kernel's flush of fresh memory. */
export function forgetLines(now: Transition, { start, length }: PhysRun): void {
  for (const level of levelsOf(now.state.platform)) {
    const [first, last] = wholeLines(now.state.platform, level, start, start + length);
    dropLines(now, level, first, last);
  }
}

function dropLines(now: Transition, level: LevelName, first: number, last: number): void {
  const { copies, dirty, speculated } = now.state[level];
  changeLevel(now, level, {
    copies: copies.clear(first, last),
    dirty: dirty.clear(first, last),
    speculated: speculated.clear(first, last),
  });
}

/** Stores that only the cache had, and that nothing has replaced since, are lost from here on. */
function rememberDiscardedStores(now: Transition, level: LevelName, first: number, last: number): void {
  const { copies, dirty } = now.state[level];
  for (const store of dirty.slices(first, last)) {
    for (const copy of copies.slices(store.start, store.end)) {
      for (const expected of readOracle(now.state, copy.start, copy.end)) {
        if (expected.value !== copy.value) continue;
        const lost = { stored: store.value, invalidated: now.state.step };
        change(now, { discarded: now.state.discarded.set(physAddr(expected.start), expected.end, lost) });
      }
    }
  }
}
