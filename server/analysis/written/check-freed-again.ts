import type { CallInstr } from '../graph/instr.js';
import { gaveUp, goesOn, waysAfterFailure } from './failing-calls.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import { isReplaced } from './kept-fields.js';
import { certainRelease, lifted, type Release, Releases, type TracedRelease } from './releases.js';
import { Removals } from './removals.js';

/**
 * A function that fails releases what a field names and leaves the field as it was; its caller then calls what releases the
 * field once more, or leaves that to the removal of the device, and asks nothing but the field whether there is anything.
 */
export function checkFreedAgain(file: WrittenFile, releases: Releases, raise: Raise): void {
  const removals = new Removals(file, releases);
  for (const flow of file.functions) {
    // One mistake, however many fields it is made with.
    const told = new Set<string>();
    for (const left of releases.tracedIn(flow)) {
      const { name, how, what, at, functionName, position, field } = left;
      if (!left.traced.isKept || !gaveUp(flow, position) || isReplaced(file, flow, position, field)) continue;
      const again = new Again(file, releases, removals).afterCallOf(flow, left, 0);
      if (again === undefined || told.has(again.called)) continue;
      told.add(again.called);
      const { called: by, calledAt: byAt } = again;
      const fails = flow.graph.name;
      raise({ id: 'RELEASED_AGAIN', at, heuristics: [], functionName, name, what, how, fails, by, byAt });
    }
  }
}

type Found = Pick<Release, 'called' | 'calledAt'>;

/** How far up a failure is followed that every caller only hands on. */
const maxDepth = 2;

class Again {
  readonly #file: WrittenFile;
  readonly #releases: Releases;
  readonly #removals: Removals;

  constructor(file: WrittenFile, releases: Releases, removals: Removals) {
    this.#file = file;
    this.#releases = releases;
    this.#removals = removals;
  }

  /** What the callers of a function that failed do about a field, and theirs. */
  afterCallOf(callee: Flow, left: TracedRelease, depth: number): Found | undefined {
    for (const caller of this.#file.functions) {
      if (caller === callee || !caller.calls.has(callee.graph.name)) continue;
      for (const { instr, position, name } of callsOf(caller.graph)) {
        if (name !== callee.graph.name) continue;
        const key = lifted(left.traced.key, callee, caller, instr, position);
        if (key === undefined) continue;
        const inCaller = { ...left, traced: { ...left.traced, key } };
        for (const start of waysAfterFailure(caller, instr, position)) {
          const again = this.#from(caller, instr, start, inCaller, depth);
          if (again !== undefined) return again;
        }
      }
    }
    return undefined;
  }

  #from(caller: Flow, call: CallInstr, start: Position, left: TracedRelease, depth: number): Found | undefined {
    const again = this.#releasedFrom(caller, start, left);
    if (again !== undefined) return again;
    if (isReplaced(this.#file, caller, start, left.field)) return undefined;
    if (!gaveUp(caller, start)) return goesOn(caller, call, start) ? this.#removals.ofLeft(left) : undefined;
    if (this.#removals.isAskedAtWork(caller)) return this.#removals.ofLeft(left);
    return depth === maxDepth ? undefined : this.afterCallOf(caller, left, depth + 1);
  }

  /** What a function does about a field from the place on where it knows that a call failed. */
  #releasedFrom(flow: Flow, start: Position, left: TracedRelease): Found | undefined {
    const isIt = ({ how, traced }: TracedRelease): boolean => how === left.how && traced.key === left.traced.key;
    return certainRelease(this.#file, flow, start, this.#releases.tracedIn(flow).filter(isIt));
  }
}
