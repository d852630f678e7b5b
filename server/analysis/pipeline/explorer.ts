// One file walked function by function: what stays the same for all of them, and what each showed.
import { apiByName, constantByName } from '../api/index.js';
import type { Span } from '../base/span.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ContractEvent } from '../contract/event.js';
import { maxInlinedSteps } from '../exec/call-inline.js';
import type { ExecContext } from '../exec/context.js';
import { type FieldNotes, noFieldNotes } from '../exec/field-notes.js';
import type { Path, Trace } from '../exec/path.js';
import { type Program, programOf } from '../exec/program.js';
import { type FunctionRun, runFunction } from '../exec/run-function.js';
import { summarize } from '../exec/summary/collect.js';
import { isExploredToItsEnd } from '../exec/summary/returned-paths.js';
import type { Reach, Summary } from '../exec/summary/summary.js';
import { type FunctionGraph, lengthOf } from '../graph/function-graph.js';
import type { ParsedFile } from '../module/parsed-file.js';
import type { Constraints } from '../symbolic/constraints.js';
import type { RootRegion } from '../symbolic/region.js';
import { createTerms } from '../symbolic/term.js';
import { bottomUp } from './bottom-up.js';
import { callersOf, sectionLeavers } from './calling-contexts.js';
import { type Concerned, concernedFunctions } from './concerned.js';
import type { Budget } from './file-analysis.js';
import { LeftAlone } from './left-alone.js';
import { openersOf, probesOf } from './roles.js';
import { testedFields } from './tested-fields.js';
import { doneElsewhere } from './done-elsewhere.js';
import { touchedFields } from './touched-fields.js';
import { untestedFields } from './untested-fields.js';
import { writtenFields } from './written-fields.js';

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

/** What the paths of one function showed. */
export interface ExploredFunction {
  readonly run: FunctionRun;
  readonly raised: readonly Witnessed[];
  readonly seen: readonly SeenEntry[];
}

/** What is the same for every function of a file: what the text says, and where paths note what terms stand for. */
type SharedContext = Omit<
  ExecContext,
  | 'stepsOf'
  | 'returnedBy'
  | 'summaryOf'
  | 'reachOf'
  | 'exposed'
  | 'fieldNotes'
  | 'isLeftAlone'
  | 'isGivenUp'
  | 'isUnaided'
  | 'isShutOut'
  | 'observer'
>;

export class Explorer {
  readonly shared: SharedContext;
  readonly explored = new Map<string, ExploredFunction>();
  /** What the paths of each function left in fields, and took from them. */
  readonly fieldNotes = new Map<string, FieldNotes>();
  /** The graphs of the file's own functions, and of all its module knows. */
  readonly own: readonly FunctionGraph[];
  readonly graphs: readonly FunctionGraph[];
  readonly #budget: Budget;
  readonly #isCancelled: () => boolean;
  readonly #concerned: Concerned;
  readonly #leftAlone: LeftAlone;
  /** Nobody explores functions of other files here: they take as many steps as they are long at least. */
  readonly #lengths: ReadonlyMap<string, number>;
  readonly #stepsAlone = new Map<string, number>();
  readonly #reaches = new Map<string, Reach>();
  readonly #summaries = new Map<string, Summary | undefined>();

  constructor(file: ParsedFile, budget: Budget, isCancelled: () => boolean) {
    this.own = file.cone.flatMap(({ graph }) => graph ?? []);
    this.graphs = [...this.own, ...file.elsewhere];
    const followable = [...this.own, ...file.reachable];
    this.#budget = budget;
    this.#isCancelled = isCancelled;
    this.#concerned = concernedFunctions(file.index, new Map(followable.map((it) => [it.name, it])), apiByName);
    this.#lengths = new Map(file.reachable.map((graph) => [graph.name, lengthOf(graph)]));
    const programs = new Map(followable.map((graph) => [graph.name, programOf(graph)]));
    this.shared = sharedContext(file, this.graphs, programs, this.#concerned);
    this.#leftAlone = new LeftAlone(file, [...this.graphs, ...file.others], this.shared);
  }

  /** Explores every function of the file, callees before their callers. */
  exploreAll(): void {
    const names = new Set(this.own.map((graph) => graph.name));
    for (const name of bottomUp([...names], this.#concerned.callees)) {
      // Those of other files are explored when their own file is.
      const program = names.has(name) ? this.shared.programs.get(name) : undefined;
      if (program !== undefined) this.#explore(name, program);
    }
  }

  #explore(name: string, program: Program): void {
    const raised: Witnessed[] = [];
    const seen = new Map<string, SeenEntry[]>();
    const cx = this.#contextOf(name, raised, seen);
    const { functions, followed } = this.#concerned;
    const isCancelled = this.#isCancelled;
    if (!functions.has(name)) {
      const budget = { ...this.#budget, steps: Math.min(this.#budget.steps, maxInlinedSteps + 1) };
      if (followed.has(name)) this.#stepsAlone.set(name, runFunction(cx, program, { budget, isCancelled }).steps);
      this.explored.set(name, { run: nothingShown(program), raised: [], seen: [] });
      return;
    }
    const run = runFunction(cx, program, { budget: this.#budget, isCancelled });
    this.#stepsAlone.set(name, run.steps);
    this.explored.set(name, { run, raised, seen: [...seen.values()].flat() });
    const fields = cx.touchedFields(name);
    if (isExploredToItsEnd(run) && fields !== undefined) this.#reaches.set(name, { fields, exposed: cx.exposed });
  }

  #contextOf(functionName: string, raised: Witnessed[], seen: Map<string, SeenEntry[]>): ExecContext {
    const fieldNotes = noFieldNotes();
    this.fieldNotes.set(functionName, fieldNotes);
    const cx: ExecContext = {
      ...this.shared,
      stepsOf: (name) => this.#stepsAlone.get(name) ?? this.#lengths.get(name),
      returnedBy: (name) => this.explored.get(name)?.run.returned,
      summaryOf: (name) => this.#summaryOf(cx, name),
      reachOf: (name) => this.#reaches.get(name),
      exposed: { driver: new Set<RootRegion>(), kernel: new Set<RootRegion>() },
      fieldNotes,
      isLeftAlone: (entry) => this.#leftAlone.isLeftAlone(functionName, entry),
      isGivenUp: (entry, returned) => this.#leftAlone.isGivenUp(functionName, entry, returned),
      isUnaided: (entry, returned) => this.#leftAlone.isUnaided(functionName, entry, returned),
      isShutOut: (entry, returned, cleared) => this.#leftAlone.isShutOut(functionName, entry, returned, cleared),
      observer: {
        event: (event, path) => raised.push({ event, functionName, trace: path.trace, facts: path.facts }),
        site: (at, entry, path) => note(seen, { at, functionName, entry, trace: path.trace, facts: path.facts }, path),
      },
    };
    return cx;
  }

  #summaryOf(cx: ExecContext, name: string): Summary | undefined {
    const run = this.#summaries.has(name) ? undefined : this.explored.get(name)?.run;
    if (run !== undefined) this.#summaries.set(name, summarize(cx, run));
    return this.#summaries.get(name);
  }
}

function sharedContext(
  file: ParsedFile,
  graphs: readonly FunctionGraph[],
  programs: ReadonlyMap<string, Program>,
  concerned: Concerned,
): SharedContext {
  return {
    terms: createTerms(),
    index: file.index,
    programs,
    apiByName,
    constantByName,
    isAside: (name) => !concerned.functions.has(name),
    touchedFields: touchedFields(file.index),
    doneElsewhere: doneElsewhere(file.index, apiByName),
    memory: new Map(),
    readFrom: new Map(),
    joinedFrom: new Map(),
    madeWith: new Map(),
    memberOf: new Map(),
    storedIn: new Map(),
    placeOf: new Map(),
    writtenFields: writtenFields(graphs),
    followed: new Set(),
    notFollowed: new Set(),
    testedFields: testedFields(
      graphs,
      (name) => apiByName(name)?.does === 'check-error',
      (name) => apiByName(name)?.does === 'map',
    ),
    untestedFields: untestedFields(graphs, file.index, apiByName),
    calledAs: callersOf(file.index),
    leavesSections: sectionLeavers(file.index, apiByName),
    probes: probesOf(file),
    openers: openersOf(file),
  };
}

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
