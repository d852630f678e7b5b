import type { Span } from '../base/span.js';
import { startNoncoherent } from './access.js';
import { mentions } from './mentions.js';
import { checkUnsyncedWrites, direction, directionOf } from './check-writes.js';
import { useFailed, useInDeviceMemory, useUnchecked } from './check-tested.js';
import type { Start } from './calls.js';
import { checkStaleAddress } from './check-stale.js';
import { type Contract, type ContractEntry, withEach } from './entry.js';
import type { World } from './world.js';

/**
 * The device may start with everything it was told of so far. An address written by this very call counts as told.
 */
export function startDevice(world: World, contract: Contract, start: Start): Contract {
  checkStaleAddress(world, contract, start);
  return withEach(contract, (entry) => {
    if (entry.state === 'released') return entry;
    const isGiven = start.values.some((value) => mentions(value, entry));
    if (entry.state === 'failed') {
      if (isGiven) useFailed(world, entry, { at: start.at, how: 'given-to-device', to: start.name });
      return entry;
    }
    const told = isGiven
      ? { ...useUnchecked(world, entry, { at: start.at, how: 'given-to-device', to: start.name }), published: start.at }
      : useInDeviceMemory(world, entry);
    if (told.published === undefined) return told;
    return started(world, told, start);
  });
}

function started(world: World, entry: ContractEntry, start: Start): ContractEntry {
  if (entry.family === 'noncoherent') {
    startNoncoherent(world, entry, start.at);
    return { ...entry, startedAt: start.at, writes: [] };
  }
  if (entry.family !== 'single' && entry.family !== 'sg') return { ...entry, startedAt: start.at };
  checkUnsyncedWrites(world, entry, start.at);
  checkReturnedUnsynced(world, entry, start.at);
  return { ...entry, startedAt: start.at, owner: entry.owner, writes: [] };
}

/** Given back after a sync for CPU, written to, and no sync for device. */
function checkReturnedUnsynced(world: World, entry: ContractEntry, at: Span): void {
  const wrote = entry.writes.find((write) => !write.whileDeviceOwned);
  if (entry.owner !== 'cpu' || wrote === undefined || entry.state === 'released') return;
  if (directionOf(entry) === undefined) return;
  if (!entry.madeHere && directionOf(entry) === direction.fromDevice) return;
  const heuristics = entry.madeHere ? [] : (['buffer-behind-handle'] as const);
  world.raise({ id: 'MISSING_SYNC_FOR_DEVICE', at, heuristics, entry, wroteAt: wrote.at });
}
