import type { Span } from '../base/span.js';
import { arrayOf, rootOf, type Region, type RootRegion } from '../symbolic/region.js';
import { range } from '../symbolic/solve.js';
import { entriesUnder, type Store } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import { useInDeviceMemory, useUnchecked } from './check-tested.js';
import { type Contract, type ContractEntry, isLive, isOfDmaBuf, isReference, isStreaming } from './entry.js';
import { mentions, mentionsCpu } from './mentions.js';
import { isRingOfOne } from './check-unwind.js';
import type { World } from './world.js';

/** Everything about the end of a path that decides who still holds what. */
export interface ExitState {
  readonly at: Span;
  /** The `goto` that led to the exit. */
  readonly leftAt: Span | undefined;
  readonly functionName: string;
  readonly store: Store;
  readonly returned: Term | undefined;
  /** After a failed probe nobody calls the driver again for this device. */
  readonly isProbe: boolean;
  /** After a failed open nobody calls the function that undoes a good one. */
  readonly isOpening: boolean;
  /** Whether the returned value means failure: by its constant, by convention, or not (as far as known). */
  readonly failing: 'yes' | 'by-convention' | 'no';
  /** Memory of this function that something else keeps a pointer to, and memory that was freed. */
  readonly kept: ReadonlySet<RootRegion>;
  readonly freed: ReadonlySet<RootRegion>;
  /** Fields that some function of the file tests with `dma_mapping_error()`. */
  readonly testedFields: ReadonlySet<string>;
  /** Fields of this file's own structs that no function of the file compares with anything. */
  readonly untestedFields: ReadonlySet<string>;
  /** What the path released since this was made, of what it made before. */
  undoneSince(entry: ContractEntry): readonly ContractEntry[];
  /** The path asked after a mapping it cannot name, which may be this one. */
  hasAskedUnnamed(entry: ContractEntry): boolean;
  /** Nobody but this function will release what the fields hold that hold it. */
  isLeftAlone(entry: ContractEntry): boolean;
  /** The function fails, its caller for it, and nobody releases what the fields hold that hold it. */
  isGivenUp(entry: ContractEntry): boolean;
  /** No caller releases it where this failure leads it. */
  isUnaided(entry: ContractEntry): boolean;
  /** Whoever releases it asks for a field first that says now that there is nothing. */
  isShutOut(entry: ContractEntry): boolean;
  /** The path answered one question in two ways: no ground for a claim about what it leaves behind. */
  isDoubtful(entry: ContractEntry): boolean;
}

/** What ends with the function: mappings nobody can release any more, results nobody will test. */
export function judgeExit(world: World, contract: Contract, exit: ExitState): void {
  const hasFailed = contract.some((entry) => entry.madeHere && entry.state === 'failed');
  for (const entry of contract) {
    if (!entry.madeHere || !isLive(entry)) continue;
    judgeUnwinding(world, entry, exit, hasFailed);
    judgePassed(world, entry, exit);
    if (entry.leftByLoop === true && isStreaming(entry)) judgeUntested(world, { ...entry, escaped: false }, exit);
    // Whoever else got the object tests no field of it that this file declares.
    if (entry.escaped && !isReference(entry) && !isStreaming(entry)) {
      judgeUntestedMemory(world, { ...entry, escaped: false }, exit);
    }
    if (entry.escaped || isFoundByPart(contract, entry, exit)) continue;
    if (isReference(entry)) judgeGiven(world, entry, exit);
    else if (isStreaming(entry)) judgeUntested(world, entry, exit);
    else judgeUntestedMemory(world, entry, exit);
    const isDropped = entry.dropped !== undefined && hasFailed;
    if (!entry.managed && (exit.failing !== 'no' || isDropped || isDenied(entry, exit))) {
      judgeLeak(world, contract, entry, exit);
    }
  }
}

/** A loop released others, after a failure, and left this one. */
function judgeUnwinding(world: World, entry: ContractEntry, exit: ExitState, hasFailed: boolean): void {
  const { passedOver } = entry;
  if (
    passedOver === undefined ||
    passedOver.mayBeMeant ||
    // A driver that drops a packet says that all is well.
    (exit.failing === 'no' && !hasFailed) ||
    entry.managed ||
    entry.startedAt !== undefined
  )
    return;
  if (entry.maybeReleased || entry.tests.some((test) => test.taken) || isReturned(entry, exit)) return;
  // What the loop names instead may be the same one for the model, and is not for the driver.
  if (passedOver.instead === undefined && entry.escaped) return;
  if (exit.isDoubtful(entry) || isRingOfOne(world, entry)) return;
  world.raise({
    id: 'INCOMPLETE_UNWIND',
    at: passedOver.at,
    heuristics: exit.failing === 'by-convention' ? ['error-return-by-convention'] : [],
    entry,
    instead: passedOver.instead,
    functionName: exit.functionName,
  });
}

function judgeLeak(world: World, contract: Contract, entry: ContractEntry, exit: ExitState): void {
  // The author took this branch for the failure of the call: a wrong test is its own finding.
  if (entry.tests.some((test) => test.taken) || isRefusedCount(world, entry)) return;
  if (entry.maybeReleased || isReturned(entry, exit) || exit.isDoubtful(entry)) return;
  if (isStillUsed(world, entry, exit) || isFoundByMemory(world, entry, exit)) return;
  // The next round put its own into the one element there is.
  if (entry.madeInLoop && isRingOfOne(world, entry)) return;
  const isReachable = entry.handedOn === true || isHeldOutside(world, contract, entry, exit);
  const isOwners = isReachable && !isLeftByAll(world, entry, exit);
  const isFreed = entry.heldIn.some((holder) => exit.freed.has(rootOf(holder)));
  world.raise({
    id: isReference(entry) ? 'REFERENCE_LEAK' : isStreaming(entry) ? 'LEAK_MAPPING' : 'LEAK_ALLOCATION',
    at: entry.dropped ?? leftAt(entry, exit),
    heuristics: exit.failing === 'by-convention' ? ['error-return-by-convention'] : [],
    entry,
    exit: {
      how:
        entry.dropped !== undefined ? 'dropped' : isOwners ? 'reachable' : isFreed ? 'container-freed' : 'error-return',
      functionName: exit.functionName,
      sibling: undefined,
      undone: isReachable ? exit.undoneSince(entry) : [],
      isUnaided: isOwners && entry.handedOn !== true && exit.isUnaided(entry),
      isShutOut: isReachable && !isOwners && exit.isShutOut(entry),
    },
  });
}

/**
 * The device was given the address and did not answer in time: memory that it may yet write to is better lost than given
 * to others.
 */
function isStillUsed({ terms, facts }: World, { startedAt, family }: ContractEntry, { returned }: ExitState): boolean {
  if (startedAt === undefined || family !== 'coherent' || returned === undefined) return false;
  const { minimum, maximum } = range(terms, facts, returned);
  return minimum === maximum && timeouts.has(minimum);
}

/**
 * A mapping of memory that this path allocated and that others have by now, by its physical address or in a table: where
 * the one is kept on purpose so is the other. Of a handle that is kept somewhere that place tells.
 */
function isFoundByMemory(world: World, { family, buffer, heldIn }: ContractEntry, { kept, freed }: ExitState): boolean {
  if (family !== 'single' || buffer === undefined || heldIn.length > 0) return false;
  const root = rootOf(buffer);
  return kept.has(root) && !freed.has(root) && world.memoryOf(root) !== undefined;
}

// -ETIMEDOUT and -ETIME of Linux include/uapi/asm-generic/errno.h (6.12).
const timeouts: ReadonlySet<number> = new Set([-110, -62]);

/** In an object that outlives the function, or in a block of a chain that is: those lead on by their DMA addresses. */
function isHeldOutside(
  world: World,
  contract: Contract,
  entry: ContractEntry,
  exit: ExitState,
  seen: ReadonlySet<ContractEntry> = new Set(),
): boolean {
  const known = new Set([...seen, entry]);
  return entry.heldIn.some((holder) => {
    const root = rootOf(holder);
    if (outlives(world, root, exit)) return true;
    const isBlock = ({ family, buffer }: ContractEntry): boolean =>
      family === 'pool' && buffer !== undefined && rootOf(buffer) === root;
    const block = contract.find((it) => isBlock(it) && !known.has(it));
    return block !== undefined && isHeldOutside(world, contract, block, exit, known);
  });
}

/** `if (count < 0)` of a count that is 0 when the call failed: nothing is mapped where it is taken. */
const isRefusedCount = ({ terms, facts }: World, { mapped }: ContractEntry): boolean =>
  mapped !== undefined && range(terms, facts, mapped).maximum < 0;

/** A goto before the mapping was made did not leave it behind. */
function leftAt(entry: ContractEntry, exit: ExitState): Span {
  return exit.leftAt !== undefined && entry.origin.at.start < exit.leftAt.start ? exit.leftAt : exit.at;
}

/** Others can reach it, and will not release it after this failure. */
function isLeftByAll(world: World, entry: ContractEntry, exit: ExitState): boolean {
  // Of the requests that a loop takes from a queue, those before the one that failed are under way.
  if (entry.ofRequest && !entry.madeInLoop) return true;
  if (exit.isOpening || (exit.isProbe && isOfDevice(world, entry, exit))) return true;
  if (entry.handedOn === true) return false;
  return exit.isLeftAlone(entry) || exit.isGivenUp(entry) || exit.isShutOut(entry);
}

/** A function that goes on without it, and says by a field of its object that it is not there. */
const isDenied = (entry: ContractEntry, exit: ExitState): boolean =>
  0 < entry.heldIn.length && !isReference(entry) && exit.isShutOut(entry);

/** An attachment leads to its buffer: `attach->dmabuf`. Who keeps the one has the other. */
function isFoundByPart(contract: Contract, { cpu }: ContractEntry, exit: ExitState): boolean {
  return contract.some(
    (it) =>
      isOfDmaBuf(it) && it.base === cpu && isLive(it) && (it.escaped || it.heldIn.length > 0 || isReturned(it, exit)),
  );
}

/** The call that takes it over may have failed, and nothing on the way out asks. */
function judgeGiven(world: World, entry: ContractEntry, exit: ExitState): void {
  const { given } = entry;
  if (given === undefined || exit.failing !== 'no' || entry.maybeReleased || exit.isDoubtful(entry)) return;
  world.raise({
    id: 'REFERENCE_LEAK',
    at: given.at,
    heuristics: [],
    entry,
    exit: {
      how: 'error-return',
      functionName: given.name,
      sibling: undefined,
      undone: [],
      isUnaided: false,
      isShutOut: false,
    },
  });
}

/** Held only in memory this path allocated for the device, which goes with it. */
function isOfDevice(world: World, entry: ContractEntry, { kept }: ExitState): boolean {
  return entry.heldIn.every((holder) => {
    const root = rootOf(holder);
    return (
      root.rootKind === 'stack' || (world.memoryOf(root) !== undefined && !kept.has(root)) || isOwnMemory(world, root)
    );
  });
}

const isOwnMemory = (world: World, root: RootRegion): boolean => world.memoryOf(root)?.managed === true;

/** A DMA address that was given away, and that nothing tested before or after. */
function judgePassed(world: World, entry: ContractEntry, exit: ExitState): void {
  const { passed } = entry;
  if (passed === undefined || isReturned(entry, exit) || isAskedAfter(entry, exit)) return;
  useUnchecked(world, entry, { at: passed.at, how: 'passed', to: passed.to });
}

/** A DMA address that others will find in an object, and that nothing tested before. */
function judgeUntested(world: World, entry: ContractEntry, exit: ExitState): void {
  if (isReturned(entry, exit) || isAskedAfter(entry, exit)) return;
  if (useInDeviceMemory(world, entry).state !== entry.state) return;
  if (entry.family === 'sg') return;
  const stored = entry.heldIn.find((holder) => holder.kind !== 'root' && outlives(world, rootOf(holder), exit));
  if (stored === undefined) return;
  useUnchecked(world, entry, { at: exit.at, how: 'stored', to: undefined });
}

/** Memory that others will find in an object of this file, where nobody asks whether it is there. */
function judgeUntestedMemory(world: World, entry: ContractEntry, exit: ExitState): void {
  const { state, cpu, buffer } = entry;
  if (state !== 'unchecked' || exit.failing !== 'no' || isReturned(entry, exit) || cpu === undefined) return;
  if (useInDeviceMemory(world, entry).state !== state || buffer === undefined || entry.tests.length > 0) return;
  const stored = entry.heldIn.filter((holder) => outlives(world, rootOf(holder), exit));
  const isUntested = (it: Region): boolean => it.kind === 'field' && exit.untestedFields.has(it.name);
  if (stored.length === 0 || !stored.every(isUntested)) return;
  useUnchecked(world, entry, { at: exit.at, how: 'stored', to: undefined });
}

/** By another function that finds it, or by this one under a name nobody can follow. */
const isAskedAfter = (entry: ContractEntry, exit: ExitState): boolean =>
  entry.heldIn.some((holder) => isTestedElsewhere(holder, exit)) || exit.hasAskedUnnamed(entry);

function isTestedElsewhere(holder: Region, exit: ExitState): boolean {
  const place = arrayOf(holder);
  return place.kind === 'field' && exit.testedFields.has(place.name);
}

function isReturned(entry: ContractEntry, exit: ExitState): boolean {
  const { returned } = exit;
  return returned !== undefined && (mentions(returned, entry) || mentionsCpu(returned, entry));
}

/** Whether memory is still reachable for others after the function has returned. */
function outlives(world: World, root: RootRegion, exit: ExitState, seen: ReadonlySet<RootRegion> = new Set()): boolean {
  if (root.rootKind === 'stack') return false;
  if (exit.freed.has(root)) return false;
  if (world.memoryOf(root) === undefined || exit.kept.has(root)) return true;
  const { pointer } = root;
  if (pointer === undefined || seen.has(root)) return false;
  if (exit.returned !== undefined && pointsInto(exit.returned, root, pointer)) return true;
  const deeper = new Set([...seen, root]);
  for (const [, { root: holder }] of exit.store.roots) {
    if (holder === root || holder.kind !== 'root') continue;
    const holds = [...entriesUnder(exit.store, holder)].some(([, value]) => pointsInto(value, root, pointer));
    if (holds && outlives(world, holder, exit, deeper)) return true;
  }
  return false;
}

function pointsInto(value: Term, root: RootRegion, pointer: Term): boolean {
  return value === pointer || (value.kind === 'pointer' && rootOf(value.region) === root);
}
