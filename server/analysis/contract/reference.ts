import type { PlainFunction, ReferenceFamily } from '../api/api-function.js';
import type { Region } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import { useUnchecked } from './check-tested.js';
import { type Contract, type ContractEntry, isLive, isReference, replaceEntry } from './entry.js';
import { blankEntry } from './map.js';
import { type ApiCall, type Argument, argumentOf, same, type World } from './world.js';

export type ReferenceCall = ApiCall & { readonly row: PlainFunction };

/** What a call that takes a reference made, as the executor named it. */
export interface Taken {
  /** The pointer that is given back later. */
  readonly value: Term;
  /** True exactly when the call failed; `undefined` when it cannot. */
  readonly failed: Term | undefined;
  /** What `value` points to, where the call returned it. */
  readonly buffer: Region | undefined;
}

export function referenceEntry(call: ReferenceCall, family: ReferenceFamily, taken: Taken): ContractEntry {
  return {
    ...blankEntry(call),
    family,
    cpu: taken.value,
    buffer: taken.buffer,
    dma: undefined,
    size: undefined,
    mapped: undefined,
    direction: argumentOf(call, 'direction')?.term,
    attributes: undefined,
    failed: taken.failed,
    state: taken.failed === undefined ? 'live' : 'unchecked',
    managed: false,
    owner: 'cpu',
  };
}

/** The pointers a call of the framework gets must have been tested by now. */
export function useReferences(world: World, contract: Contract, call: ReferenceCall): Contract {
  let after = contract;
  for (const { role, term } of call.arguments) {
    if (role !== 'base' && role !== 'reference' && role !== 'given') continue;
    const entry = contract.find((it) => isReference(it) && it.buffer !== undefined && it.cpu === term);
    if (entry === undefined) continue;
    const how = role === 'reference' ? 'released' : 'passed';
    after = replaceEntry(after, useUnchecked(world, entry, { at: call.at, how, to: call.row.name }));
  }
  return after;
}

/** Ends the newest reference of its kind that a call gives back. */
export function dropReference(world: World, contract: Contract, call: ReferenceCall): Contract {
  const entry = contract.findLast((it) => isDropped(world, it, call));
  if (entry === undefined) return contract;
  checkOrder(world, contract, entry, call);
  checkDirection(world, entry, call);
  return replaceEntry(contract, {
    ...entry,
    state: 'released',
    releasedAt: call.at,
    releasedBy: world.isGuess(entry) ? undefined : call.key,
  });
}

function isDropped(world: World, entry: ContractEntry, call: ReferenceCall): boolean {
  const dropped = argumentOf(call, 'reference') ?? argumentOf(call, 'base');
  return (
    entry.family === call.row.drops &&
    isLive(entry) &&
    same(world, entry.cpu, dropped?.term) === 'yes' &&
    same(world, entry.device, argumentOf(call, 'device')?.term) !== 'no'
  );
}

/** What it is attached to went before it. Another reference may have kept that alive. */
function checkOrder(world: World, contract: Contract, entry: ContractEntry, call: ReferenceCall): void {
  if (!isCertain(world, entry)) return;
  const ofBase = contract.filter(
    (it) => isReference(it) && it.family !== entry.family && same(world, it.cpu, entry.base) === 'yes',
  );
  const [before, ...others] = ofBase;
  const first = before?.releasedAt;
  if (before === undefined || first === undefined || others.length > 0 || !before.madeHere) return;
  if (before.state !== 'released' || before.releasedBy === undefined) return;
  world.raise({ id: 'REFERENCE_ORDER', at: call.at, heuristics: [], entry, name: call.row.name, before, first });
}

function checkDirection(world: World, entry: ContractEntry, call: ReferenceCall): void {
  const direction = argumentOf(call, 'direction')?.term;
  if (direction === undefined || !isCertain(world, entry) || same(world, entry.direction, direction) !== 'no') return;
  const at = argumentOf(call, 'direction')?.at ?? call.at;
  world.raise({ id: 'REFERENCE_DIRECTION', at, heuristics: [], entry, name: call.row.name, direction });
}

const isCertain = (world: World, entry: ContractEntry): boolean =>
  entry.madeHere && !entry.escaped && !entry.maybeReleased && !world.isGuess(entry);

/** Whose the reference is from now on depends on what the call returned; without anybody looking, it is the call's. */
export function giveReference(
  contract: Contract,
  call: ReferenceCall,
  { term }: Argument,
  kept: Term | undefined,
): Contract {
  return contract.map((entry) => {
    if (!isReference(entry) || !isLive(entry) || entry.cpu !== term) return entry;
    if (kept === undefined) return { ...entry, escaped: true };
    return { ...entry, given: { at: call.at, name: call.row.name, kept } };
  });
}
