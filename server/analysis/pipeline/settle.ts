import { encloses, type Span } from '../base/span.js';
import { type ContractEntry, isStreaming } from '../contract/entry.js';
import { type ContractEvent, isLeak, type Leak } from '../contract/event.js';
import { stepsOf, type Trace } from '../exec/path.js';
import { type FunctionRun, type Release, testKey } from '../exec/run-function.js';
import { functionNamed } from '../index/file-index.js';
import { isElsewhere } from '../module/address.js';
import type { ParsedFile } from '../module/parsed-file.js';
import { handsOn } from '../module/read-file.js';

export interface Settling {
  readonly within: Span;
  readonly isForgotten: (entry: ContractEntry) => boolean;
  /** A function of the file calls this one, and may clean up what is in its own objects. */
  readonly hasCaller: boolean;
}

/** What only the end of all paths tells: the exit that does better, and what a test of zero was meant for. */
export function settle(
  event: ContractEvent,
  run: FunctionRun,
  { within, isForgotten, hasCaller }: Settling,
): ContractEvent | undefined {
  switch (event.id) {
    case 'LEAK_MAPPING':
    case 'LEAK_ALLOCATION':
    case 'REFERENCE_LEAK': {
      if (isLeftToDevice(event, run)) return undefined;
      const sibling = run.releasedOnFailure.get(event.entry.id);
      const undone = event.exit.undone.filter((it) => run.keptOnSuccess.has(it.id));
      // What others can reach may be released by them, unless this function is seen to do it by itself.
      const isOwn =
        isForgotten(event.entry) || isOwnSibling(event, run, sibling, within) || isOutOfOrder(event.entry, undone);
      // Memory that a driver keeps is freed by whoever gives up on the whole of it.
      const isForCaller = hasCaller && event.id === 'LEAK_ALLOCATION' && !event.exit.isUnaided;
      if (event.exit.how === 'reachable' && (!isOwn || isForCaller)) return undefined;
      return { ...event, exit: { ...event.exit, sibling: sibling?.at, undone } };
    }
    case 'WRONG_ERROR_CHECK': {
      const isBookkeeping =
        (event.test === 'zero' || event.test === 'dma-address') &&
        !run.failingTests.has(testKey(event.entry.id, event.at));
      if (!isBookkeeping) return event;
      const { entry, use, heuristics } = event;
      const id =
        entry.family === 'single' || entry.family === 'resource' ? 'MAP_ERROR_UNCHECKED' : 'ALLOC_NULL_UNCHECKED';
      return { id, at: entry.origin.at, heuristics, entry, use };
    }
    default:
      return event;
  }
}

/**
 * The device may still be writing: then unmapping would be the mistake. Unless another exit says that it is not, about
 * an address that nobody else finds.
 */
function isLeftToDevice({ entry, exit }: Leak, { stoppedOnFailure }: FunctionRun): boolean {
  if (!isStreaming(entry) || entry.startedAt === undefined) return false;
  return exit.how !== 'error-return' || !stoppedOnFailure.has(entry.id);
}

/** A helper that undoes its own work, or a caller that walks a whole array, says nothing about this exit. */
function isOwnSibling({ entry, at }: Leak, run: FunctionRun, sibling: Release | undefined, within: Span): boolean {
  if (sibling === undefined || !sibling.wasShared) return false;
  if (entry.family === 'sg') return true;
  if (!encloses(within, sibling.at) && sibling.within.start === entry.madeAt[0]?.start) return false;
  return !entry.madeInLoop || isOfOwnRounds(entry, run, [at, sibling.within]);
}

/** Of loops around loops the earlier rounds are for the caller to undo, or for the next round, until all are over. */
function isOfOwnRounds({ madeAt: [made] }: ContractEntry, { program }: FunctionRun, places: readonly Span[]): boolean {
  if (made === undefined) return false;
  const around = program.graph.blocks.flatMap(({ loop }) =>
    loop !== undefined && encloses(loop.at, made) ? loop : [],
  );
  return around.length === 1 || !around.some((loop) => places.some((place) => encloses(loop.at, place)));
}

/** The exit undoes an earlier step, which stays done where all goes well: it went past the later one. */
function isOutOfOrder(entry: ContractEntry, undone: readonly ContractEntry[]): boolean {
  return !entry.madeInLoop && undone.some((it) => !it.madeInLoop);
}

/**
 * A helper that says whether it could allocate, and a caller that goes on without asking: the call of the helper is where
 * the test is missing.
 */
export function atIgnoredResult(event: ContractEvent, trace: Trace | undefined, { index }: ParsedFile): ContractEvent {
  if (event.id !== 'ALLOC_NULL_UNCHECKED') return event;
  const steps = stepsOf(trace);
  const made = steps.findIndex((step) => step.kind === 'api' && step.entry.id === event.entry.id);
  const enclosing: { readonly at: Span; readonly functionName: string }[] = [];
  let outermost = 0;
  for (const [position, step] of steps.entries()) {
    if (step.kind === 'enter' && position < made) enclosing.push(step);
    if (step.kind !== 'leave') continue;
    if (position < made) enclosing.pop();
    else if (step.depth <= enclosing.length) outermost = step.depth;
  }
  const call = outermost === 0 ? undefined : enclosing[outermost - 1];
  const returns = call === undefined ? undefined : functionNamed(index, call.functionName)?.returns;
  return call === undefined || returns === undefined || returns.kind === 'void' ? event : { ...event, at: call.at };
}

/** What a function of another file mapped for itself is leaked by that function, not by this file's call of it. */
export function isLeakOfOther(event: ContractEvent, { index }: ParsedFile): boolean {
  if (!isLeak(event) && event.id !== 'INCOMPLETE_UNWIND') return false;
  const { at } = event.entry.origin;
  if (!isElsewhere(at)) return false;
  // What took a reference has its own object around it, and a function that ends both.
  if (event.id === 'REFERENCE_LEAK') return true;
  const maker = [...index.externals.values()].find((it) => encloses(it.at, at));
  return maker === undefined || !handsOn(maker);
}
