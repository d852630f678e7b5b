import type { ReleaseCall } from './calls.js';
import { type Contract, type ContractEntry, isLive } from './entry.js';
import { argumentOf, same, type World } from './world.js';

/**
 * A pool goes while the path still has blocks of it: Linux mm/dmapool.c, dma_pool_destroy() (6.12), says "busy" and leaks
 * them. They are no leaks of their own besides.
 */
export function checkPoolDestroyed(world: World, contract: Contract, call: ReleaseCall): Contract {
  const pool = isDestroy(call) ? argumentOf(call, 'pool')?.term : undefined;
  if (pool === undefined) return contract;
  const isLeft = (entry: ContractEntry): boolean =>
    isBlock(entry) && entry.madeHere && isLive(entry) && same(world, entry.device, pool) === 'yes';
  if (!contract.some(isLeft)) return contract;
  const busy = contract.find((entry) => isLeft(entry) && isCertain(world, entry));
  if (busy !== undefined) {
    world.raise({ id: 'POOL_DESTROYED_BUSY', at: call.at, heuristics: [], entry: busy, name: call.row.name });
  }
  return contract.map((entry) => (isLeft(entry) ? { ...entry, escaped: true } : entry));
}

/** A block goes back to a pool that is no more. */
export function checkPoolGone(world: World, contract: Contract, call: ReleaseCall): void {
  if (call.row.family !== 'pool' || isDestroy(call)) return;
  const pool = argumentOf(call, 'pool')?.term;
  const gone = contract.find(
    (entry) => entry.state === 'released' && !isBlock(entry) && same(world, entry.cpu, pool) === 'yes',
  );
  // In another round of a loop it is another pool, whatever the path makes of the field it is read from.
  if (gone?.releasedAt === undefined || gone.family !== 'pool' || call.isInLoop || world.isGuess(gone)) return;
  const { name } = call.row;
  world.raise({ id: 'POOL_USED_DESTROYED', at: call.at, heuristics: [], entry: gone, name, first: gone.releasedAt });
}

/** The function that destroys a pool is given nothing else. */
const isDestroy = ({ row }: ReleaseCall): boolean =>
  row.does === 'free' && row.family === 'pool' && row.parameters.length === 1;

/** Of a pool itself no address is known to the device. */
const isBlock = ({ family, dma }: ContractEntry): boolean => family === 'pool' && dma !== undefined;

function isCertain(world: World, entry: ContractEntry): boolean {
  return (
    entry.state === 'live' &&
    !entry.escaped &&
    !entry.maybeReleased &&
    !entry.tests.some((test) => test.taken) &&
    !world.isGuess(entry)
  );
}
