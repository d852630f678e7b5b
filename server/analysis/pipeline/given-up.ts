// Who cleans up when a function has failed: its callers, on the side of their tests that a failure leads to.
import type { FunctionGraph } from '../graph/function-graph.js';
import type { CallInstr } from '../graph/instr.js';
import { bare, type CallGraph } from './call-graph.js';
import { afterFailedCall, type CallSite, type Meaning, type Outcome } from './failed-call.js';
import { callersIn, type FieldRelease } from './field-releasers.js';

/** A function that has failed, and the one that failed for it, up to the one that was asked about. */
export interface Failed {
  readonly name: string;
  readonly outcome: Outcome;
  readonly chain: ReadonlySet<string>;
}

/** What happens to something held in fields while its maker's failure is handed up. */
export interface WaysUp {
  /** Every function that fails in turn, with nothing released on the way to it. */
  readonly uncleaned: readonly Failed[];
  /** No caller is left out, and none of them releases it on the way or goes on as if nothing were. */
  readonly isComplete: boolean;
}

/** More callers than this are a library's. */
const mostFunctions = 100;

export class FailureWays {
  readonly #graphs: readonly FunctionGraph[];
  readonly #callGraph: CallGraph;
  readonly #meaning: Meaning;
  #callers: ReadonlyMap<string, readonly CallSite[]> | undefined;

  constructor(graphs: readonly FunctionGraph[], callGraph: CallGraph, meaning: Meaning) {
    this.#graphs = graphs;
    this.#callGraph = callGraph;
    this.#meaning = meaning;
  }

  /** Follows a failure from a function up to those that nobody of the module calls. */
  up(name: string, outcome: Outcome, releases: readonly FieldRelease[]): WaysUp {
    const isRelease = this.#releasing(releases);
    const uncleaned: Failed[] = [{ name, outcome, chain: new Set([bare(name)]) }];
    const seen = new Set<string>();
    let isComplete = true;
    // The list grows while it is walked.
    for (const failed of uncleaned) {
      if (mostFunctions < uncleaned.length) return { uncleaned: [], isComplete: false };
      const sites = this.#callersOf(failed.name);
      isComplete &&= isFailure(failed.outcome) && this.#areAll(failed.name, sites);
      for (const site of sites) {
        const after = afterFailedCall(site, failed.outcome, this.#meaning);
        if (after === undefined || [...after.calls].some(isRelease)) {
          isComplete = false;
          continue;
        }
        for (const returned of after.returned) {
          const key = `${site.caller.name} ${returned?.minimum}:${returned?.maximum}`;
          if (seen.has(key)) continue;
          seen.add(key);
          const chain = new Set([...failed.chain, bare(site.caller.name)]);
          uncleaned.push({ name: site.caller.name, outcome: returned, chain });
        }
      }
    }
    return { uncleaned, isComplete };
  }

  /** Where a function is called from; `undefined` where others may call it too. */
  callersOf(name: string): readonly CallSite[] | undefined {
    const sites = this.#callersOf(name);
    const isOthers = 0 < this.#callGraph.registered(bare(name)).length || !this.#areAll(name, sites);
    return isOthers || sites.length === 0 ? undefined : sites;
  }

  /** The fields that every caller clears where this failure leads it, with nothing released on the way. */
  clearedAfter(name: string, outcome: Outcome, releases: readonly FieldRelease[]): ReadonlySet<string> {
    const isRelease = this.#releasing(releases);
    let cleared: ReadonlySet<string> | undefined;
    for (const site of this.callersOf(name) ?? []) {
      const after = afterFailedCall(site, outcome, this.#meaning);
      if (after === undefined || [...after.calls].some(isRelease)) return new Set();
      cleared = new Set([...after.cleared].filter((it) => cleared?.has(it) !== false));
    }
    return cleared ?? new Set();
  }

  #releasing(releases: readonly FieldRelease[]): (call: CallInstr) => boolean {
    const direct = new Set(releases.map(({ call }) => call));
    const leading = this.#callGraph.leadingTo(releases.map(({ functionName }) => bare(functionName)));
    return (call) =>
      direct.has(call) ||
      (call.callee.kind === 'name' && leading.has(bare(call.callee.name))) ||
      call.arguments.some((it) => it.kind === 'function' && leading.has(bare(it.name)));
  }

  #areAll(name: string, sites: readonly CallSite[]): boolean {
    const known = new Set(sites.map(({ caller }) => bare(caller.name)));
    const named = this.#callGraph.namedBy(bare(name));
    return !this.#callGraph.isNamedAside(bare(name)) && named.every((caller) => known.has(caller));
  }

  #callersOf(name: string): readonly CallSite[] {
    this.#callers ??= callersIn(this.#graphs);
    return (this.#callers.get(name) ?? []).filter(({ caller }) => caller.name !== name);
  }
}

/** An error number, an error pointer, or whatever the function that was asked about fails with. */
export const isFailure = (outcome: Outcome): boolean =>
  outcome !== undefined && (outcome.maximum < 0 || 0 < outcome.minimum);
