import { isWithin, rootOf } from '../symbolic/region.js';
import type { Term } from '../symbolic/term.js';
import { areOfTwoFields, clientsOfEngine } from './check-places.js';
import type { ContractEntry } from './entry.js';
import type { ReleaseCall } from './calls.js';
import { type ApiCall, argumentOf, same, type World } from './world.js';

/** Whom a release belongs to: the device, the pool, and the driver core where that frees by itself. */
export function checkOrigin(world: World, entry: ContractEntry, call: ReleaseCall): void {
  if (!entry.madeHere) return;
  checkManaged(world, entry, call);
  if (entry.family === 'pool') checkPool(world, entry, call);
  else checkDevice(world, entry, call);
}

function checkManaged(world: World, entry: ContractEntry, { row, at }: ReleaseCall): void {
  const isManaged = entry.managed;
  if (row.does !== 'free' || (row.managed ?? false) === isManaged || world.isGuess(entry)) return;
  world.raise({ id: 'MANAGED_MIXED', at, heuristics: [], entry, name: row.name, isManaged });
}

/** A block goes back to the pool it came from. */
function checkPool(world: World, entry: ContractEntry, call: ApiCall): void {
  const pool = argumentOf(call, 'pool')?.term;
  if (pool === undefined || argumentOf(call, 'cpu-address') === undefined) return;
  // A loop over the blocks of a chain takes the pool by how many there are.
  if (call.isInLoop || entry.madeInLoop) return;
  const isOther = same(world, pool, entry.device) === 'no' || areOfTwoFields(world, pool, entry.device);
  if (isOther && !world.isGuess(entry)) world.raise({ id: 'POOL_MISMATCH', at: call.at, heuristics: [], entry, pool });
}

/**
 * The device of the release must be that of the mapping. Drivers know one device by many names, so two names are two
 * devices only where both are members of one object, or where one is the device of a DMA engine.
 */
export function checkDevice(world: World, entry: ContractEntry, call: ApiCall): void {
  const device = argumentOf(call, 'device')?.term;
  if (device === undefined || entry.device === undefined) return;
  const isOther = isMemberBeside(device, entry.device) || isOneOfEngine(world, entry, call);
  if (!isOther || world.isGuess(entry)) return;
  world.raise({ id: 'DEVICE_MISMATCH', at: call.at, heuristics: [], entry, device, name: call.row.name });
}

/** `&a->dev` and `&a->parent_dev`: two devices that lie in one object. */
function isMemberBeside(left: Term, right: Term): boolean {
  if (left.kind !== 'pointer' || right.kind !== 'pointer') return false;
  const root = rootOf(left.region);
  return root.rootKind !== 'stack' && root === rootOf(right.region) && isWithin(left.region, right.region) === 'no';
}

/** The device of a DMA engine, and a device beside the channel in an object that led to it: its client's. */
function isOneOfEngine(world: World, entry: ContractEntry, call: ApiCall): boolean {
  const device = argumentOf(call, 'device')?.term;
  if (device === undefined || entry.device === undefined) return false;
  const [released, made] = [clientsOfEngine(world, device), clientsOfEngine(world, entry.device)];
  const clients = released ?? made;
  if (clients === undefined || (released !== undefined && made !== undefined)) return false;
  const client = world.readFrom(released === undefined ? device : entry.device);
  return client?.kind === 'field' && clients.includes(client.parent);
}
