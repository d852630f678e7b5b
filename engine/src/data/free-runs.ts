// Room that is left, as runs of numbers: pages of an address space, for instance.

import type { Search } from './balanced-tree.js';
import { emptyMap, type PersistentMap } from './persistent-map.js';

/** From the first number of each run to the one after its last. Runs neither overlap nor touch. */
export type FreeRuns = PersistentMap<number, number>;

export function freeRun(start: number, end: number): FreeRuns {
  return emptyMap<number, number>().set(start, end);
}

/** Makes [start, end) free, whatever of it was. */
export function giveBack(runs: FreeRuns, start: number, end: number): FreeRuns {
  if (end <= start) return runs;
  const cleared = takeOut(runs, start, end);
  const before = cleared.floor(start);
  const after = cleared.get(end);
  const from = before?.[1] === start ? before[0] : start;
  return (after === undefined ? cleared : cleared.delete(end)).set(from, after ?? end);
}

/** Makes [start, end) used, whatever of it was free. */
export function takeOut(runs: FreeRuns, start: number, end: number): FreeRuns {
  if (end <= start) return runs;
  let rest = runs;
  for (let run = rest.floor(end - 1); run !== undefined && start < run[1]; run = rest.floor(end - 1)) {
    const [from, to] = run;
    rest = from < start ? rest.set(from, start) : rest.delete(from);
    if (end < to) rest = rest.set(end, to);
  }
  return rest;
}

export function isFree(runs: FreeRuns, at: number): boolean {
  const run = runs.floor(at);
  return run !== undefined && at < run[1];
}

/** What is asked for: `fit` answers where in the free [start, end) it would lie, if anywhere. */
export interface Fit {
  readonly length: number;
  readonly fit: (start: number, end: number) => number | undefined;
}

/** The fit in the lowest run that has one. */
export function lowestFit(runs: FreeRuns, { length, fit }: Fit): number | undefined {
  const run = runs.searchUp(0, roomFor(length, fit));
  return run === undefined ? undefined : fit(...run);
}

/** The fit in the highest run that starts below `limit` and has one. */
export function highestFit(runs: FreeRuns, limit: number, { length, fit }: Fit): number | undefined {
  const run = runs.searchDown(limit - 1, roomFor(length, fit));
  return run === undefined ? undefined : fit(...run);
}

function roomFor(length: number, fit: Fit['fit']): Search<number, number, number> {
  return {
    summary: longest,
    mayHold: (room) => length <= room,
    accepts: (start, end) => fit(start, end) !== undefined,
  };
}

/** The length of the longest run, so that a search passes over parts without room. */
const longest: Search<number, number, number>['summary'] = {
  none: 0,
  of: (start, end) => end - start,
  join: Math.max,
};
