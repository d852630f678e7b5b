import type { Platform } from '#engine';
import { encloses, type Span } from '../base/span.js';
import { isLeak } from '../contract/event.js';
import { stepsOf } from '../exec/path.js';
import type { Cancellation } from '../base/cancellation.js';
import { collectFindings, type ReportedProblem } from '../findings/collect.js';
import type { SidecarEntry } from '../findings/suppress.js';
import { deviceMismatch } from '../rules/dma/device-mismatch.js';
import { doubleFree } from '../rules/dma/double-free.js';
import { doubleUnmap } from '../rules/dma/double-unmap.js';
import { incompleteLoopUnwind } from '../rules/dma/incomplete-loop-unwind.js';
import { wrongDevice } from '../rules/dma/wrong-device.js';
import { allRules } from '../rules/index.js';
import { apiByName } from '../api/index.js';
import { dispatch } from '../rules/dispatch.js';
import { checkWritten } from '../written/check-file.js';
import { createParser, type ParserWasm } from '../tree/parser.js';
import { type ExploredFile, exploreFile } from './analyze-functions.js';
import type { Witnessed } from './explorer.js';
import {
  type AnalysisOptions,
  type Budget,
  type FileAnalysis,
  type FunctionReport,
  withMappings,
} from './file-analysis.js';
import { type BuildFacts, noOtherFiles, type ModuleFiles } from '../module/module-files.js';
import { Modules } from '../module/module.js';
import type { ConeFunction, ParsedFile } from '../module/parsed-file.js';
import type { SourceFile } from '../module/source-file.js';
import type { FunctionRun } from '../exec/run-function.js';
import { mappingSites } from './mapping-sites.js';
import { prepareReplay, verdictOn, type ReplayedFile } from './replayed-file.js';
import { witness } from './witness.js';
import { anchorIn, placed } from './anchor.js';
import { isPossibleIn } from './build-facts.js';

/** Answers for one file at a time. Owns a parser: `dispose` when done. */
export interface Analyzer {
  /** Whether a file has anything to do with DMA, by itself or through its module. */
  concerns(file: SourceFile): boolean;
  /** What a cancelled one answers means nothing. */
  analyze(file: SourceFile, options: AnalysisOptions, cancellation?: Cancellation): FileAnalysis;
  /** The same for several machines, one after the other. The text is explored once. */
  analyzeOnEach(
    file: SourceFile,
    platforms: readonly Platform[],
    options: Omit<AnalysisOptions, 'platform'>,
  ): Iterable<PlatformAnalysis>;
  dispose(): void;
}

export interface PlatformAnalysis {
  readonly platform: Platform;
  readonly analysis: FileAnalysis;
}

const nothing: FileAnalysis = { findings: [], suppressed: [], notices: [], functions: [], mappings: [] };

/** `files`: where it finds the headers of a file and the others of its module. */
export async function createAnalyzer(wasm: ParserWasm, files: ModuleFiles = noOtherFiles): Promise<Analyzer> {
  const parser = await createParser(wasm);
  const modules = new Modules(parser, files);
  const understand = (file: SourceFile, budget: Budget, isCancelled = () => false): UnderstoodFile | undefined => {
    const parsed = modules.parse(file, isCancelled);
    if (parsed === undefined) return undefined;
    const explored = exploreFile(parsed, budget, isCancelled);
    const build = files.buildOf?.(file.path);
    return { parsed, explored, build, written: writtenProblems(parsed, build) };
  };
  return {
    concerns: (file) => modules.concerns(file),
    analyze(file, options, cancellation) {
      const isCancelled = (): boolean => cancellation?.isCancelled === true;
      if (!modules.concerns(file, isCancelled)) return nothing;
      const understood = understand(file, options.budget, isCancelled);
      return understood === undefined ? nothing : judge(understood, options);
    },
    *analyzeOnEach(file, platforms, options) {
      const understood = modules.concerns(file) ? understand(file, options.budget) : undefined;
      for (const platform of platforms) {
        yield { platform, analysis: understood === undefined ? nothing : judge(understood, { ...options, platform }) };
      }
    },
    dispose: () => parser.delete(),
  };
}

/** All that is known of a file before a machine is asked about it. */
interface UnderstoodFile {
  readonly parsed: ParsedFile;
  readonly explored: ExploredFile;
  readonly build: BuildFacts | undefined;
  readonly written: readonly ReportedProblem[];
}

function judge({ parsed, explored, build, written }: UnderstoodFile, options: AnalysisOptions): FileAnalysis {
  const replayed = prepareReplay(parsed, explored, options.platform);
  const functions = parsed.cone.map((it) => functionReport(it, explored.runs.get(it.declaration.name)));
  const followed = reportable(explored.events, options)
    .filter(({ event }) => isPossibleIn(build, event))
    .flatMap((it) => problemsOf(replayed, it, parsed));
  const problems = [...followed, ...withoutFollowed(withoutMismatched(written, followed), followed)];
  const sidecar: readonly SidecarEntry[] = options.sidecar ?? [];
  const collected = collectFindings(problems, {
    text: parsed.text.own,
    functions,
    sidecar,
    levels: levelsOf(options),
    minConfidence: options.minConfidence,
    stateOf: (rule) => ruleState(rule, options),
  });
  return withMappings({ ...collected, functions }, () => mappingSites(replayed));
}

/**
 * A mapping that a function leaks is leaked by all its callers too: it is reported at the exits of the function that
 * made it, and at a caller's only where no inner function leaks it.
 */
function reportable(all: readonly Witnessed[], options: AnalysisOptions): readonly Witnessed[] {
  const events = ruleState(incompleteLoopUnwind.id, options) === 'on' ? withoutUnwound(all) : all;
  const innermost = new Map<number, number>();
  for (const { event, trace } of events) {
    if (!isLeak(event)) continue;
    const depth = depthOf(trace, event.entry.origin.at.start);
    const known = innermost.get(event.entry.origin.at.start);
    if (known === undefined || depth < known) innermost.set(event.entry.origin.at.start, depth);
  }
  return shortestOfEach(events).filter(({ event, trace }) => {
    if (!isLeak(event)) return true;
    const { start } = event.entry.origin.at;
    return depthOf(trace, start) === innermost.get(start);
  });
}

/** A release for a device that does no DMA is one for another device than the mapping's, where that was found. */
function withoutMismatched(
  written: readonly ReportedProblem[],
  followed: readonly ReportedProblem[],
): readonly ReportedProblem[] {
  const mismatched = followed.flatMap(({ rule, at }) => (rule === deviceMismatch.id ? [at.start] : []));
  return written.filter(({ rule, at }) => rule !== wrongDevice.id || !mismatched.includes(at.start));
}

/** What a path shows is not told of again, and what it shows to be released twice not where it was released first. */
function withoutFollowed(
  written: readonly ReportedProblem[],
  followed: readonly ReportedProblem[],
): readonly ReportedProblem[] {
  const isTwice = ({ rule }: ReportedProblem): boolean => rule === doubleFree.id || rule === doubleUnmap.id;
  const firsts = new Set(followed.filter(isTwice).flatMap(({ notes }) => notes.map(({ at }) => at.start)));
  const isFollowed = ({ rule, at }: ReportedProblem): boolean =>
    followed.some((it) => it.rule === rule && it.at.start === at.start);
  const isOfFirst = ({ at, notes }: ReportedProblem): boolean =>
    [at, ...notes.map((it) => it.at)].some((it) => firsts.has(it.start));
  return written.filter((it) => !isFollowed(it) && !(isTwice(it) && isOfFirst(it)));
}

/** What a loop left behind is said at the loop, for those who asked for that, and not again where the function ends. */
function withoutUnwound(events: readonly Witnessed[]): readonly Witnessed[] {
  const unwound = new Set(
    events.flatMap(({ event }) => (event.id === 'INCOMPLETE_UNWIND' ? [event.entry.origin.at.start] : [])),
  );
  return events.filter(({ event }) => !isLeak(event) || !unwound.has(event.entry.origin.at.start));
}

/** Many paths show the same: the one with the fewest steps is the witness. */
function shortestOfEach(events: readonly Witnessed[]): readonly Witnessed[] {
  const shortest = new Map<string, Witnessed>();
  for (const it of events) {
    const { id, at, heuristics } = it.event;
    const origin = 'entry' in it.event ? it.event.entry.origin.at.start : undefined;
    const key = [id, at.start, at.end, origin, heuristics.join()].join(' ');
    const known = shortest.get(key);
    if (known === undefined || (it.trace?.length ?? 0) < (known.trace?.length ?? 0)) shortest.set(key, it);
  }
  return [...shortest.values()];
}

/** How many calls below the explored function the step at `start` was made. */
function depthOf(trace: Witnessed['trace'], start: number): number {
  let depth = 0;
  for (const step of stepsOf(trace)) {
    if (step.kind === 'enter') depth += 1;
    if (step.kind === 'leave') depth -= 1;
    if (step.kind === 'api' && step.at.start === start) return depth;
  }
  return depth;
}

function enclosingFunction(parsed: ParsedFile, at: Span): string | undefined {
  return parsed.cone.find(({ declaration }) => encloses(declaration.at, at))?.declaration.name;
}

/** What somebody set, and `off` for rules that are off by default. */
function levelsOf(options: AnalysisOptions): AnalysisOptions['rules'] {
  const off = allRules.filter((rule) => !rule.onByDefault && !options.rules.has(rule.id));
  return new Map([...off.map((rule) => [rule.id, 'off'] as const), ...options.rules]);
}

function ruleState(id: string, options: AnalysisOptions): 'on' | 'off' | 'unknown' {
  const rule = allRules.find((it) => it.id === id);
  if (rule === undefined) return 'unknown';
  return levelsOf(options).get(rule.id) === 'off' ? 'off' : 'on';
}

function problemsOf(replayed: ReplayedFile, witnessed: Witnessed, parsed: ParsedFile): readonly ReportedProblem[] {
  const { event, trace, functionName } = witnessed;
  const reports = dispatch(allRules, event);
  if (reports.length === 0) return [];
  const origin = 'entry' in event && event.entry.madeHere ? event.entry.origin.at : undefined;
  const { consequence, assumptions } = verdictOn(replayed, witnessed);
  return reports.flatMap(({ rule, problem }) => {
    const anchor = anchorIn(problem.at, 'entry' in event ? event.entry.origin.at : undefined, trace);
    if (anchor === undefined) return [];
    const notes = [...anchor.notes, ...witness(replayed.text, problem, trace, origin)];
    return {
      rule: rule.id,
      level: problem.level ?? rule.level,
      heuristics: event.heuristics,
      functionName: enclosingFunction(parsed, anchor.at) ?? functionName,
      at: anchor.at,
      message: problem.message,
      notes: notes.map((note) => placed(replayed.text, note)),
      origin,
      assumptions,
      consequence,
    };
  });
}

/** What the calls say by themselves: no path, no mapping, nothing for the machine to show. */
function writtenProblems(
  { index, cone, others, elsewhere, text }: ParsedFile,
  build: BuildFacts | undefined,
): readonly ReportedProblem[] {
  const graphs = [...cone.flatMap(({ graph }) => graph ?? []), ...others];
  const all = checkWritten(index, text.own, graphs, apiByName, elsewhere);
  return all
    .filter((event) => isPossibleIn(build, event))
    .flatMap((event) =>
      dispatch(allRules, event).map(({ rule, problem }) => ({
        rule: rule.id,
        level: problem.level ?? rule.level,
        heuristics: event.heuristics,
        functionName: event.functionName,
        at: problem.at,
        message: problem.message,
        notes: witness(text, problem, undefined, undefined).map((note) => placed(text, note)),
        origin: undefined,
        assumptions: [],
        consequence: undefined,
      })),
    );
}

function functionReport({ declaration, graph }: ConeFunction, run: FunctionRun | undefined): FunctionReport {
  const { name, at, nameAt } = declaration;
  return { name, at, nameAt, status: statusOf({ declaration, graph }, run) };
}

function statusOf({ declaration, graph }: ConeFunction, run: FunctionRun | undefined): FunctionReport['status'] {
  const [problem] = graph?.problems ?? [];
  if (graph === undefined || run === undefined) {
    return { kind: 'not-lowered', why: 'the parser found no body', problemAt: declaration.nameAt };
  }
  if (problem !== undefined) return { kind: 'not-lowered', why: problem.what, problemAt: problem.at };
  if (run.exhausted !== undefined) return { kind: 'out-of-budget', budget: run.exhausted };
  return { kind: 'analyzed', paths: run.ended.length, steps: run.steps };
}
