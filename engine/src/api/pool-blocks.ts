// The free blocks of a pool: which is next, and what lies in memory while nobody has it.

import { offsetBy } from '../address/spaces.js';
import { sliceRuns } from '../backends/backend.js';
import { linkBytes } from '../contract/pool-layout.js';
import { emptyStack } from '../data/stack.js';
import { change, raise, type Transition } from '../ops/transition.js';
import type { StepId } from '../state/ids.js';
import type { PhysRun } from '../state/memory-object.js';
import type { DmaPool, PoolBlock, PoolChunk } from '../state/pool-state.js';

export function updatePool(now: Transition, pool: DmaPool): void {
  change(now, { pool: { ...now.state.pool, pools: now.state.pool.pools.set(pool.id, pool) } });
}

/** The chunk an address lies in, by number from 0 up; −1 for none. */
export function chunkNumber({ chunks, chunkBytes }: DmaPool, at: number, side: 'cpuAddress' | 'address'): number {
  const index = chunks.findIndex((it) => it[side] <= at && at < it[side] + chunkBytes);
  return index === -1 ? -1 : chunks.length - 1 - index;
}

/** All chunks share one list; Linux before 6.3 takes from the newest chunk that has a block. */
function listOf(now: Transition, pool: DmaPool, block: PoolBlock): number {
  return now.state.platform.profile === 'k612' ? 0 : chunkNumber(pool, block.cpuAddress, 'cpuAddress');
}

/** Puts a block on top of its free list. */
export function pushBlock(now: Transition, pool: DmaPool, block: PoolBlock, freedAt: StepId | undefined): DmaPool {
  const list = listOf(now, pool, block);
  const free = pool.free.set(list, (pool.free.get(list) ?? emptyStack<PoolBlock>()).push(block));
  markFree(now, pool, block, freedAt);
  return { ...pool, free, used: pool.used.delete(block.cpuAddress) };
}

/** Takes the next block, or answers `undefined` where every list is empty. */
export function popBlock(now: Transition, pool: DmaPool): { block: PoolBlock; pool: DmaPool } | undefined {
  const last = pool.free.floor(Number.MAX_SAFE_INTEGER);
  const taken = last?.[1].pop();
  if (last === undefined || taken === undefined) return undefined;
  const { top: block, rest } = taken;
  const isLinkGone = reportCorruption(now, pool, block);
  // Where an overwritten link leads nobody can tell; the list is taken to end there.
  const isEmpty = rest.size === 0 || isLinkGone;
  const free = isEmpty ? pool.free.delete(last[0]) : pool.free.set(last[0], rest);
  const runs = runsOf(now, pool, block);
  let bytes = now.state.pool.free;
  for (const { start, length } of runs) bytes = bytes.clear(start, start + length);
  change(now, { pool: { ...now.state.pool, free: bytes } });
  return { block, pool: { ...pool, free, used: pool.used.set(block.cpuAddress, block) } };
}

/** Says what was written over the block while it was free, and whether its link is gone. */
function reportCorruption(now: Transition, pool: DmaPool, block: PoolBlock): boolean {
  const { isPoisoned } = now.state.pool;
  const written = writtenParts(now, pool, block);
  const isLinkGone = written.some(({ isLink }) => isLink);
  for (const { isLink, writtenAt } of written) {
    if (!isLink && !isPoisoned) continue;
    const seen = { at: 'allocation', gone: isLink ? 'link' : 'poison', writtenAt } as const;
    raise(now, { id: 'POOL_CORRUPTION', pool: pool.id, name: pool.name, block: block.cpuAddress, seen });
  }
  return isLinkGone;
}

/** The stretches of a free block that somebody wrote; the link comes first in it. */
function writtenParts(now: Transition, pool: DmaPool, block: PoolBlock): readonly WrittenPart[] {
  const linked = linkBytes(now.state.platform);
  let before = 0;
  return runsOf(now, pool, block).flatMap(({ start, length }) => {
    const offset = before;
    before += length;
    return now.state.pool.free.slices(start, start + length).flatMap((slice): readonly WrittenPart[] => {
      const { writtenAt } = slice.value;
      return writtenAt === undefined ? [] : [{ isLink: offset + (slice.start - start) < linked, writtenAt }];
    });
  });
}

interface WrittenPart {
  readonly isLink: boolean;
  readonly writtenAt: StepId;
}

function markFree(now: Transition, pool: DmaPool, block: PoolBlock, freedAt: StepId | undefined): void {
  let { free } = now.state.pool;
  const value = { pool: pool.id, cpuAddress: block.cpuAddress, freedAt, writtenAt: undefined };
  for (const { start, length } of runsOf(now, pool, block)) free = free.set(start, start + length, value);
  change(now, { pool: { ...now.state.pool, free } });
}

/** The memory of a block; none for a block that is not of this pool. */
function runsOf(now: Transition, pool: DmaPool, block: PoolBlock): readonly PhysRun[] {
  const chunk = pool.chunks.find(
    (it) => it.cpuAddress <= block.cpuAddress && block.cpuAddress < it.cpuAddress + pool.chunkBytes,
  );
  if (chunk === undefined) return [];
  const runs = now.state.mappings.get(chunk.allocation)?.runs ?? [];
  return sliceRuns(runs, block.cpuAddress - chunk.cpuAddress, pool.blockBytes);
}

/** The blocks of a new chunk, so that the lowest is handed out first. */
export function pushChunk(now: Transition, before: DmaPool, chunk: PoolChunk, offsets: readonly number[]): DmaPool {
  let pool: DmaPool = { ...before, chunks: [chunk, ...before.chunks] };
  for (const offset of offsets.toReversed()) {
    const block = { cpuAddress: offsetBy(chunk.cpuAddress, offset), address: offsetBy(chunk.address, offset) };
    pool = pushBlock(now, pool, block, undefined);
  }
  return pool;
}

/** The pool no longer watches a chunk's bytes. */
export function forgetChunk(now: Transition, chunk: PoolChunk): void {
  let { free } = now.state.pool;
  for (const { start, length } of now.state.mappings.get(chunk.allocation)?.runs ?? []) {
    free = free.clear(start, start + length);
  }
  change(now, { pool: { ...now.state.pool, free } });
}
