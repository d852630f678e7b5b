// dma_pool_*: small coherent blocks cut from larger allocations. Source: mm/dmapool.c (6.12).

import { bytes } from '../address/spaces.js';
import { blockOffsets, layOutPool } from '../contract/pool-layout.js';
import { reportSleep } from '../contract/sleeping.js';
import { storeRun } from '../cpu/store.js';
import { translateKernel } from '../cpu/translate.js';
import { emptyMap } from '../data/persistent-map.js';
import type { AllocPoolBlock, CreatePool, DestroyPool, FreePoolBlock, Gfp } from '../ops/op.js';
import type { StepResult } from '../ops/step-result.js';
import { begin, change, finish, newPoolId, perform, raise, type Transition } from '../ops/transition.js';
import type { ManagedResource } from '../state/driver-state.js';
import type { MachineState } from '../state/machine-state.js';
import type { DmaPool, PoolBlock, PoolChunk } from '../state/pool-state.js';
import { allocAttrs, takeInjectedFailure } from './alloc-attrs.js';
import { freeAttrs } from './free-attrs.js';
import { addManaged, forgetManaged, isManaged } from './managed-resources.js';
import { chunkNumber, forgetChunk, popBlock, pushBlock, pushChunk, updatePool } from './pool-blocks.js';

export function createPool(state: MachineState, op: CreatePool): StepResult {
  const now = begin(state);
  reportSleep(now, 'pool-create');
  const layout = layOutPool(state.platform, op);
  if (layout === undefined || takeInjectedFailure(now)) return finish(now, { kind: 'out-of-memory' });
  const { name, device } = op;
  const id = newPoolId(now);
  updatePool(now, {
    id,
    name,
    device,
    ...layout,
    createdAt: state.step,
    chunks: [],
    free: emptyMap(),
    used: emptyMap(),
  });
  if (op.isManaged) addManaged(now, device, { kind: 'pool', pool: id });
  return finish(now, { kind: 'pool', pool: id });
}

export function allocPoolBlock(state: MachineState, op: AllocPoolBlock): StepResult {
  const now = begin(state);
  const pool = state.pool.pools.get(op.pool);
  if (pool === undefined) return finish(now, { kind: 'out-of-memory' });
  reportSleep(now, 'pool-alloc', op.gfp);
  if (takeInjectedFailure(now)) return finish(now, { kind: 'out-of-memory' });
  const taken = popBlock(now, pool) ?? takeFromNewChunk(now, pool, op.gfp);
  if (taken === undefined) return finish(now, { kind: 'out-of-memory' });
  updatePool(now, taken.pool);
  const { cpuAddress, address } = taken.block;
  if (op.isZeroed) clearBlock(now, taken.block, pool.blockBytes);
  return finish(now, { kind: 'pool-block', pool: pool.id, cpuAddress, address, size: bytes(pool.blockBytes) });
}

function takeFromNewChunk(now: Transition, pool: DmaPool, gfp: Gfp): ReturnType<typeof popBlock> {
  const { device, chunkBytes } = pool;
  // Linux 2.6.39 allocates under its spinlock, and so never sleeps for memory.
  const chunkGfp = now.state.platform.profile === 'k2639' ? 'atomic' : gfp;
  const size = bytes(chunkBytes);
  const made = perform(now, allocAttrs, { kind: 'alloc-attrs', device, size, gfp: chunkGfp, attrs: [] });
  if (made.kind !== 'allocated') return undefined;
  return popBlock(now, pushChunk(now, pool, made, blockOffsets(pool)));
}

function clearBlock(now: Transition, { cpuAddress }: PoolBlock, size: number): void {
  const translation = translateKernel(now.state, cpuAddress, size);
  if (translation.kind === 'translated') for (const run of translation.runs) storeRun(now, run);
}

export function freePoolBlock(state: MachineState, op: FreePoolBlock): StepResult {
  const now = begin(state);
  const pool = state.pool.pools.get(op.pool);
  if (pool === undefined) return finish(now);
  const { cpuAddress, address } = op;
  const because = wrongFree(pool, op);
  if (because === undefined) {
    updatePool(now, pushBlock(now, pool, { cpuAddress, address }, state.step));
    return finish(now);
  }
  // The check looks for the chunk by handle, and for the block among the free ones.
  const isForeign = chunkNumber(pool, address, 'address') === -1;
  const isRefused = state.pool.isPoisoned && (isForeign || because === 'already free');
  raise(now, { id: 'POOL_WRONG_FREE', pool: pool.id, name: pool.name, block: cpuAddress, address, because, isRefused });
  if (!isRefused) updatePool(now, pushBlock(now, pool, { cpuAddress, address }, state.step));
  return finish(now);
}

type WrongFree = 'not of this pool' | 'already free' | 'wrong DMA address' | 'inside a block';

function wrongFree(pool: DmaPool, { cpuAddress, address }: FreePoolBlock): WrongFree | undefined {
  const used = pool.used.get(cpuAddress);
  if (used !== undefined) return used.address === address ? undefined : 'wrong DMA address';
  const chunk = pool.chunks.find((it) => it.cpuAddress <= cpuAddress && cpuAddress < it.cpuAddress + pool.chunkBytes);
  if (chunk === undefined) return 'not of this pool';
  return blockOffsets(pool).includes(cpuAddress - chunk.cpuAddress) ? 'already free' : 'inside a block';
}

export function destroyPool(state: MachineState, op: DestroyPool): StepResult {
  const now = begin(state);
  const pool = state.pool.pools.get(op.pool);
  if (pool === undefined) return finish(now);
  const isPool = (it: ManagedResource): boolean => it.kind === 'pool' && it.pool === pool.id;
  if (!op.isManaged && isManaged(now, pool.device, isPool)) raise(now, { id: 'DEVRES_DOUBLE_FREE', managed: pool });
  if (op.isManaged && forgetManaged(now, pool.device, isPool) === undefined) {
    raise(now, { id: 'KERNEL_WARN', site: 'release of what is not managed' });
    return finish(now);
  }
  reportSleep(now, 'pool-destroy');
  dropPool(now, pool);
  return finish(now);
}

/** The pool goes; memory with blocks in use stays allocated, and nobody can free it any more. */
export function dropPool(now: Transition, pool: DmaPool): void {
  const { id, name, used } = pool;
  if (used.size !== 0) raise(now, { id: 'POOL_BUSY', pool: id, name, blocks: used.size });
  for (const chunk of pool.chunks) {
    forgetChunk(now, chunk);
    if (!isLeaked(now, pool, chunk)) freeChunk(now, pool, chunk);
  }
  change(now, { pool: { ...now.state.pool, pools: now.state.pool.pools.delete(id) } });
}

/** Linux 6.12 frees no chunk of a busy pool; older kernels look at each. */
function isLeaked(now: Transition, { used, chunkBytes }: DmaPool, { cpuAddress }: PoolChunk): boolean {
  if (now.state.platform.profile === 'k612') return used.size !== 0;
  const [next] = used.entriesFrom(cpuAddress);
  return next !== undefined && next[0] < cpuAddress + chunkBytes;
}

function freeChunk(now: Transition, { device, chunkBytes }: DmaPool, { cpuAddress, address }: PoolChunk): void {
  const size = bytes(chunkBytes);
  perform(now, freeAttrs, { kind: 'free-attrs', device, size, cpuAddress, address, attrs: [] });
}
