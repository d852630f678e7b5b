import type { Family } from '../api/api-function.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ExecContext } from '../exec/context.js';
import { fieldKeyOf } from '../graph/field-key.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { FileIndex } from '../index/file-index.js';
import type { ParsedFile } from '../module/parsed-file.js';
import { arrayOf, type FieldRegion, rootOf } from '../symbolic/region.js';
import { bare, CallGraph } from './call-graph.js';
import type { FieldAt, Outcome } from './failed-call.js';
import { type FieldRelease, fieldReleases } from './field-releasers.js';
import { FailureWays, isFailure } from './given-up.js';
import { endedByCaller, endedByFailure, endedByRequest, type IsLast, isOfKernel, never } from './last-ways.js';
import { ownFields } from './own-fields.js';
import { ReleaseGuards } from './release-guards.js';

type Known = Pick<ExecContext, 'apiByName' | 'constantByName' | 'placeOf'>;

/**
 * Who releases what a field holds, once the function that put it there has failed.
 *
 * A kernel function that is given a driver's own object cannot release what a field of it holds: only the functions of
 * the module that name this field can. Where all ways to those begin at the function that fails, or with a device that
 * it did not get to work, nobody will.
 */
export class LeftAlone {
  readonly #index: FileIndex;
  readonly #isOwn: (place: FieldRegion) => boolean;
  // Most files ask nothing.
  readonly #releases: () => readonly FieldRelease[];
  readonly #callGraph: () => CallGraph;
  readonly #ways: () => FailureWays;
  readonly #guards: () => ReleaseGuards;
  readonly #answers = new Map<string, boolean>();

  constructor({ index }: ParsedFile, graphs: readonly FunctionGraph[], known: Known) {
    this.#index = index;
    this.#isOwn = ownFields(index, known.placeOf);
    this.#releases = once(() => fieldReleases(graphs, known.apiByName));
    this.#callGraph = once(() => new CallGraph(index));
    const fieldAt: FieldAt = (place, graph) => fieldKeyOf(place, graph, index)?.key;
    this.#ways = once(() => new FailureWays(graphs, this.#callGraph(), { ...known, fieldAt }));
    this.#guards = once(() => new ReleaseGuards(graphs, fieldAt, (name) => this.#ways().callersOf(name)));
  }

  /** Nobody but `explored` will. */
  isLeftAlone(explored: string, entry: ContractEntry): boolean {
    return this.#ask(`${explored} fails`, entry, this.#isOwn, (held) => {
      const isLast = endedByFailure(this.#callGraph(), explored);
      // Where nobody of the module releases it at all somebody outside may.
      return (held.length > 0 || isLast !== never) && this.#isOver(held, new Set([explored]), isLast);
    });
  }

  /** `explored` has a caller that fails in turn, and nobody will: neither on that way nor afterwards. */
  isGivenUp(explored: string, entry: ContractEntry, outcome: Outcome): boolean {
    const question = `${explored} returns ${outcome?.minimum}:${outcome?.maximum}`;
    // The list of a request is the driver's to map and unmap, wherever the request has it.
    const isMeant = entry.family === 'sg' ? () => true : this.#isOwn;
    return (
      this.#ask(`${question} to an entry`, entry, this.#isOwn, (held) =>
        this.#isGivenUpBy(explored, outcome, held, endedByCaller),
      ) ||
      this.#ask(`${question} for a request`, entry, isMeant, (held) =>
        this.#isGivenUpBy(explored, outcome, held, endedByRequest),
      )
    );
  }

  #isGivenUpBy(
    explored: string,
    outcome: Outcome,
    held: readonly FieldRelease[],
    endedBy: typeof endedByCaller,
  ): boolean {
    return this.#ways()
      .up(explored, outcome, held)
      .uncleaned.some(({ name, outcome: last, chain }) => {
        const isLast = endedBy(this.#callGraph().registered(bare(name)));
        return isLast !== undefined && isFailure(last) && this.#isOver(held, chain, isLast);
      });
  }

  /** None of the callers of `explored` does, nor any of theirs that fails for it. */
  isUnaided(explored: string, entry: ContractEntry, outcome: Outcome): boolean {
    const question = `${explored} returns ${outcome?.minimum}:${outcome?.maximum} to anybody`;
    return this.#ask(question, entry, this.#isOwn, (held) => {
      const { uncleaned, isComplete } = this.#ways().up(explored, outcome, held);
      const isEntry = isOfKernel(this.#index);
      return isComplete && uncleaned.every(({ name }) => this.#callGraph().registered(bare(name)).every(isEntry));
    });
  }

  /**
   * Whoever releases it asks first whether a field is set that this function has cleared, or that its callers clear once
   * it has failed. The fields that hold it say nothing: they are set.
   */
  isShutOut(explored: string, entry: ContractEntry, outcome: Outcome, cleared: readonly string[]): boolean {
    const question = `${explored} returns ${outcome?.minimum}:${outcome?.maximum} and clears ${cleared.join()}`;
    return this.#ask(question, entry, this.#isOwn, (releases) => {
      // A second call of the function begins by making it once more.
      const held = releases.filter(({ functionName }) => functionName !== explored);
      // What it comes to by itself may have been done on a way that was not followed.
      if (
        this.#callGraph()
          .leadingTo(held.map((it) => bare(it.functionName)))
          .has(bare(explored))
      )
        return false;
      const [first = [], ...others] = held.map((it) => [...this.#guards().of(it)]);
      const holders = new Set(entry.heldIn.flatMap((it) => (it.kind === 'field' ? [it.name] : [])));
      const guards = first.filter(
        (field) => others.every((fields) => fields.includes(field)) && !holders.has(nameOf(field)),
      );
      if (guards.some((field) => cleared.includes(field))) return true;
      if (guards.length === 0 || !isFailure(outcome)) return false;
      const byCallers = this.#ways().clearedAfter(explored, outcome, held);
      return guards.some((field) => byCallers.has(field));
    });
  }

  #ask(
    question: string,
    entry: ContractEntry,
    isMeant: (place: FieldRegion) => boolean,
    find: (held: readonly FieldRelease[]) => boolean,
  ): boolean {
    const places = fieldsOf(entry);
    if (places?.every(isMeant) !== true) return false;
    const fields = [...new Set(places.map(({ name }) => name))].toSorted();
    const key = `${question} ${entry.family} ${fields.join()}`;
    const answer =
      this.#answers.get(key) ?? find(this.#releases().filter((it) => mayRelease(it, entry.family, fields)));
    this.#answers.set(key, answer);
    return answer;
  }

  /** Whether whoever releases it is come to by closed ways only, and past functions that have failed. */
  #isOver(held: readonly FieldRelease[], past: ReadonlySet<string>, isLast: IsLast): boolean {
    const callGraph = this.#callGraph();
    const isClosed = (from: string | undefined): boolean =>
      from !== undefined && callGraph.registered(from).every(({ how }) => isLast(how));
    return held.every(({ functionName }) => callGraph.waysInto(bare(functionName), past).every(isClosed));
  }
}

const nameOf = (field: string): string => field.slice(field.lastIndexOf('.') + 1);

const mayRelease = (it: FieldRelease, family: Family, fields: readonly string[]): boolean =>
  it.family === family && (it.fields === undefined || fields.some((name) => it.fields?.has(name)));

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The fields that hold it; `undefined` where something else does too. A table is where the request has it. */
function fieldsOf({ heldIn, family }: ContractEntry): readonly FieldRegion[] | undefined {
  const fields: FieldRegion[] = [];
  for (const holder of heldIn) {
    if (rootOf(holder).rootKind === 'stack' || (family === 'sg' && holder.kind === 'root')) continue;
    const place = arrayOf(holder);
    if (place.kind !== 'field') return undefined;
    fields.push(place);
  }
  return fields.length === 0 ? undefined : fields;
}
