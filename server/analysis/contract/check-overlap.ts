import { attributesByName } from '../api/attributes.js';
import { positionOf, rootOf } from '../symbolic/region.js';
import { decide } from '../symbolic/solve.js';
import type { Term } from '../symbolic/term.js';
import { isCookie } from './access.js';
import { direction, directionOf } from './check-writes.js';
import { type Contract, type ContractEntry, isLive } from './entry.js';
import type { World } from './world.js';

const skipsCpuSync = attributesByName(['DMA_ATTR_SKIP_CPU_SYNC']);

/**
 * A second mapping of bytes that are mapped already: whoever unmaps first invalidates or copies over what the other one
 * still uses. The kernel's own checker looks at cachelines: add_dma_entry(), Linux kernel/dma/debug.c (6.12).
 */
export function checkOverlap(world: World, contract: Contract, entry: ContractEntry): void {
  if (entry.family !== 'single' || isPage(entry) || leavesCaches(entry)) return;
  for (const other of contract) {
    if (!isLive(other) || !other.madeHere || other.escaped || other.maybeReleased || world.isGuess(other)) continue;
    const isSame = isMappedTwice(world, other, entry);
    if (isSame === undefined && !isCoherent(other, entry)) continue;
    world.raise({
      id: 'OVERLAPPING_MAPPINGS',
      at: entry.origin.at,
      heuristics: [],
      entry,
      other,
      isSame: isSame ?? true,
    });
  }
}

const isPage = ({ origin }: ContractEntry): boolean => origin.name.includes('page');

const leavesCaches = ({ attributes }: ContractEntry): boolean =>
  attributes?.kind !== 'const' || (attributes.value & skipsCpuSync) !== 0;

/** Memory from `dma_alloc_coherent()` has a DMA address already, and its CPU address may lie outside the linear map. */
function isCoherent(other: ContractEntry, { buffer }: ContractEntry): boolean {
  if ((other.family !== 'coherent' && other.family !== 'pool') || isCookie(other)) return false;
  return other.buffer !== undefined && buffer !== undefined && rootOf(other.buffer) === rootOf(buffer);
}

/** Whether both start at the same byte, for two mappings that certainly have bytes in common. */
function isMappedTwice(world: World, other: ContractEntry, entry: ContractEntry): boolean | undefined {
  if (other.family !== 'single' || isPage(other) || other.cpu === undefined || entry.cpu === undefined)
    return undefined;
  // NULL is no memory.
  if (entry.cpu.kind === 'const') return undefined;
  // The same call again, in a loop: which round's buffer it is, nobody can tell.
  if (other.origin.at.start === entry.origin.at.start) return undefined;
  const directions = [directionOf(other), directionOf(entry)];
  if (directions.some((it) => it === undefined) || directions.every((it) => it === direction.toDevice))
    return undefined;
  const [first, second] = [positionOf(other.cpu), positionOf(entry.cpu)];
  if (first.array !== second.array) return undefined;
  const zero = world.terms.number(0);
  const apart = world.terms.binary('-', second.index ?? zero, first.index ?? zero);
  if (apart === zero) return true;
  const isInBytes = first.array.kind === 'symbol' && first.array.info.kind === 'byte-buffer';
  return isInBytes && (isBelow(world, zero, apart, other.size) || isBelow(world, apart, zero, entry.size))
    ? false
    : undefined;
}

/** `from <= to < from + size`. */
function isBelow(world: World, from: Term, to: Term, size: Term | undefined): boolean {
  const { terms, facts } = world;
  if (size === undefined) return false;
  const distance = terms.binary('-', to, from);
  return (
    decide(terms, facts, terms.binary('>=', distance, terms.number(0))) === 'yes' &&
    decide(terms, facts, terms.binary('<', distance, size)) === 'yes'
  );
}
