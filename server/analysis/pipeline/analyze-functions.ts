import { apiByName, constantByName } from '../api/index.js';
import { encloses, type Span } from '../base/span.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ContractEvent } from '../contract/event.js';
import { maxInlinedSteps } from '../exec/call-inline.js';
import type { ExecContext } from '../exec/context.js';
import { type Path, stepsOf, type Trace } from '../exec/path.js';
import { type Program, programOf } from '../exec/program.js';
import { type FunctionRun, type Release, runFunction, testKey } from '../exec/run-function.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import { isElsewhere } from '../module/address.js';
import { handsOn } from '../module/read-file.js';
import { type Constraints, noConstraints } from '../symbolic/constraints.js';
import { createTerms, type Terms } from '../symbolic/term.js';
import type { Budget } from './file-analysis.js';
import type { ParsedFile } from '../module/parsed-file.js';
import { collectFields } from '../fields/collect.js';
import { judgeFields } from '../fields/judge.js';
import { type FieldNotes, noFieldNotes } from '../exec/field-notes.js';
import { mayBelongTogether } from '../fields/belong-together.js';
import { neverReleased } from '../fields/never-released.js';
import { unsetDirections } from '../fields/unset-direction.js';
import type { FieldRecord } from '../fields/record.js';
import { neverGivenBack } from './never-given-back.js';
import { testedFields } from './tested-fields.js';
import { untestedFields } from './untested-fields.js';
import { touchedFields } from './touched-fields.js';
import { writtenFields } from './written-fields.js';
import { withoutNeeded } from './atomic-allocations.js';
import { callersOf, sectionLeavers } from './calling-contexts.js';
import { bottomUp } from './bottom-up.js';
import { concernedFunctions } from './concerned.js';
import { findEntryPoints } from '../index/entry-points.js';
import { functionNamed } from '../index/file-index.js';

/** An event with the path that proves it. */
export interface Witnessed {
  readonly event: ContractEvent;
  readonly functionName: string;
  readonly trace: Trace | undefined;
  readonly facts: Constraints;
}

/** An expression that stands for an entry on one path. */
export interface SeenEntry {
  readonly at: Span;
  readonly functionName: string;
  readonly entry: ContractEntry;
  readonly trace: Trace | undefined;
  readonly facts: Constraints;
}

export interface ExploredFile {
  readonly terms: Terms;
  readonly events: readonly Witnessed[];
  readonly seen: readonly SeenEntry[];
  readonly runs: ReadonlyMap<string, FunctionRun>;
  /** Where memory came from. */
  readonly memory: ExecContext['memory'];
}

/** What the paths of one function showed. */
interface ExploredFunction {
  readonly run: FunctionRun;
  readonly raised: readonly Witnessed[];
  readonly seen: readonly SeenEntry[];
}

/** Explores every function of the cone that was lowered. */
export function exploreFile(file: ParsedFile, budget: Budget, isCancelled: () => boolean): ExploredFile {
  const terms = createTerms();
  const programs = new Map<string, Program>();
  for (const { declaration, graph } of file.cone) {
    if (graph !== undefined) programs.set(declaration.name, programOf(graph));
  }
  const own = [...programs.values()].map((program) => program.graph);
  for (const graph of file.reachable) programs.set(graph.name, programOf(graph));
  const graphs = [...own, ...file.elsewhere];
  const followable = [...own, ...file.reachable];
  const lengths = new Map(file.reachable.map((graph) => [graph.name, lengthOf(graph)]));
  const concerned = concernedFunctions(file.index, new Map(followable.map((graph) => [graph.name, graph])), apiByName);
  const toFollow: Budget = { ...budget, steps: Math.min(budget.steps, maxInlinedSteps + 1) };
  const stepsAlone = new Map<string, number>();
  const tested = testedFields(graphs, (name) => apiByName(name)?.does === 'check-error');
  const untested = untestedFields(graphs, file.index, apiByName);
  const memory: ExecContext['memory'] = new Map();
  const readFrom: ExecContext['readFrom'] = new Map();
  const memberOf: ExecContext['memberOf'] = new Map();
  const storedIn: ExecContext['storedIn'] = new Map();
  const placeOf: ExecContext['placeOf'] = new Map();
  const notes = new Map<string, FieldNotes>();
  const written = writtenFields(graphs);
  const followed = new Set<string>();
  const notFollowed = new Set<string>();
  const fieldsOf = touchedFields(file.index);
  const probes = probesOf(file);
  const openers = openersOf(file);
  const isForgotten = neverGivenBack(file.index, apiByName);
  const calledAs = callersOf(file.index);
  const leavesSections = sectionLeavers(file.index, apiByName);
  const called = calledHere(file);
  const mentioned = calledByOthers(file);
  const events: Witnessed[] = [];
  const explored = new Map<string, ExploredFunction>();
  // Those of other files are explored when their own file is.
  const names = new Set(own.map((graph) => graph.name));
  for (const functionName of bottomUp([...names], concerned.callees)) {
    const program = names.has(functionName) ? programs.get(functionName) : undefined;
    if (program === undefined) continue;
    const raised: Witnessed[] = [];
    const fieldNotes = noFieldNotes();
    notes.set(functionName, fieldNotes);
    const seen = new Map<string, SeenEntry[]>();
    const cx: ExecContext = {
      terms,
      index: file.index,
      programs,
      apiByName,
      constantByName,
      stepsOf: (name) => stepsAlone.get(name) ?? lengths.get(name),
      isAside: (name) => !concerned.functions.has(name),
      touchedFields: fieldsOf,
      memory,
      readFrom,
      memberOf,
      storedIn,
      placeOf,
      fieldNotes,
      writtenFields: written,
      followed,
      notFollowed,
      testedFields: tested,
      untestedFields: untested,
      calledAs,
      leavesSections,
      probes,
      openers,
      observer: {
        event: (event, path) => raised.push({ event, functionName, trace: path.trace, facts: path.facts }),
        site: (at, entry, path) => note(seen, { at, functionName, entry, trace: path.trace, facts: path.facts }, path),
      },
    };
    if (!concerned.functions.has(functionName)) {
      const isFollowed = concerned.followed.has(functionName);
      if (isFollowed) stepsAlone.set(functionName, runFunction(cx, program, { budget: toFollow, isCancelled }).steps);
      explored.set(functionName, { run: nothingShown(program), raised: [], seen: [] });
      continue;
    }
    const run = runFunction(cx, program, { budget, isCancelled });
    stepsAlone.set(functionName, run.steps);
    explored.set(functionName, { run, raised, seen: [...seen.values()].flat() });
  }
  const inOrder = file.cone.flatMap(({ declaration }) => {
    const it = explored.get(declaration.name);
    return it === undefined ? [] : [{ declaration, ...it }];
  });
  const runs = new Map(inOrder.map(({ declaration, run }) => [declaration.name, run]));
  for (const { declaration, run, raised } of inOrder) {
    for (const it of raised) {
      const settled = settle(it.event, run, {
        within: declaration.at,
        isForgotten,
        hasCaller: mentioned.has(declaration.name),
      });
      const event = settled === undefined ? undefined : atIgnoredResult(settled, it.trace, file);
      if (event !== undefined) events.push({ ...it, event });
    }
  }
  const isCovered = (name: string): boolean =>
    called.has(name) && followed.has(name) && !notFollowed.has(name) && callersFinished(file, runs, name);
  for (const name of notes.keys()) if (isCovered(name)) notes.delete(name);
  const collected = collectFields(notes, [...graphs, ...file.others], { placeOf, readFrom, index: file.index, terms });
  const plausible = events.filter(
    (it) => !isCovered(it.functionName) && isPlausible(it.event, collected.record) && !isLeakOfOther(it.event, file),
  );
  const proven = [...withoutNeeded(plausible)];
  const apart = [
    ...judgeFields(collected, collected.record),
    ...(isFinished(runs) ? neverReleased(collected, collected.record, file.index) : []),
    ...unsetDirections(collected.record, file.index),
  ];
  for (const it of apart) {
    if (isElsewhere(it.event.at) || events.some(({ event }) => event.at.start === it.event.at.start)) continue;
    proven.push({ trace: undefined, facts: noConstraints, ...it });
  }
  return { terms, events: proven, seen: inOrder.flatMap(({ seen }) => seen), runs, memory };
}

/** Instructions of a function that nobody explored by itself: fewer steps than that will not do. */
const lengthOf = ({ blocks }: FunctionGraph): number => blocks.reduce((sum, { instrs }) => sum + instrs.length, 0);

/** What a function given up on does with a field nobody saw. */
const isFinished = (runs: ReadonlyMap<string, FunctionRun>): boolean =>
  [...runs.values()].every(({ exhausted }) => exhausted === undefined);

/** A function that leads nowhere near the API was looked at; there is nothing on its paths to tell. */
function nothingShown(program: Program): FunctionRun {
  return {
    program,
    ended: [],
    steps: 0,
    exhausted: undefined,
    releasedOnFailure: new Map(),
    keptOnSuccess: new Set(),
    failingTests: new Set(),
  };
}

/** Enough paths to say "on 2 of 3 paths", few enough to forget the rest. */
const maxSeenPerPlace = 8;

function note(seen: Map<string, SeenEntry[]>, it: SeenEntry, path: Path): void {
  // What a callee shows belongs to the callee, which is explored by itself.
  if (path.frame.depth !== 0) return;
  const key = `${it.functionName}:${it.at.start}:${it.at.end}`;
  const known = seen.get(key);
  if (known === undefined) seen.set(key, [it]);
  else if (known.length < maxSeenPerPlace) known.push(it);
}

interface Settling {
  readonly within: Span;
  readonly isForgotten: (entry: ContractEntry) => boolean;
  /** A function of the file calls this one, and may clean up what is in its own objects. */
  readonly hasCaller: boolean;
}

/** What only the end of all paths tells: the exit that does better, and what a test of zero was meant for. */
function settle(
  event: ContractEvent,
  run: FunctionRun,
  { within, isForgotten, hasCaller }: Settling,
): ContractEvent | undefined {
  switch (event.id) {
    case 'LEAK_MAPPING':
    case 'LEAK_ALLOCATION':
    case 'REFERENCE_LEAK': {
      const sibling = run.releasedOnFailure.get(event.entry.id);
      const undone = event.exit.undone.filter((it) => run.keptOnSuccess.has(it.id));
      // What others can reach may be released by them, unless this function is seen to do it by itself.
      const isOwn =
        isForgotten(event.entry) || isOwnSibling(event.entry, sibling, within) || isOutOfOrder(event.entry, undone);
      // Memory that a driver keeps is freed by whoever gives up on the whole of it.
      const isForCaller = hasCaller && event.id === 'LEAK_ALLOCATION';
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

/** A helper that undoes its own work, or a caller that walks a whole array, says nothing about this exit. */
function isOwnSibling(entry: ContractEntry, sibling: Release | undefined, within: Span): boolean {
  if (sibling === undefined || !sibling.wasShared) return false;
  if (entry.family === 'sg') return true;
  return !entry.madeInLoop && (encloses(within, sibling.at) || sibling.within.start !== entry.madeAt[0]?.start);
}

/** The exit undoes an earlier step, which stays done where all goes well: it went past the later one. */
function isOutOfOrder(entry: ContractEntry, undone: readonly ContractEntry[]): boolean {
  return !entry.madeInLoop && undone.some((it) => !it.madeInLoop);
}

/**
 * A helper that says whether it could allocate, and a caller that goes on without asking: the call of the helper is where
 * the test is missing.
 */
function atIgnoredResult(event: ContractEvent, trace: Trace | undefined, { index }: ParsedFile): ContractEvent {
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

/**
 * Whether every function that calls this one was explored to the end. Then all it does was seen with the arguments and
 * the memory it really gets, and what it could do with any others is no finding.
 */
function callersFinished(file: ParsedFile, runs: ReadonlyMap<string, FunctionRun>, name: string): boolean {
  for (const caller of file.index.functions.values()) {
    if (caller.name === name || !caller.mentions.has(name)) continue;
    const run = runs.get(caller.name);
    if (run === undefined || run.exhausted !== undefined) return false;
  }
  return true;
}

/** Functions that another one of the file names, whoever else does. */
function calledByOthers({ index }: ParsedFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, mentions } of index.functions.values()) {
    for (const word of mentions) if (word !== name && index.functions.has(word)) names.add(word);
  }
  return names;
}

/** Static functions that other functions of the file call, and nobody else. */
function calledHere({ index }: ParsedFile): ReadonlySet<string> {
  const called = new Set<string>();
  const entryPoints = new Set(findEntryPoints(index).map((entry) => entry.functionName));
  for (const { name, mentions } of index.functions.values()) {
    for (const word of mentions) {
      if (word !== name && index.functions.get(word)?.isStatic === true && !entryPoints.has(word)) called.add(word);
    }
  }
  return called;
}

// The bus calls no remove for a device whose probe failed: Linux drivers/base/dd.c, really_probe() (6.12).
function probesOf({ index }: ParsedFile): ReadonlySet<string> {
  return new Set(index.registrations.filter(({ how }) => /\.probe\b/.test(how)).map((it) => it.functionName));
}

function openersOf({ index }: ParsedFile): ReadonlySet<string> {
  return new Set(index.registrations.filter(({ how }) => opening.has(how)).map((it) => it.functionName));
}

/**
 * When these fail their subsystems do not call the function that undoes them. Linux 6.12: net/core/dev.c (__dev_open),
 * net/mac80211/driver-ops.c (drv_start), drivers/tty/serial/serial_core.c (uart_port_startup),
 * drivers/media/common/videobuf2/videobuf2-core.c (vb2_start_streaming), drivers/dma/dmaengine.c (dma_chan_get),
 * sound/core/pcm_native.c (snd_pcm_open_substream), fs/open.c (do_dentry_open).
 */
const opening: ReadonlySet<string> = new Set(
  [
    '.ndo_open of net_device_ops',
    '.start of ieee80211_ops',
    '.startup of uart_ops',
    '.start_streaming of vb2_ops',
    '.open of snd_pcm_ops',
    '.open of file_operations',
  ]
    .map((it) => `ops-table ${it}`)
    .concat('assigned to device_alloc_chan_resources'),
);

/** What a function of another file mapped for itself is leaked by that function, not by this file's call of it. */
function isLeakOfOther(event: ContractEvent, { index }: ParsedFile): boolean {
  if (event.id !== 'LEAK_MAPPING' && event.id !== 'LEAK_ALLOCATION' && event.id !== 'INCOMPLETE_UNWIND') return false;
  const { at } = event.entry.origin;
  if (!isElsewhere(at)) return false;
  const maker = [...index.externals.values()].find((it) => encloses(it.at, at));
  return maker === undefined || !handsOn(maker);
}

function isPlausible(event: ContractEvent, fields: FieldRecord): boolean {
  if (event.id !== 'UNMAPPED_AFTER_FREE') return true;
  return mayBelongTogether(fields, event.fields.handle, event.fields.memory);
}
