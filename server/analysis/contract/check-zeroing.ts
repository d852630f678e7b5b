import type { PlainFunction } from '../api/api-function.js';
import type { Span } from '../base/span.js';
import { type Contract, isLive } from './entry.js';
import { findByCpu } from './find-entry.js';
import { isCookie } from './access.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

type Filling = ApiCall & { readonly row: PlainFunction };

/**
 * `memset(p, 0, size)` of memory nobody touched since it was allocated, on every path that comes by. Linux kernel/dma/mapping.c (6.12): every backend
 * of dma_alloc_attrs() gives zeroed memory, since 5.0.
 */
export function checkZeroing(world: World, contract: Contract, call: Filling): boolean {
  const [memory] = call.arguments;
  const value = call.row.fillsWith === undefined ? undefined : call.arguments[call.row.fillsWith]?.term;
  if (memory === undefined || value?.kind !== 'const' || value.value !== 0) return false;
  const entry = findByCpu(world, contract, memory.term);
  if (entry === undefined || !isLive(entry) || !entry.madeHere || entry.startedAt !== undefined) return false;
  // A function that resets, or a loop that uses the memory again, is not about this allocation.
  const isBeside = isSameCaller(entry.madeAt, call.calls) && (entry.madeInLoop || !call.isInLoop);
  const isPool = entry.family === 'pool';
  const isWhole = isPool || same(world, argumentOf(call, 'size')?.term, entry.size) === 'yes';
  if (
    !isBeside ||
    !isWhole ||
    isCookie(entry) ||
    (!isPool && entry.family !== 'coherent' && entry.family !== 'noncoherent')
  )
    return false;
  const root = entry.buffer;
  const isZeroed = root?.kind === 'root' && world.memoryOf(root)?.zeroed === true;
  if (!isPool && !isZeroed) return false;
  const name = call.row.name;
  world.raise({ id: 'REDUNDANT_ZEROING', at: call.at, heuristics: [], entry, name, isOnlyWay: isPool && !isZeroed });
  return true;
}

const isSameCaller = (made: readonly Span[], called: readonly Span[]): boolean =>
  made.length === called.length && made.slice(0, -1).every((at, depth) => at.start === called[depth]?.start);
