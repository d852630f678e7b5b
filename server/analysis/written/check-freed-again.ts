import type { CallInstr } from '../graph/instr.js';
import { failureStarts, gaveUp, goesOn, maySayFailed, waysAfterFailure } from './failing-calls.js';
import type { Raise, WrittenFile } from './file.js';
import { callsOf, type Flow, type Position } from './flow.js';
import { isReplaced } from './kept-fields.js';
import { certainRelease, lifted, type Release, Releases, type TracedRelease } from './releases.js';
import { Removals } from './removals.js';

/**
 * A function that fails releases what a field names and leaves the field as it was; its caller then calls what releases the
 * field once more, or leaves that to the removal of the device, and asks nothing but the field whether there is anything.
 * Or it has released that already when something else fails, and its caller takes it that a function that fails has done
 * nothing.
 */
export function checkFreedAgain(file: WrittenFile, releases: Releases, raise: Raise): void {
  const removals = new Removals(file, releases);
  for (const flow of file.functions) {
    // One mistake, however many fields it is made with.
    const told = new Set<string>();
    for (const left of releases.tracedIn(flow)) {
      const { name, how, what, at, functionName, position, field } = left;
      const isGivingUp = givesUp(flow, position);
      if (!left.traced.isKept || !(isGivingUp || maySayFailed(flow, position))) continue;
      if (isReplaced(file, flow, position, field)) continue;
      const again = new Again(file, releases, isGivingUp ? removals : undefined).afterCallOf(flow, left, 0);
      if (again === undefined || told.has(again.called)) continue;
      told.add(again.called);
      const { called: by, calledAt: byAt } = again;
      const common = { heuristics: [], what, how, fails: flow.graph.name, by } as const;
      if (isGivingUp) raise({ ...common, id: 'RELEASED_AGAIN', at, functionName, name, byAt });
      else raise({ ...common, id: 'RELEASED_BY_FAILED', at: byAt, functionName: again.functionName, releasedAt: at });
    }
  }
}

/** What a function returns that returns pointers may be one. */
const givesUp = (flow: Flow, from: Position): boolean => flow.graph.returns.kind !== 'pointer' && gaveUp(flow, from);

type Found = Pick<Release, 'called' | 'calledAt'> & { readonly functionName: string };

/** How far up a failure is followed that every caller only hands on. */
const maxDepth = 2;

class Again {
  readonly #file: WrittenFile;
  readonly #releases: Releases;
  readonly #removals: Removals | undefined;

  /** Without `removals` a failure is only followed where a caller asks for it. */
  constructor(file: WrittenFile, releases: Releases, removals: Removals | undefined) {
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
        const starts =
          this.#removals === undefined
            ? failureStarts(caller, instr, 'of pointers')
            : waysAfterFailure(caller, instr, position);
        for (const start of starts) {
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
    if (caller.graph.returns.kind === 'pointer') return undefined;
    if (!gaveUp(caller, start)) return goesOn(caller, call, start) ? this.#removals?.ofLeft(left) : undefined;
    if (this.#removals?.isAskedAtWork(caller) === true) return this.#removals.ofLeft(left);
    return depth === maxDepth ? undefined : this.afterCallOf(caller, left, depth + 1);
  }

  /** What a function does about a field from the place on where it knows that a call failed. */
  #releasedFrom(flow: Flow, start: Position, left: TracedRelease): Found | undefined {
    const isIt = ({ how, traced }: TracedRelease): boolean => how === left.how && traced.key === left.traced.key;
    const again = certainRelease(this.#file, flow, start, this.#releases.tracedIn(flow).filter(isIt));
    return again === undefined ? undefined : { ...again, functionName: flow.graph.name };
  }
}
