// Loops that undo what a loop before them did: `while (i--) unmap(ring[i])`.
import { encloses, type Span } from '../base/span.js';
import { levelsOf, type Region, rootOf, sameIndex } from '../symbolic/region.js';
import { range } from '../symbolic/solve.js';
import { symbolsOf, type Term } from '../symbolic/term.js';
import type { Verdict } from '../symbolic/verdict.js';
import type { ReleaseCall } from './calls.js';
import { type Contract, type ContractEntry, isLive, isStreaming } from './entry.js';
import { argumentOf, type World } from './world.js';

/** The loop takes one of those that one call made: the others wait for their turn. */
export function passOverSiblings(contract: Contract, call: ReleaseCall, taken: ContractEntry): Contract {
  if (call.loop === undefined || !taken.madeInLoop) return contract;
  const isSibling = (entry: ContractEntry): boolean =>
    entry.id !== taken.id &&
    entry.origin.at.start === taken.origin.at.start &&
    isUnwound(entry, call) &&
    !isInOtherMemory(entry, taken) &&
    !isOfAnotherCall(entry, taken, call);
  return passOver(contract, call, isSibling, undefined);
}

/**
 * The loop takes what another loop put into a ring, and not what another call put into the same ring: the head of a
 * packet, whose fragments the loop is about.
 */
export function passOverHead(contract: Contract, call: ReleaseCall, taken: ContractEntry): Contract {
  if (call.loop === undefined || !taken.madeInLoop || !taken.madeHere) return contract;
  const isHead = (entry: ContractEntry): boolean =>
    entry.origin.at.start !== taken.origin.at.start &&
    entry.madeHere &&
    !entry.escaped &&
    isLive(entry) &&
    isStreaming(entry) &&
    entry.heldIn.some((held) => taken.heldIn.some((place) => isMemberOfSame(held, place))) &&
    entry.heldIn.every((held) => taken.heldIn.every((place) => isOtherElement(held, place)));
  return passOver(contract, call, isHead, undefined);
}

/**
 * The loop takes an element by its place that this path put nothing into: `unmap(ring->slot[i].dma)`, where it filled
 * `ring->slot[ring->next]`. A counter that starts at 0 is no position in a ring, so the one it filled is not meant.
 */
export function passOverOthers(world: World, contract: Contract, call: ReleaseCall): Contract {
  const released = argumentOf(call, 'dma-address', 'cpu-address', 'page')?.term;
  // A NULL was read from anywhere, and nothing happens to it.
  const place = released === undefined || released.kind === 'const' ? undefined : world.readFrom(released);
  if (call.loop === undefined || place === undefined) return contract;
  const isOfLoop = (entry: ContractEntry): boolean => isUnwound(entry, call) && entry.family === call.row.family;
  const isOther = (entry: ContractEntry): boolean => isOfLoop(entry) && isInOther(entry, place);
  const meant = contract.map((entry) =>
    isOfLoop(entry) && !isOther(entry)
      ? { ...entry, passedOver: { at: withinLoop(call), instead: undefined, mayBeMeant: true } }
      : entry,
  );
  return call.loop.isDecided ? passOver(meant, call, isOther, place) : meant;
}

/** Kept in other elements of what the place is an element of, and in none that may be this one. */
function isInOther({ heldIn }: ContractEntry, place: Region): boolean {
  const beside = heldIn.filter((holder) => isMemberOfSame(holder, place));
  return beside.length > 0 && beside.every((holder) => isOtherElement(holder, place));
}

function passOver(
  contract: Contract,
  call: ReleaseCall,
  isPassed: (entry: ContractEntry) => boolean,
  instead: Region | undefined,
): Contract {
  const at = withinLoop(call);
  const isLeft = (entry: ContractEntry): boolean =>
    isPassed(entry) && !(entry.passedOver?.mayBeMeant === true && entry.passedOver.at.start === at.start);
  if (!contract.some(isLeft)) return contract;
  return contract.map((entry) =>
    isLeft(entry)
      ? { ...entry, passedOver: { at, instead: entry.passedOver?.instead ?? instead, mayBeMeant: false } }
      : entry,
  );
}

/** The release, or the call in the loop of the helper that has it. */
function withinLoop({ at, calls, loop }: ReleaseCall): Span {
  return calls.slice(0, -1).find((call) => loop !== undefined && encloses(loop.at, call)) ?? at;
}

/** An array for each round of a loop around both: that of an earlier round is for another loop to undo, or for the caller. */
function isInOtherMemory(entry: ContractEntry, taken: ContractEntry): boolean {
  const isBeside = (held: Region): boolean => taken.heldIn.some((place) => rootOf(place) === rootOf(held));
  return entry.heldIn.length > 0 && taken.heldIn.length > 0 && !entry.heldIn.some(isBeside);
}

/**
 * The function with the loop undoes what it did itself in this call: what it did for another object in an earlier one
 * is the caller's to undo.
 */
function isOfAnotherCall(entry: ContractEntry, taken: ContractEntry, { calls }: ReleaseCall): boolean {
  const callers = calls.slice(0, -1);
  if (callers.length === 0 || entry.madeAt.length !== calls.length) return false;
  if (callers.some((call, depth) => call.start !== entry.madeAt[depth]?.start)) return false;
  return entry.heldIn.some((held) => taken.heldIn.some((place) => isOfAnotherObject(held, place)));
}

function isOfAnotherObject(held: Region, place: Region): boolean {
  if (rootOf(held) !== rootOf(place)) return false;
  const [left, right] = [levelsOf(held), levelsOf(place)];
  if (left.length !== right.length || left.some(({ field }, depth) => field !== right[depth]?.field)) return false;
  return left.slice(0, -1).some(({ index }, depth) => sameIndex(index, right[depth]?.index) === 'no');
}

/** Made by a loop that is not the one that releases. */
function isUnwound(entry: ContractEntry, { loop }: ReleaseCall): boolean {
  if (loop === undefined || !entry.madeHere || !entry.madeInLoop || entry.escaped || !isLive(entry)) return false;
  return !entry.madeAt.some((call) => encloses(loop.at, call));
}

/** Whether a place is the same member of another element: by its number, or by what the numbers are made of. */
export function isOtherElement(holder: Region, place: Region): boolean {
  if (!isMemberOfSame(holder, place)) return false;
  const [held, named] = [levelsOf(holder), levelsOf(place)];
  const verdicts = held.map(({ index }, depth) => isSameElement(index, named[depth]?.index));
  return verdicts.includes('no') && !verdicts.includes('unknown');
}

/** The same member of some element of the same memory. */
function isMemberOfSame(holder: Region, place: Region): boolean {
  if (rootOf(holder) !== rootOf(place)) return false;
  const [held, named] = [levelsOf(holder), levelsOf(place)];
  return held.length === named.length && held.every(({ field }, depth) => field === named[depth]?.field);
}

function isSameElement(held: Term | undefined, named: Term | undefined): Verdict {
  const same = sameIndex(held, named);
  return same === 'unknown' && isPosition(held) && (named === undefined || named.kind === 'const') ? 'no' : same;
}

/**
 * The path knows where in the ring the first element is: the loop met it at once, where the last one should be, which
 * only a ring of one element allows.
 */
export function isRingOfOne({ terms, facts }: World, entry: ContractEntry): boolean {
  return entry.heldIn.some((holder) =>
    levelsOf(holder).some(({ index }) => {
      if (index === undefined || !isPosition(index)) return false;
      const { minimum, maximum } = range(terms, facts, index);
      return minimum === maximum;
    }),
  );
}

/** Read from the driver's state: where a ring stands. */
const isPosition = (index: Term | undefined): boolean =>
  index !== undefined && [...symbolsOf(index)].some(({ info }) => info.kind === 'loaded');
