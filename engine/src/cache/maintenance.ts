// Cache operations of the DMA API. They know a buffer by its kernel address, so an aliasing cache
// keeps what it holds for other addresses of the same bytes.

import { kernelVa, physAddr } from '../address/spaces.js';
import { aliasIndex, hasAliases, linearIndex } from '../memory/alias-index.js';
import { raise, type Transition } from '../ops/transition.js';
import { hasOuterCache } from '../platforms/platform.js';
import type { AliasIndex } from '../state/cache-level.js';
import type { Direction, Owner } from '../state/map-record.js';
import type { PhysRun } from '../state/memory-object.js';
import { type CachePlace, inner, outer } from './lookup.js';
import { maintenanceTable, outerRow, type Primitive } from './maintenance-table.js';
import { clean, flush, flushInner, invalidate, purge } from './operations.js';
import { forgetFlag } from './read-ordering.js';
import { drain } from './write-buffer.js';

/**
 * What the architecture does with the caches when `run` goes to a new owner: inner before outer
 * towards the device, outer before inner towards the CPU. Linux arch/arm/mm/dma-mapping.c (6.12),
 * __dma_page_cpu_to_dev and __dma_page_dev_to_cpu.
 */
export function maintain(now: Transition, to: Owner, direction: Direction, run: PhysRun): void {
  const { platform } = now.state;
  if (run.length === 0) return;
  const row = maintenanceTable[platform.maintenance];
  const maintainOuter = (): void => {
    if (!hasOuterCache(platform)) return;
    applyAt(now, to === 'device' ? outerRow.forDevice[direction] : outerRow.forCpu[direction], outer, run);
  };
  if (to === 'device') {
    maintainInner(now, row.forDevice[direction], run);
    maintainOuter();
  } else {
    maintainOuter();
    maintainInner(now, row.forCpu[direction], run);
  }
}

function maintainInner(now: Transition, primitive: Primitive, run: PhysRun): void {
  if (primitive === 'nothing') return;
  for (const part of addressedParts(now, run)) applyAt(now, primitive, inner(part.index), part.run);
}

/** Flushes the lines of one address of `run`. */
export function flushAt(now: Transition, index: AliasIndex, { start, length }: PhysRun): void {
  applyAt(now, 'flush', inner(index), { start, length });
}

interface AddressedPart {
  readonly run: PhysRun;
  readonly index: AliasIndex;
}

/**
 * The parts of a run that have a kernel address to maintain. Linux `dma_cache_maint_page`: highmem
 * gets a temporary one, but on aliasing caches only pages under `kmap` are maintained, at that address.
 */
function addressedParts({ state }: Transition, run: PhysRun): readonly AddressedPart[] {
  const { platform } = state;
  if (!hasAliases(platform)) return [{ run, index: 0 }];
  const end = run.start + run.length;
  const lowmemEnd = platform.memory.ramBase + platform.memory.lowmemBytes;
  const lowBytes = Math.max(0, Math.min(end, lowmemEnd) - run.start);
  const low = { run: { start: run.start, length: lowBytes }, index: linearIndex(platform) };
  const high = state.cpu.kmaps.slices(run.start + lowBytes, end).map(({ start, end: to, value }) => {
    const pa = physAddr(start);
    return { run: { start: pa, length: to - start }, index: aliasIndex(platform, kernelVa(pa + value), pa) };
  });
  return 0 < lowBytes ? [low, ...high] : high;
}

function applyAt(now: Transition, primitive: Primitive, place: CachePlace, run: PhysRun): void {
  if (primitive === 'nothing') return;
  const linesWrittenBack = operations[primitive](now, place, run);
  raise(now, {
    id: 'CACHE_OP',
    op: primitive,
    level: place.level === 'l1' ? 'L1' : 'L2',
    bytes: run,
    linesWrittenBack,
  });
  // The routines end in a barrier, which empties the write buffer and keeps later loads behind.
  drain(now);
  forgetFlag(now);
}

const operations: Readonly<
  Record<Exclude<Primitive, 'nothing'>, (now: Transition, place: CachePlace, run: PhysRun) => number>
> = {
  clean,
  invalidate,
  purge,
  flush,
  'flush-all': flushInner,
  drain: () => 0,
};
