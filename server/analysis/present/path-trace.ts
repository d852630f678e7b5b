import { type EventId, explain, type MachineEvent, type Severity, severityOf } from '#engine';
import { createLineIndex } from '../base/line-index.js';
import type { Span } from '../base/span.js';
import { type ContractEntry, isReference } from '../contract/entry.js';
import { stepsOf, type TraceStep } from '../exec/path.js';
import type { EndedPath } from '../exec/outcome.js';
import type { StopReason } from '../exec/stop-reason.js';
import type { Note } from '../findings/finding.js';
import type { UnitText } from '../module/unit-text.js';
import type { SourceFile } from '../module/source-file.js';
import type { ParsedFile } from '../module/parsed-file.js';
import type { ReplayedFile } from '../pipeline/replayed-file.js';
import { isArtifact, type Replay } from '../replay/machine.js';
import { capitalized, sourceNames } from '../replay/names.js';
import { planTrace } from '../replay/plan.js';
import { finished } from '../replay/planner.js';
import { placed } from '../pipeline/anchor.js';
import { code, nameOf, showDirection } from '../rules/words.js';
import { showTerm } from '../symbolic/show.js';
import { placeOf, reportNote } from './report.js';
import { resultNote } from './result-note.js';

/** One function of the cone with every path through it that was followed to an end. */
export interface FunctionTrace {
  readonly functionName: string;
  readonly at: Span;
  readonly paths: readonly PathTrace[];
  /** Why there may be more paths than these. */
  readonly missing: string | undefined;
}

export interface PathTrace {
  /** What matters to DMA, in the order in which it happens. */
  readonly steps: readonly TracedStep[];
  /** Numbers and other things the replay took for granted. */
  readonly assumptions: readonly string[];
  /** Why the path ends. */
  readonly end: string;
}

export interface TracedStep extends Note {
  /** What the step did on the machine. */
  readonly machine: readonly MachineNote[];
}

export interface MachineNote {
  /** `RESULT`: what a call gave back. */
  readonly id: EventId | 'RESULT';
  readonly severity: Severity;
  readonly message: string;
}

export function pathTraces(file: ReplayedFile, { cone }: ParsedFile): readonly FunctionTrace[] {
  const { runs } = file.explored;
  return cone.map(({ declaration: { name, at } }) => {
    const run = runs.get(name);
    return {
      functionName: name,
      at,
      paths: (run?.ended ?? []).flatMap((it) => pathTrace(file, it)),
      missing: run === undefined ? 'the function could not be read' : outOfBudget(run.exhausted),
    };
  });
}

function pathTrace(file: ReplayedFile, { path, reason, exit }: EndedPath): readonly PathTrace[] {
  const { text } = file;
  const end = exit === undefined ? endInWords(reason) : textAt(text, exit.at);
  if (end === undefined) return [];
  const planner = planTrace(file.facts, path);
  const replay = file.machine.play(finished(planner));
  const steps = stepsOf(path.trace).map((step, position) => ({
    ...placed(text, { at: step.at, message: stepInWords(text, step) }),
    machine: machineNotes(file, replay, position),
  }));
  return [{ steps, assumptions: [...planner.numbers.assumptions, ...planner.assumptions.keys()], end }];
}

function machineNotes({ text }: ReplayedFile, replay: Replay, position: number): readonly MachineNote[] {
  const names = sourceNames(replay, text);
  return replay.played
    .filter(({ op }) => op.step === position)
    .flatMap((played): readonly MachineNote[] => {
      const result = resultNote(played);
      return [
        ...played.events
          .filter((event) => !isArtifact(event) && !isIdle(event))
          .map((event) => ({ id: event.id, severity: severityOf(event), message: capitalized(explain(event, names)) })),
        ...(result === undefined ? [] : [{ id: 'RESULT', severity: 'info', message: result } as const]),
      ];
    });
}

/** A barrier nothing waited for. */
const isIdle = (event: MachineEvent): boolean => event.id === 'BARRIER' && event.drained === 0;

/** The source of a range on one line. */
const textAt = (text: UnitText, at: Span): string => code(text.slice(at).replaceAll(/\s+/g, ' '));

const outOfBudget = (budget: 'steps' | 'paths' | undefined): string | undefined =>
  budget === undefined ? undefined : `out of budget for ${budget}`;

function stepInWords(text: UnitText, step: TraceStep): string {
  switch (step.kind) {
    case 'branch':
      return `${textAt(text, step.at)} is ${step.holds}`;
    case 'enter':
      return `calls ${code(step.functionName)}`;
    case 'leave':
      return 'comes back';
    case 'api':
      return `${code(step.name)}: ${entryInWords(step.entry)}`;
    case 'access':
      return `the CPU ${step.access === 'read' ? 'reads' : 'writes'} ${nameOf(step.entry)}`;
    case 'use':
      return code(step.name);
    case 'goto':
      return textAt(text, step.at);
    case 'start':
      return `${code(step.name)} may start the device`;
    default:
      return step satisfies never;
  }
}

/** The entry as it is after the call: `addr`, `len` bytes, `DMA_TO_DEVICE`, unchecked, owned by the device. */
function entryInWords(entry: ContractEntry): string {
  const isOwned = entry.state !== 'released' && !isReference(entry);
  const unit = entry.family === 'sg' ? 'entries' : 'bytes';
  return [
    nameOf(entry),
    ...(entry.size === undefined ? [] : [`${code(showTerm(entry.size))} ${unit}`]),
    ...(entry.direction === undefined ? [] : [showDirection(entry.direction)]),
    entry.state,
    ...(isOwned ? [`owned by the ${owners[entry.owner]}`] : []),
  ].join(', ');
}

const owners: Record<ContractEntry['owner'], string> = { cpu: 'CPU', device: 'device' };

/** `undefined` for a path that is no way through the function, or one that goes on as another. */
function endInWords(reason: StopReason): string | undefined {
  switch (reason.kind) {
    case 'returned':
      return 'returns';
    case 'never-returns':
      return 'never returns';
    case 'loop-bound':
      return 'goes round a loop again';
    case 'out-of-budget':
      return `not followed further: out of budget for ${reason.budget}`;
    case 'unsupported':
      return `not followed further: ${reason.what}`;
    case 'infeasible':
    case 'merged':
      return undefined;
    default:
      return reason satisfies never;
  }
}

/** How editors and compilers grade a line. */
const noteKinds: Readonly<Record<Severity, string>> = {
  info: 'note',
  warning: 'warning',
  error: 'error',
  fatal: 'error',
};

/** The form of findings, so that editors jump to every step. */
export function renderTraceText({ path, text }: SourceFile, traces: readonly FunctionTrace[]): string {
  const lines = createLineIndex(text);
  return traces
    .flatMap(({ functionName, paths, missing }) => [
      ...paths.flatMap(({ steps, assumptions, end }, index) => [
        `${functionName}: path ${index + 1} of ${paths.length}: ${end}`,
        ...steps.flatMap(({ machine, ...step }) => {
          const note = reportNote(path, lines, step);
          const place = `${note.path}:${note.line}:${note.column}`;
          return [
            `${place}: note: ${note.message}`,
            ...machine.map((it) => `${place}: ${noteKinds[it.severity]}: ${it.message}`),
          ];
        }),
        ...assumptions.map((it) => `${functionName}: assuming ${it}`),
      ]),
      ...(missing === undefined ? [] : [`${functionName}: not every path is shown: ${missing}`]),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

export function renderTraceJson({ path, text }: SourceFile, traces: readonly FunctionTrace[]): string {
  const lines = createLineIndex(text);
  const all = traces.map(({ functionName, at, paths, missing }) => ({
    path,
    function: functionName,
    ...placeOf(lines, at),
    paths: paths.map(({ steps, assumptions, end }) => ({
      end,
      steps: steps.map(({ machine, ...step }) => ({ ...reportNote(path, lines, step), machine })),
      assumptions,
    })),
    missing: missing ?? null,
  }));
  return `${JSON.stringify(all, undefined, 2)}\n`;
}
