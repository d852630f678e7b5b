import { apiByName, constantByName } from '../api/index.js';
import type { Span } from '../base/span.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ContractEvent } from '../contract/event.js';
import { maxInlinedSteps } from '../exec/call-inline.js';
import type { ExecContext } from '../exec/context.js';
import type { Path, Trace } from '../exec/path.js';
import { type Program, programOf } from '../exec/program.js';
import { type FunctionRun, runFunction } from '../exec/run-function.js';
import { isExploredToItsEnd } from '../exec/summary/returned-paths.js';
import { summarize } from '../exec/summary/collect.js';
import type { Reach, Summary } from '../exec/summary/summary.js';
import { lengthOf } from '../graph/function-graph.js';
import { isElsewhere } from '../module/address.js';
import { type Constraints, noConstraints } from '../symbolic/constraints.js';
import type { Interval } from '../symbolic/interval.js';
import type { RootRegion } from '../symbolic/region.js';
import { createTerms, type Terms } from '../symbolic/term.js';
import type { Budget } from './file-analysis.js';
import type { ParsedFile } from '../module/parsed-file.js';
import { collectFields } from '../fields/collect.js';
import { judgeFields } from '../fields/judge.js';
import { type FieldNotes, noFieldNotes } from '../exec/field-notes.js';
import { mayBelongTogether } from '../fields/belong-together.js';
import { neverFilled } from '../fields/never-filled.js';
import { neverReleased } from '../fields/never-released.js';
import { unsetDirections } from '../fields/unset-direction.js';
import type { FieldRecord } from '../fields/record.js';
import { neverGivenBack } from './never-given-back.js';
import { testedFields } from './tested-fields.js';
import { untestedFields } from './untested-fields.js';
import { touchedFields } from './touched-fields.js';
import { writtenFields } from './written-fields.js';
import { withoutNeeded } from './atomic-allocations.js';
import { leftAlone } from './left-alone.js';
import { callersOf, sectionLeavers } from './calling-contexts.js';
import { bottomUp } from './bottom-up.js';
import { concernedFunctions } from './concerned.js';
import { calledByOthers, calledHere, openersOf, probesOf } from './roles.js';
import { atIgnoredResult, isLeakOfOther, settle } from './settle.js';

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
  // Nobody explores these by themselves here: they take as many steps as they are long at least.
  const lengths = new Map(file.reachable.map((graph) => [graph.name, lengthOf(graph)]));
  const concerned = concernedFunctions(file.index, new Map(followable.map((graph) => [graph.name, graph])), apiByName);
  const toFollow: Budget = { ...budget, steps: Math.min(budget.steps, maxInlinedSteps + 1) };
  const stepsAlone = new Map<string, number>();
  const returned = new Map<string, Interval>();
  const tested = testedFields(
    graphs,
    (name) => apiByName(name)?.does === 'check-error',
    (name) => apiByName(name)?.does === 'map',
  );
  const untested = untestedFields(graphs, file.index, apiByName);
  const memory: ExecContext['memory'] = new Map();
  const readFrom: ExecContext['readFrom'] = new Map();
  const joinedFrom: ExecContext['joinedFrom'] = new Map();
  const madeWith: ExecContext['madeWith'] = new Map();
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
  const isLeftAlone = leftAlone(file, [...graphs, ...file.others], apiByName);
  const isForgotten = neverGivenBack(file.index, apiByName);
  const calledAs = callersOf(file.index);
  const leavesSections = sectionLeavers(file.index, apiByName);
  const called = calledHere(file);
  const mentioned = calledByOthers(file);
  const events: Witnessed[] = [];
  const explored = new Map<string, ExploredFunction>();
  const reaches = new Map<string, Reach>();
  const summaries = new Map<string, Summary | undefined>();
  const summaryOf = (cx: ExecContext, name: string): Summary | undefined => {
    const run = summaries.has(name) ? undefined : explored.get(name)?.run;
    if (run !== undefined) summaries.set(name, summarize(cx, run));
    return summaries.get(name);
  };
  // Those of other files are explored when their own file is.
  const names = new Set(own.map((graph) => graph.name));
  for (const functionName of bottomUp([...names], concerned.callees)) {
    const program = names.has(functionName) ? programs.get(functionName) : undefined;
    if (program === undefined) continue;
    const raised: Witnessed[] = [];
    const fieldNotes = noFieldNotes();
    notes.set(functionName, fieldNotes);
    const seen = new Map<string, SeenEntry[]>();
    const exposed = { driver: new Set<RootRegion>(), kernel: new Set<RootRegion>() };
    const cx: ExecContext = {
      terms,
      index: file.index,
      programs,
      apiByName,
      constantByName,
      stepsOf: (name) => stepsAlone.get(name) ?? lengths.get(name),
      returnedBy: (name) => returned.get(name),
      summaryOf: (name) => summaryOf(cx, name),
      reachOf: (name) => reaches.get(name),
      exposed,
      isAside: (name) => !concerned.functions.has(name),
      touchedFields: fieldsOf,
      memory,
      readFrom,
      joinedFrom,
      madeWith,
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
      isLeftAlone: (entry) => isLeftAlone(functionName, entry),
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
    if (run.returned !== undefined) returned.set(functionName, run.returned);
    explored.set(functionName, { run, raised, seen: [...seen.values()].flat() });
    const fields = fieldsOf(functionName);
    if (isExploredToItsEnd(run) && fields !== undefined) reaches.set(functionName, { fields, exposed });
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
    ...neverFilled(collected, collected.record, {
      index: file.index,
      graphs: [...graphs, ...file.others],
      text: file.text.own,
      isAlone: file.isAlone,
    }),
  ];
  for (const it of apart) {
    if (isElsewhere(it.event.at) || events.some(({ event }) => event.at.start === it.event.at.start)) continue;
    proven.push({ trace: undefined, facts: noConstraints, ...it });
  }
  return { terms, events: proven, seen: inOrder.flatMap(({ seen }) => seen), runs, memory };
}

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
    stoppedOnFailure: new Set(),
    keptOnSuccess: new Set(),
    failingTests: new Set(),
    returned: undefined,
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

function isPlausible(event: ContractEvent, fields: FieldRecord): boolean {
  if (event.id !== 'UNMAPPED_AFTER_FREE') return true;
  return mayBelongTogether(fields, event.fields.handle, event.fields.memory);
}
