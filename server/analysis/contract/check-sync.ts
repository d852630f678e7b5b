import { checkDevice } from './check-origin.js';
import { direction, directionOf } from './check-writes.js';
import { type Contract, type ContractEntry, isLive, isStreaming } from './entry.js';
import { findByDma } from './find-entry.js';
import type { SyncCall } from './calls.js';
import { decide } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import { argumentOf, same, type World } from './world.js';

/** Judges the arguments of a sync against the mapping it means. */
export function checkSync(world: World, entry: ContractEntry, call: SyncCall): void {
  if (!entry.madeHere || !isLive(entry)) return;
  if (entry.family === 'coherent' || entry.family === 'pool') {
    if (!world.isGuess(entry)) raiseNotMapped(world, entry, call, 'allocated');
    return;
  }
  checkDevice(world, entry, call);
  checkSyncDirection(world, entry, call);
  if (call.row.family === 'sg') checkSyncCount(world, entry, call);
  else checkSyncRange(world, entry, call, argumentOf(call, 'offset')?.term ?? world.terms.number(0));
}

/** A part of a mapping may be synced by its own address: `dma_sync_single_for_cpu(dev, addr + offset, …)`. */
export function checkPartialSync(world: World, contract: Contract, call: SyncCall): void {
  const dma = argumentOf(call, 'dma-address')?.term;
  if (dma === undefined) return;
  for (const entry of contract) {
    if (!entry.madeHere || !isLive(entry) || !isStreaming(entry) || entry.dma === undefined) continue;
    const offset = world.terms.binary('-', dma, entry.dma);
    if (offset.kind === 'const') checkSyncRange(world, entry, call, offset);
  }
}

/** A sync of what the path knows to be no mapping: it failed, or it was unmapped. */
export function checkDeadSync(world: World, contract: Contract, call: SyncCall): void {
  const entry = findByDma(world, contract, argumentOf(call, 'dma-address')?.term);
  if (entry === undefined || isLive(entry) || !entry.madeHere || world.isGuess(entry)) return;
  if (argumentOf(call, 'dma-address')?.term !== entry.dma) return;
  raiseNotMapped(world, entry, call, entry.state === 'failed' ? 'failed' : 'released');
}

function raiseNotMapped(
  world: World,
  entry: ContractEntry,
  { at, row }: SyncCall,
  state: 'allocated' | 'failed' | 'released',
): void {
  world.raise({ id: 'SYNC_NOT_MAPPED', at, heuristics: [], entry, name: row.name, state, others: [] });
}

/**
 * A mapping for both directions may be synced for one of them: Linux kernel/dma/debug.c, check_sync() (6.12) returns
 * there.
 */
function checkSyncDirection(world: World, entry: ContractEntry, call: SyncCall): void {
  const argument = argumentOf(call, 'direction');
  if (argument === undefined || directionOf(entry) === direction.bidirectional) return;
  if (same(world, argument.term, entry.direction) !== 'no') return;
  if (world.isGuess(entry, argument.isChosen === true ? 'value' : 'way')) return;
  world.raise({ id: 'SYNC_DIRECTION', at: call.at, heuristics: [], entry, direction: argument.term });
}

function checkSyncCount(world: World, entry: ContractEntry, call: SyncCall): void {
  const count = argumentOf(call, 'entries')?.term;
  if (count === undefined || same(world, count, entry.size) === 'yes') return;
  if (same(world, entry.size, world.terms.number(1)) === 'yes') return;
  const isMappedCount = same(world, count, entry.mapped) === 'yes';
  // More entries than were mapped are no part of the mapping; fewer are a part of it.
  if (!isMappedCount && !isMore(world, count, entry.size)) return;
  world.raise({ id: 'SYNC_SG_COUNT', at: call.at, heuristics: [], entry, count, isMappedCount });
}

function checkSyncRange(world: World, entry: ContractEntry, call: SyncCall, offset: Term): void {
  const size = argumentOf(call, 'size')?.term;
  if (size === undefined || entry.size === undefined || entry.escaped) return;
  const isBefore = decide(world.terms, world.facts, world.terms.binary('<', offset, world.terms.number(0))) === 'yes';
  const end = world.terms.binary('+', offset, size);
  if (!isBefore && !isMore(world, end, entry.size)) return;
  if (world.isGuess(entry)) return;
  world.raise({ id: 'SYNC_RANGE', at: call.at, heuristics: [], entry, offset, size });
}

function isMore(world: World, left: Term, right: Term | undefined): boolean {
  if (right === undefined) return false;
  // As a difference: sizes of one unknown that cancel out.
  const more = world.terms.binary('-', left, right);
  if (more.kind === 'const') return 0 < more.value;
  return decide(world.terms, world.facts, world.terms.binary('>', left, right)) === 'yes';
}
