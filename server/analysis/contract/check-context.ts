import type { FreeFunction } from '../api/api-function.js';
import { constantByName, pageBytes } from '../api/constants.js';
import { range } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import type { Verdict } from '../symbolic/verdict.js';
import {
  type AtomicAllocation,
  atomicCause,
  type CallingContext,
  enter,
  forgetContext,
  irqsOffCause,
  isOpen,
  leave,
} from './calling-context.js';
import { constantKey, isSizeOf } from './symbol-keys.js';
import { type ApiCall, type Argument, argumentOf, type World } from './world.js';

/** Judges one call by the context it is made in. */
export function checkContext(world: World, call: ApiCall): void {
  checkSleep(world, call);
  checkFree(world, call);
  const allocation = atomicAllocation(world, call);
  if (allocation !== undefined) {
    const { context } = world;
    const maySleep = context.sections.length > 0 ? 'no' : isProcess[context.called.as];
    raiseAtomic(world, allocation, maySleep);
  }
}

/** The context of what follows the call. */
export function contextAfter(world: World, call: ApiCall): CallingContext {
  const proven = blocks(call) === 'yes' ? proveProcess(world, call) : withUndecided(world, call);
  if (call.row.does !== 'plain' || call.row.context === undefined) return proven;
  const lock = call.arguments[0]?.term;
  const { name } = call.row;
  switch (call.row.context) {
    case 'enters-atomic':
      return enter(proven, { name, at: call.at, lock, irqsOff: false });
    case 'disables-irqs':
      return enter(proven, { name, at: call.at, lock, irqsOff: true });
    case 'leaves-atomic':
    case 'enables-irqs':
      return leave(proven, lock);
    case 'asks':
      return forgetContext(proven);
  }
}

function withUndecided(world: World, call: ApiCall): CallingContext {
  const { context } = world;
  const allocation = isOpen(context) ? atomicAllocation(world, call) : undefined;
  return allocation === undefined ? context : { ...context, undecided: [...context.undecided, allocation] };
}

/** A function that sleeps outside of every lock may sleep, and might have slept before. */
function proveProcess(world: World, call: ApiCall): CallingContext {
  const { context } = world;
  if (!isOpen(context)) return context;
  for (const allocation of context.undecided) raiseAtomic(world, allocation, 'yes');
  return { called: { as: 'process', how: call.row.name, at: call.at }, sections: [], undecided: [] };
}

function raiseAtomic(world: World, allocation: AtomicAllocation, maySleep: Verdict): void {
  world.raise({ id: 'ATOMIC_ALLOCATION', heuristics: [], ...allocation, maySleep });
}

const isProcess = { process: 'yes', unknown: 'unknown', softirq: 'no', hardirq: 'no', atomic: 'no' } as const;

function checkSleep(world: World, call: ApiCall): void {
  const { at, row } = call;
  if (row.does === 'free' || blocks(call) !== 'yes') return;
  const cause = atomicCause(world.context);
  if (cause === undefined) return;
  const byFlags = flagsOf(call) !== undefined;
  world.raise({ id: 'SLEEPS_IN_ATOMIC', at, heuristics: [], name: row.name, byFlags, cause });
}

/**
 * Linux kernel/dma/mapping.c (6.12): dma_free_attrs() warns where interrupts are off. Under another lock it may sleep in
 * vunmap(), but only where the memory was mapped anew for the device: memory that was allocated without sleeping never
 * is, and how it was allocated the release does not tell. mm/dmapool.c: dma_pool_destroy() takes a mutex.
 */
function checkFree(world: World, { at, row, arguments: given }: ApiCall): void {
  if (row.does !== 'free' || row.family === 'noncoherent') return;
  if (row.family === 'pool' && given.length > 1) return;
  const irqsOff = irqsOffCause(world.context);
  const cause = irqsOff ?? (row.family === 'pool' ? atomicCause(world.context) : undefined);
  if (cause === undefined || isPooled(row, given)) return;
  world.raise({ id: 'FREED_IN_ATOMIC', at, heuristics: [], name: row.name, irqsOff: irqsOff !== undefined, cause });
}

/** A size that is not known may be that of a block. */
function isPooled({ pooledUpTo }: FreeFunction, given: readonly Argument[]): boolean {
  const size = given.find((it) => it.role === 'size')?.term;
  return pooledUpTo !== undefined && !(size?.kind === 'const' && pooledUpTo < size.value);
}

/** Whether a call may sleep: by what it is, or by the flags it is given. */
function blocks(call: ApiCall): Verdict {
  const flags = argumentOf(call, 'gfp-flags');
  if (flags !== undefined) {
    const value = flagsOf(call);
    return value === undefined ? 'unknown' : (value & directReclaim) === 0 ? 'no' : 'yes';
  }
  const { row } = call;
  switch (row.does) {
    case 'plain':
      return row.sleeps === true ? 'yes' : 'no';
    case 'allocate':
      return row.returns === 'pool' ? 'yes' : 'unknown';
    case 'get-memory':
      return row.memory === 'vmalloc' ? 'yes' : 'unknown';
    default:
      return 'no';
  }
}

function flagsOf(call: ApiCall): number | undefined {
  const flags = argumentOf(call, 'gfp-flags')?.term;
  return flags?.kind === 'const' ? flags.value : undefined;
}

const directReclaim = constantByName('__GFP_DIRECT_RECLAIM') ?? 0;
const highPriority = constantByName('__GFP_HIGH') ?? 0;

/**
 * `GFP_ATOMIC` for more than a page of coherent memory. Linux kernel/dma/pool.c (6.12): where the memory must be mapped
 * anew it comes from a pool of a fixed size that all drivers share. `GFP_NOWAIT` leaves the reserves alone, and says that
 * the driver can do without: a first try, or memory that must not be written out for.
 */
function atomicAllocation(world: World, call: ApiCall): AtomicAllocation | undefined {
  const { row, at } = call;
  const flags = flagsOf(call);
  if (row.does !== 'allocate' || row.family === 'pool' || flags === undefined) return undefined;
  if ((flags & highPriority) === 0 || (flags & directReclaim) !== 0) return undefined;
  return isLarge(world, argumentOf(call, 'size')?.term) ? { name: row.name, at, flag: 'GFP_ATOMIC' } : undefined;
}

/** More than one page, as far as the size tells: a structure and a few of them are less. */
function isLarge({ terms, facts }: World, size: Term | undefined): boolean {
  if (size === undefined || range(terms, facts, size).maximum <= pageBytes) return false;
  return size.kind !== 'symbol' || !(isSizeOf(size) || size.key === constantKey('PAGE_SIZE'));
}
