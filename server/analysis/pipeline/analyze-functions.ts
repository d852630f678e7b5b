import { apiByName } from '../api/index.js';
import type { ContractEntry } from '../contract/entry.js';
import { type ContractEvent, isLeak } from '../contract/event.js';
import type { ExecContext } from '../exec/context.js';
import type { FunctionRun } from '../exec/run-function.js';
import { mayBelongTogether } from '../fields/belong-together.js';
import { type CollectedFields, collectFields } from '../fields/collect.js';
import { judgeFields } from '../fields/judge.js';
import { neverFilled } from '../fields/never-filled.js';
import { neverReleased } from '../fields/never-released.js';
import type { FieldRecord } from '../fields/record.js';
import { unsetDirections } from '../fields/unset-direction.js';
import { isElsewhere } from '../module/address.js';
import type { ParsedFile } from '../module/parsed-file.js';
import { noConstraints } from '../symbolic/constraints.js';
import { rootOf } from '../symbolic/region.js';
import type { Terms } from '../symbolic/term.js';
import { withoutNeeded } from './atomic-allocations.js';
import { Explorer, type SeenEntry, type Witnessed } from './explorer.js';
import type { Budget } from './file-analysis.js';
import { neverGivenBack } from './never-given-back.js';
import { calledByOthers, calledHere } from './roles.js';
import { atIgnoredResult, isLeakOfOther, settle } from './settle.js';

export interface ExploredFile {
  readonly terms: Terms;
  readonly events: readonly Witnessed[];
  readonly seen: readonly SeenEntry[];
  readonly runs: ReadonlyMap<string, FunctionRun>;
  /** Where memory came from. */
  readonly memory: ExecContext['memory'];
}

/** Explores every function of the cone that was lowered, and judges what they showed together. */
export function exploreFile(file: ParsedFile, budget: Budget, isCancelled: () => boolean): ExploredFile {
  const explorer = new Explorer(file, budget, isCancelled);
  explorer.exploreAll();
  const { terms, memory, placeOf, readFrom, followed, notFollowed } = explorer.shared;
  const inOrder = file.cone.flatMap(({ declaration }) => explorer.explored.get(declaration.name) ?? []);
  const runs = new Map(inOrder.map(({ run }) => [run.program.graph.name, run]));
  const events = settled(file, explorer);
  const called = calledHere(file);
  const isCovered = (name: string): boolean =>
    called.has(name) && followed.has(name) && !notFollowed.has(name) && callersFinished(file, runs, name);
  const notes = new Map([...explorer.fieldNotes].filter(([name]) => !isCovered(name)));
  const graphs = [...explorer.graphs, ...file.others];
  const collected = collectFields(notes, graphs, { placeOf, readFrom, index: file.index, terms });
  const plausible = events.filter(
    ({ event, functionName }) =>
      (!isCovered(functionName) || isShutOut(event)) &&
      isPlausible(event, collected.record) &&
      !isLeakOfOther(event, file),
  );
  const known = new Set(events.map(({ event }) => event.at.start));
  const apart = fieldEvents(file, explorer, collected, runs).filter(({ event }) => !known.has(event.at.start));
  const seen = inOrder.flatMap((it) => it.seen);
  return { terms, events: [...withoutNeeded(plausible), ...apart], seen, runs, memory };
}

/** What paths showed, as far as the end of all paths of its function lets it stand. */
function settled(file: ParsedFile, { explored }: Explorer): readonly Witnessed[] {
  const isForgotten = neverGivenBack(file.index, apiByName);
  const mentioned = calledByOthers(file);
  return file.cone.flatMap(({ declaration: { name, at } }) => {
    const it = explored.get(name);
    if (it === undefined) return [];
    return it.raised.flatMap((raised) => {
      const event = settle(raised.event, it.run, { within: at, isForgotten, hasCaller: mentioned.has(name) });
      return event === undefined ? [] : { ...raised, event: atIgnoredResult(event, raised.trace, file) };
    });
  });
}

/** What fields say over all functions, in the analyzed file. */
function fieldEvents(
  file: ParsedFile,
  { graphs, shared: { memory } }: Explorer,
  collected: CollectedFields,
  runs: ReadonlyMap<string, FunctionRun>,
): readonly Witnessed[] {
  const { record } = collected;
  const { index, isAlone, text, others } = file;
  const isManaged = ({ buffer }: ContractEntry): boolean =>
    buffer !== undefined && memory.get(rootOf(buffer))?.managed === true;
  return [
    ...judgeFields(collected, record),
    ...(isFinished(runs) ? neverReleased(collected, record, index, isManaged) : []),
    ...unsetDirections(record, index),
    ...neverFilled(collected, record, { index, graphs: [...graphs, ...others], text: text.own, isAlone }),
  ]
    .filter(({ event }) => !isElsewhere(event.at))
    .map((it) => ({ trace: undefined, facts: noConstraints, ...it }));
}

/** What a function given up on does with a field nobody saw. */
const isFinished = (runs: ReadonlyMap<string, FunctionRun>): boolean =>
  [...runs.values()].every(({ exhausted }) => exhausted === undefined);

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

/** Callers that go on after a failure return what says nothing of it, so they show no leak. */
const isShutOut = (event: ContractEvent): boolean => isLeak(event) && event.exit.isShutOut;

function isPlausible(event: ContractEvent, fields: FieldRecord): boolean {
  if (event.id !== 'UNMAPPED_AFTER_FREE') return true;
  return mayBelongTogether(fields, event.fields.handle, event.fields.memory);
}
