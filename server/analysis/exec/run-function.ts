import { clearedAgain, clearedBeside } from './cleared.js';
import { emptyMap } from '#engine';
import type { Called } from '../contract/calling-context.js';
import { judgeExit } from '../contract/exit.js';
import type { EntryId } from '../contract/entry.js';
import { parameterKey } from '../contract/symbol-keys.js';
import type { Span } from '../base/span.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { BlockId, LocalId, Place } from '../graph/instr.js';
import { resolveType } from '../index/named-types.js';
import { assume, noConstraints } from '../symbolic/constraints.js';
import { rootOf } from '../symbolic/region.js';
import type { Interval } from '../symbolic/interval.js';
import { range } from '../symbolic/solve.js';
import { emptyStore } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import { type ExecContext, worldOf } from './context.js';
import { type Exploration, explore, type ExploreBudget } from './explore.js';
import { hasAskedUnnamed } from './asked-unnamed.js';
import { isLeakDoubtful } from './leak-doubt.js';
import {
  choosesHowTaken,
  failureConvention,
  failureOf,
  failureRange,
  isErrorPointer,
  learnFailure,
} from './failure.js';
import type { Path } from './path.js';
import type { Program } from './program.js';
import type { EndedPath } from './outcome.js';
import { valueTypeOf } from './type-info.js';
import { undoneSince } from './undone.js';
import { evaluate } from './values.js';

export interface FunctionRun extends Exploration {
  readonly program: Program;
  /** Where an entry is released on a path that fails: the sibling of an exit that leaks it. */
  readonly releasedOnFailure: ReadonlyMap<EntryId, Release>;
  /** Mappings that a failing path takes back from a device that was started. */
  readonly stoppedOnFailure: ReadonlySet<EntryId>;
  /** What a path has that ends well. */
  readonly keptOnSuccess: ReadonlySet<EntryId>;
  /** What it returns, whatever it is given; `undefined` for pointers, and where not every end was seen. */
  readonly returned: Interval | undefined;
  /** Tests after which the function failed: meant as error tests, not as "is something mapped?". */
  readonly failingTests: ReadonlySet<string>;
}

export interface Release {
  readonly at: Span;
  /** In the function itself: the release, or the call that leads to it. */
  readonly within: Span;
  /** It was where others find it already. */
  readonly wasShared: boolean;
}

export const testKey = (entry: EntryId, test: Span): string => `${entry}@${test.start}`;

/** Explores one function from its entry with any arguments, and judges every end. */
export function runFunction(
  cx: ExecContext,
  program: Program,
  options: { readonly budget: ExploreBudget; readonly isCancelled: () => boolean },
): FunctionRun {
  const run = explore(cx, entryPath(cx, program), options.budget, options.isCancelled);
  const returns = run.ended.filter((it) => it.reason.kind === 'returned');
  const convention = failureConvention(
    program,
    returns.map((it) => returnedTerm(cx, it)),
    cx.index,
    returns.some((it) => isErrorPointer(cx, it.path, returnedTerm(cx, it))),
  );
  const isQueuing = choosesHowTaken(cx, program);
  const learned = learnFailure(cx, returns, convention);
  const releasedOnFailure = new Map<EntryId, Release>();
  const stoppedOnFailure = new Set<EntryId>();
  const failingTests = new Set<string>();
  const keptOnSuccess = new Set<EntryId>();
  for (const it of returns) {
    const returned = returnedTerm(cx, it);
    const byReturn = failureOf(cx, it.path, returned, convention, isQueuing);
    const isLearned = returned !== undefined && learned.has(returned);
    const failing = it.path.told === 'failure' ? 'yes' : byReturn === 'no' && isLearned ? 'by-convention' : byReturn;
    for (const entry of it.path.contract) {
      if (failing !== 'no') {
        for (const test of entry.tests) if (test.taken) failingTests.add(testKey(entry.id, test.at));
      }
      if (failing === 'no' && entry.state === 'live') keptOnSuccess.add(entry.id);
      // One who tells others how it went tells them at one exit for good and bad.
      const isExit = failing !== 'no' || it.path.told !== undefined;
      if (isExit && entry.releasedAt !== undefined && entry.releasedIn !== undefined) {
        // A helper whose own start fails takes back what never ran.
        const isOther = entry.releasedIn.start !== entry.madeAt[0]?.start;
        if (failing !== 'no' && entry.startedAt !== undefined && !entry.madeInLoop && isOther) {
          stoppedOnFailure.add(entry.id);
        }
        const wasShared = entry.heldIn.some((holder) => rootOf(holder).rootKind !== 'stack');
        if (wasShared || !releasedOnFailure.has(entry.id)) {
          releasedOnFailure.set(entry.id, { at: entry.releasedAt, within: entry.releasedIn, wasShared });
        }
      }
    }
    const outcome = failing === 'no' ? undefined : failureRange(cx, it.path, returned);
    judgeExit(worldOf(cx, it.path), it.path.contract, {
      at: it.exit?.at ?? program.graph.nameAt,
      leftAt: lastGoto(it.path),
      isProbe: cx.probes.has(program.graph.name),
      isOpening: cx.openers.has(program.graph.name),
      functionName: program.graph.name,
      store: it.path.store,
      returned,
      // A function given up on may release on a path nobody saw.
      failing: run.exhausted === undefined ? failing : 'no',
      kept: it.path.kept,
      freed: it.path.freed,
      testedFields: cx.testedFields,
      untestedFields: cx.untestedFields,
      undoneSince: (entry) => undoneSince(it.path, entry),
      hasAskedUnnamed: (entry) => hasAskedUnnamed(it.path, entry),
      isLeftAlone: cx.isLeftAlone,
      isGivenUp: (entry) => cx.isGivenUp(entry, outcome),
      isUnaided: (entry) => cx.isUnaided(entry, outcome),
      isShutOut: (entry) => {
        if (run.exhausted !== undefined) return false;
        const cleared = clearedBeside(cx, it.path, entry);
        const told = failing === 'no' ? clearedAgain(cx, cleared, entry, program.graph) : cleared;
        return (failing !== 'no' || 0 < told.length) && cx.isShutOut(entry, outcome, told);
      },
      isDoubtful: (entry) => isLeakDoubtful(cx, it.path, entry),
    });
  }
  const returned = run.exhausted === undefined ? returnedRange(cx, program, run.ended) : undefined;
  return { ...run, program, releasedOnFailure, stoppedOnFailure, keptOnSuccess, failingTests, returned };
}

/** The range around everything that is returned. A path nobody could follow to its end may return anything. */
function returnedRange(cx: ExecContext, program: Program, ended: readonly EndedPath[]): Interval | undefined {
  if (resolveType(program.graph.returns, cx.index).kind === 'pointer') return undefined;
  let around: Interval | undefined;
  for (const it of ended) {
    if (it.reason.kind === 'never-returns' || it.reason.kind === 'infeasible') continue;
    const returned = it.reason.kind === 'returned' ? returnedTerm(cx, it) : undefined;
    if (returned === undefined) return undefined;
    const own = range(cx.terms, it.path.facts, returned);
    around = around === undefined ? own : rangeAround(around, own);
  }
  return around;
}

const rangeAround = (left: Interval, right: Interval): Interval => ({
  minimum: Math.min(left.minimum, right.minimum),
  maximum: Math.max(left.maximum, right.maximum),
});

/** The last `goto` of the function itself. */
function lastGoto(path: Path): Span | undefined {
  for (let trace = path.trace; trace !== undefined; trace = trace.before) {
    const { step } = trace;
    if (step.kind === 'goto' && step.depth === 0) return step.at;
  }
  return undefined;
}

function returnedTerm(cx: ExecContext, { path, exit }: EndedPath): Term | undefined {
  return exit?.value === undefined ? undefined : evaluate(cx, path, exit.value, exit.at);
}

function entryPath(cx: ExecContext, program: Program): Path {
  const { graph } = program;
  let locals = emptyMap<LocalId, Term>();
  let facts = noConstraints;
  for (const local of graph.locals.slice(0, graph.parameterCount)) {
    const type = resolveType(local.type, cx.index);
    const kind = isBytes(type) ? 'byte-buffer' : 'parameter';
    const info = { ...valueTypeOf(local.type, cx.index), name: local.name, kind };
    const symbol = cx.terms.symbol(parameterKey(graph.name, local.id), info);
    locals = locals.set(local.id, symbol);
    if (isReadFirst(graph, local.id)) facts = assume(cx.terms, facts, symbol, true) ?? facts;
  }
  return {
    frame: {
      program,
      key: `${graph.name}/`,
      depth: 0,
      block: 0 as BlockId,
      index: 0,
      locals,
      rounds: emptyMap(),
      caller: undefined,
    },
    store: emptyStore,
    facts,
    contract: [],
    context: { called: cx.calledAs(graph.name) ?? unknownCaller(graph), sections: [], undecided: [] },
    kept: new Set(),
    freed: new Set(),
    told: undefined,
    trace: undefined,
  };
}

/** Whether a function reads through a parameter before it asks anything: nobody calls it with NULL. */
function isReadFirst({ blocks }: FunctionGraph, parameter: LocalId): boolean {
  const isOfParameter = ({ root }: Place): boolean =>
    root.kind === 'pointee' && root.pointer.kind === 'local' && root.pointer.local === parameter;
  return (blocks[0]?.instrs ?? []).some((it) => (it.kind === 'load' || it.kind === 'store') && isOfParameter(it.place));
}

const unknownCaller = ({ name, nameAt }: FunctionGraph): Called => ({ as: 'unknown', how: name, at: nameAt });

/** `void *`, `u8 *`, `char *`: a buffer rather than a driver object. */
function isBytes(type: ReturnType<typeof resolveType>): boolean {
  if (type.kind !== 'pointer') return false;
  const { to } = type;
  return (
    to.kind === 'void' ||
    ((to.kind === 'integer' || to.kind === 'named') && /^(__)?(u8|s8|char|unsigned char)$/.test(to.name))
  );
}
