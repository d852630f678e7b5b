import { decide, range } from '../symbolic/solve.js';
import { type ContractEntry, isReference, isStreaming } from './entry.js';
import type { Use } from './event.js';
import type { Term } from '../symbolic/term.js';
import type { Verdict } from '../symbolic/verdict.js';
import { rootOf } from '../symbolic/region.js';
import type { World } from './world.js';

/**
 * Brings an entry's state up to what the path knows by now: a branch on `dma_mapping_error()`, on the pointer or on
 * the count decides whether the call succeeded, however the test was written.
 */
export function updateState(world: World, made: ContractEntry): ContractEntry {
  const entry = made.given === undefined ? made : updateGiven(world, made);
  if (entry.state === 'live' && entry.assumed === true) return updateAssumed(world, entry);
  if (entry.state !== 'unchecked') return entry;
  if (entry.failed === undefined) return { ...entry, state: 'live' };
  const failed = isNoCount(world, entry) || isNothing(world, entry) ? 'yes' : hasFailed(world, entry, entry.failed);
  if (failed === 'unknown') return entry;
  return { ...entry, state: failed === 'yes' ? 'failed' : 'live' };
}

/** `if (dev->page) free(dev->page)` after a use: where it is NULL the call had failed. */
function updateAssumed(world: World, entry: ContractEntry): ContractEntry {
  const hasIt = entry.failed !== undefined && hasFailed(world, entry, entry.failed) === 'yes';
  return hasIt ? { ...entry, state: 'failed' } : entry;
}

function hasFailed({ terms, facts }: World, entry: ContractEntry, failed: Term): Verdict {
  const verdict = decide(terms, facts, failed);
  if (verdict !== 'unknown' || !isReference(entry) || entry.cpu === undefined) return verdict;
  // `PTR_ERR_OR_ZERO(p)` was asked instead of `IS_ERR(p)`.
  return decide(terms, facts, terms.apply('error-or-zero', [entry.cpu]));
}

/** A reference that is NULL or an error pointer, whichever: there is nothing to give back. */
function isNothing({ terms, facts }: World, entry: ContractEntry): boolean {
  if (!isReference(entry) || entry.buffer === undefined || entry.cpu === undefined) return false;
  return decide(terms, facts, terms.apply('is-err-or-null', [entry.cpu])) === 'yes';
}

/** A path that knows whether the call succeeded knows whose the reference is. */
function updateGiven({ terms, facts }: World, entry: ContractEntry): ContractEntry {
  if (entry.given === undefined) return entry;
  const isKept = decide(terms, facts, entry.given.kept);
  if (isKept === 'unknown') return entry;
  return { ...entry, given: undefined, escaped: entry.escaped || isKept === 'no' };
}

/** `n <= 0` and `n < 1` are the failure of a count as well, although no count is negative. */
function isNoCount({ terms, facts }: World, { mapped }: ContractEntry): boolean {
  if (mapped === undefined || range(terms, facts, mapped).maximum > 0) return false;
  return decide(terms, facts, terms.binary('!=', mapped, terms.number(0))) !== 'yes';
}

/** States that the result was used before anything tested it; afterwards the path goes on as if it had succeeded. */
export function useUnchecked(world: World, entry: ContractEntry, use: Use): ContractEntry {
  if (entry.state !== 'unchecked' || !entry.madeHere) return entry;
  if (entry.escaped && entry.passed === undefined) return entry;
  const wrong = entry.tests.at(-1);
  if (wrong !== undefined) {
    world.raise({ id: 'WRONG_ERROR_CHECK', at: wrong.at, heuristics: [], entry, test: wrong.how, use });
  } else {
    const id = isReference(entry)
      ? 'REFERENCE_UNCHECKED'
      : isStreaming(entry)
        ? 'MAP_ERROR_UNCHECKED'
        : 'ALLOC_NULL_UNCHECKED';
    world.raise({ id, at: entry.origin.at, heuristics: [], entry, use });
  }
  return { ...entry, state: 'live', assumed: true };
}

/** The test was made and did not keep the path from using what it rejected. */
export function useFailed(world: World, entry: ContractEntry, use: Use): void {
  if (!entry.madeHere || entry.escaped || world.isGuess(entry)) return;
  world.raise({ id: 'FAILED_USED', at: use.at, heuristics: [], entry, use });
}

/**
 * An address in memory the device reads may still be tested there: `desc->data = dma_map_single(..)`, then
 * `dma_mapping_error(dev, desc->data)`. It is used once the device may look, or nobody here can test it any more.
 */
export function useInDeviceMemory(world: World, entry: ContractEntry): ContractEntry {
  const { published } = entry;
  if (published === undefined || entry.state !== 'unchecked') return entry;
  const isRead = entry.heldIn.some((holder) => world.memoryOf(rootOf(holder))?.kind === 'coherent');
  return isRead ? useUnchecked(world, entry, { at: published, how: 'given-to-device', to: undefined }) : entry;
}
