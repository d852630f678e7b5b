import type { Region } from '../symbolic/region.js';
import { decide } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import { checkAttributes } from './check-attributes.js';
import { checkCpuAddress, checkDmaAddress } from './check-addresses.js';
import { checkCount } from './check-count.js';
import { checkDirection } from './check-direction.js';
import { checkPoolDestroyed, checkPoolGone } from './check-pool.js';
import { passOverHead, passOverSiblings } from './check-unwind.js';
import { checkOrigin } from './check-origin.js';
import { checkSize } from './check-size.js';
import { checkUnsyncedWrites, direction, directionOf } from './check-writes.js';
import { useUnchecked } from './check-tested.js';
import { type Contract, type ContractEntry, type EntryId, isReference, replaceEntry } from './entry.js';
import { findByCpu, findByDma, findByTable } from './find-entry.js';
import { entryOfOthers } from './map.js';
import type { ReleaseCall } from './calls.js';
import { argumentOf, same, type World } from './world.js';

/** Ends the entry a release means, and judges every argument against what the entry says. */
export function release(world: World, contract: Contract, call: ReleaseCall): Contract {
  if (isNoOperation(world, call)) return contract;
  checkPoolGone(world, contract, call);
  const left = checkPoolDestroyed(world, contract, call);
  const entry = findEntry(world, left, call);
  if (entry !== undefined) {
    const passed = passOverHead(passOverSiblings(left, call, entry), call, entry);
    return releaseFound(world, passed, call, entry);
  }
  const unknown = releasedElsewhere(world, call);
  return unknown === undefined ? left : [...left, unknown];
}

function releaseFound(world: World, contract: Contract, call: ReleaseCall, entry: ContractEntry): Contract {
  // Equal by a condition of the path is not the same expression: in-place requests test `src == dst` twice.
  if (entry.state !== 'live' && entry.state !== 'unchecked' && !isSameExpression(entry, call)) return contract;
  if (entry.state !== 'live' && entry.state !== 'unchecked' && world.isGuess(entry)) return contract;
  if (entry.state === 'failed') {
    // What a failed allocation left is NULL, and to free that does nothing.
    if (toleratesNull(call) || hadNothingToMap(world, entry)) return contract;
    world.raise({ id: 'UNMAP_INVALID_ADDRESS', at: call.at, heuristics: [], entry, name: call.row.name });
    return contract;
  }
  if (entry.state === 'released') {
    const first = entry.releasedAt ?? entry.origin.at;
    // The same call again in a later round: rings move on in ways a bounded number of rounds does not show.
    if (withoutRounds(entry.releasedBy ?? '') === withoutRounds(call.key)) return contract;
    if (!entry.madeHere && call.isInLoop) return contract;
    // The first one was for what a flag said is another mapping.
    if (entry.releasedBy === undefined) return contract;
    // Two ways to release what others made: the one for what was mapped, the other for what was allocated.
    if (!entry.madeHere && entry.family !== call.row.family) return contract;
    // The handle may still be in its field when the memory it belonged to is long another.
    if (!isSameMemory(world, entry, call)) return contract;
    const id = call.row.does === 'free' ? 'DOUBLE_FREE' : 'DOUBLE_UNMAP';
    world.raise({ id, at: call.at, heuristics: [], entry, first });
    return contract;
  }
  checkOrigin(world, entry, call);
  checkArguments(world, entry, call);
  const used = toleratesNull(call)
    ? entry
    : useUnchecked(world, entry, { at: call.at, how: 'released', to: call.row.name });
  return replaceEntry(contract, {
    ...used,
    state: 'released',
    releasedAt: call.at,
    releasedIn: call.calls[0],
    releasedBy: world.isGuess(entry) ? undefined : call.key,
    owner: 'cpu',
    writes: [],
  });
}

/** `scsi_dma_map()` returns 0 for a command without a list, of which `scsi_dma_unmap()` has nothing to undo. */
const hadNothingToMap = ({ terms, facts }: World, { failed }: ContractEntry): boolean =>
  failed !== undefined && decide(terms, facts, failed) === 'no';

/** The same place in the code, whatever the round: see `siteKey`. */
const withoutRounds = (key: string): string => key.replaceAll(/\.\d+x\d+/g, '');

/** What names an allocation or a list; a pool only for the function that destroys it. */
function identityOf(call: ReleaseCall): Term | undefined {
  const named = argumentOf(call, 'cpu-address', 'page', 'scatterlist', 'sg-table');
  return (named ?? argumentOf(call, 'pool'))?.term;
}

function isSameExpression(entry: ContractEntry, call: ReleaseCall): boolean {
  return call.arguments.some(({ term }) => term === entry.dma || term === entry.cpu);
}

function isSameMemory(world: World, entry: ContractEntry, call: ReleaseCall): boolean {
  const cpu = argumentOf(call, 'cpu-address', 'page')?.term;
  return call.row.does !== 'free' || cpu === undefined || same(world, cpu, entry.cpu) === 'yes';
}

function checkArguments(world: World, entry: ContractEntry, call: ReleaseCall): void {
  if (entry.family !== call.row.family) {
    if (entry.madeHere && !world.isGuess(entry)) {
      world.raise({ id: 'FUNCTION_MISMATCH', at: call.at, heuristics: [], entry, name: call.row.name });
    }
    return;
  }
  if (call.row.family === 'sg') checkCount(world, entry, call);
  else checkSize(world, entry, call);
  checkDirection(world, entry, call);
  if (call.row.does === 'free') {
    checkCpuAddress(world, entry, call);
    checkDmaAddress(world, entry, call);
    checkAttributes(world, entry, call);
  } else {
    if (directionOf(entry) !== direction.toDevice) checkUnsyncedWrites(world, entry, call.at);
  }
}

/** Every free but `dma_pool_free()` returns at once for NULL: Linux kernel/dma/mapping.c and mm/dmapool.c (6.12). */
const toleratesNull = ({ row }: ReleaseCall): boolean =>
  row.does === 'free' && (row.family !== 'pool' || row.parameters.length === 1);

/** `dma_free_attrs(…, NULL, …)` and `dma_unmap_sg(…, 0, …)` return at once: Linux kernel/dma/mapping.c (6.12). */
function isNoOperation(world: World, call: ReleaseCall): boolean {
  const zero = world.terms.number(0);
  const tellsNothing =
    call.row.family === 'sg'
      ? argumentOf(call, 'entries')
      : call.row.does === 'free' && call.row.family !== 'pool'
        ? argumentOf(call, 'cpu-address', 'page', 'sg-table')
        : undefined;
  return tellsNothing !== undefined && same(world, tellsNothing.term, zero) === 'yes';
}

/** Memory may be allocated and mapped: a release means the entry of its own kind, if there is one. */
function findEntry(world: World, contract: Contract, call: ReleaseCall): ContractEntry | undefined {
  const ofItsKind = contract.filter((entry) => entry.family === call.row.family);
  const others = isOfList(call)
    ? contract.filter((entry) => entry.table !== undefined || isReference(entry))
    : contract;
  return findIn(world, ofItsKind, call) ?? findIn(world, others, call);
}

/** A list names what its entries stand for, not the memory it lies in, which may be allocated for DMA itself. */
const isOfList = (call: ReleaseCall): boolean =>
  call.row.family === 'sg' && argumentOf(call, 'scatterlist') !== undefined;

function findIn(world: World, contract: Contract, call: ReleaseCall): ContractEntry | undefined {
  const cpu = identityOf(call);
  const dma = argumentOf(call, 'dma-address')?.term;
  if (call.row.does === 'unmap' && call.row.family !== 'sg') return findByDma(world, contract, dma);
  // Either half names the allocation, so that a wrong other half is seen; swapped halves too.
  return (
    findByCpu(world, contract, cpu) ??
    findByTable(world, contract, argumentOf(call, 'sg-table')?.term) ??
    (call.row.does === 'free'
      ? (findByDma(world, contract, dma) ?? findByDma(world, contract, cpu) ?? findByCpu(world, contract, dma))
      : undefined)
  );
}

/** Something another function mapped: kept as released, so that a second release here is seen. */
function releasedElsewhere(world: World, call: ReleaseCall): ContractEntry | undefined {
  const cpu = identityOf(call);
  const dma = argumentOf(call, 'dma-address')?.term;
  const identity = call.row.does === 'unmap' && call.row.family !== 'sg' ? dma : cpu;
  if (identity === undefined || identity.kind === 'const') return undefined;
  return {
    ...entryOfOthers(call),
    id: `released:${call.key}` as EntryId,
    cpu,
    buffer: behind(world, call, cpu),
    dma,
    state: 'released',
    releasedAt: call.at,
    releasedBy: call.key,
    owner: 'cpu',
  };
}

/** What is freed: an access to it from now on is one to memory of somebody else. */
function behind(world: World, { row }: ReleaseCall, cpu: Term | undefined): Region | undefined {
  if (row.does !== 'free' || row.parameters.length === 1 || cpu === undefined) return undefined;
  return cpu.kind === 'pointer' || (cpu.kind === 'symbol' && cpu.info.isPointer) ? world.terms.pointee(cpu) : undefined;
}
