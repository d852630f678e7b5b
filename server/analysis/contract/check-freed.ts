import { type RootRegion, rootOf } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import { objectOf } from './check-places.js';
import { type Contract, type ContractEntry, isStreaming } from './entry.js';
import type { ReleaseCall } from './calls.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

/** Memory that goes back to its allocator while a mapping of it is live: the device may write to what is another's. */
export function checkFreed(world: World, contract: Contract, root: RootRegion, { at, row }: ApiCall): void {
  for (const entry of contract) {
    if (entry.buffer === undefined || rootOf(entry.buffer) !== root || !isCertainlyMapped(world, entry)) continue;
    if (isKeptForOthers(world, entry)) continue;
    world.raise({ id: 'BUFFER_FREED_MAPPED', at, heuristics: [], entry, name: row.name });
  }
}

/** How many pointers a value may be away from the object it was read through. */
const farthest = 3;

function isReadThrough(world: World, root: RootRegion, value: Term | undefined, steps = 0): boolean {
  const place = value === undefined ? undefined : world.readFrom(value);
  if (place === undefined || steps === farthest) return false;
  return rootOf(place) === root || isReadThrough(world, root, rootOf(place).pointer, steps + 1);
}

/** What is mapped is the data of an object, and one reference to that is given up. */
export function noteDropped(
  world: World,
  contract: Contract,
  root: RootRegion,
  { at }: ApiCall,
  data: string,
): Contract {
  const isData = (entry: ContractEntry): boolean => {
    const pointer = entry.buffer === undefined ? undefined : rootOf(entry.buffer).pointer;
    const place = pointer === undefined ? undefined : world.readFrom(pointer);
    return place?.kind === 'field' && place.name === data && place.parent === root && isStreaming(entry);
  };
  const isDropped = (entry: ContractEntry): boolean => entry.dropped === undefined && isData(entry);
  // `*(dma_addr_t *)skb->cb`: unmapped by an address that the object itself leads to.
  const isReleased = ({ madeHere, state, family, dma }: ContractEntry): boolean =>
    !madeHere && state === 'released' && family === 'single' && isReadThrough(world, root, dma);
  if (contract.some(isReleased)) return contract;
  return contract.some(isDropped)
    ? contract.map((entry) => (isDropped(entry) ? { ...entry, dropped: at } : entry))
    : contract;
}

/**
 * `kfree(slot->cpu); dma_unmap_single(dev, slot->dma, …)`: an unmap that copies or invalidates touches freed memory. The
 * buffer behind a handle that another function mapped is taken to be the one that lies beside it.
 */
export function checkUnmappedLate(world: World, call: ReleaseCall, freed: ReadonlySet<RootRegion>): void {
  const dma = argumentOf(call, 'dma-address')?.term;
  const object = objectOf(world, dma);
  if (call.row.does !== 'unmap' || dma === undefined || object === undefined) return;
  for (const { pointer } of freed) {
    if (pointer === undefined || objectOf(world, pointer) !== object) continue;
    const heuristics = ['buffer-behind-handle'] as const;
    const { name } = call.row;
    const fields = { handle: fieldName(world, dma), memory: fieldName(world, pointer) };
    world.raise({ id: 'UNMAPPED_AFTER_FREE', at: call.at, heuristics, name, dma, buffer: pointer, fields });
  }
}

function fieldName(world: World, value: Term): string {
  const place = world.readFrom(value);
  return place?.kind === 'field' ? place.name : '';
}

/** A list that is built anew, freed or mapped again while it is mapped: the entries the unmap walks are others. */
export function checkListChange(
  world: World,
  contract: Contract,
  call: ApiCall,
  how: 'built' | 'freed' | 'mapped',
): void {
  const list = argumentOf(call, 'scatterlist')?.term;
  const table = argumentOf(call, 'sg-table')?.term;
  for (const entry of contract) {
    if (entry.family !== 'sg' || !isCertainlyMapped(world, entry)) continue;
    const isMeant = same(world, list, entry.cpu) === 'yes' || same(world, table, entry.table) === 'yes';
    if (!isMeant || (how !== 'freed' && mayBeReleasedByOthers(entry))) continue;
    // Which of several lists it is, a flag of the driver may say twice; which part of one, the round of a loop.
    if (how === 'mapped' && (entry.ofRequest || entry.madeInLoop || world.isGuess(entry, 'value'))) continue;
    world.raise({ id: 'LIST_CHANGED_MAPPED', at: call.at, heuristics: [], entry, name: call.row.name, how });
  }
}

/** A handle in the driver's own memory: whoever is told that the device is done may have released it since. */
function isKeptForOthers(world: World, { heldIn }: ContractEntry): boolean {
  return heldIn.some((region) => {
    const root = rootOf(region);
    return root.rootKind !== 'stack' && world.memoryOf(root) === undefined;
  });
}

/** What the device was started with belongs to the handler of its end, which releases it: of a list others can reach. */
function mayBeReleasedByOthers({ startedAt, buffer }: ContractEntry): boolean {
  return startedAt !== undefined && (buffer === undefined || rootOf(buffer).rootKind !== 'stack');
}

function isCertainlyMapped(world: World, entry: ContractEntry): boolean {
  return (
    entry.madeHere &&
    isStreaming(entry) &&
    entry.state === 'live' &&
    !entry.escaped &&
    !entry.managed &&
    !entry.maybeReleased &&
    !entry.tests.some((test) => test.taken) &&
    !world.isGuess(entry)
  );
}
