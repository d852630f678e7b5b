import type { Family } from '../api/api-function.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ExecContext } from '../exec/context.js';
import { type FieldKey, fieldKeyOf } from '../graph/field-key.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { FileIndex, Registration } from '../index/file-index.js';
import type { ParsedFile } from '../module/parsed-file.js';
import { arrayOf, type FieldRegion, rootOf } from '../symbolic/region.js';
import { bare, CallGraph } from './call-graph.js';
import type { Outcome } from './failed-call.js';
import { type FieldRelease, fieldReleases } from './field-releasers.js';
import { FailureWays, isFailure } from './given-up.js';
import { isOpening, isProbe, isRequest } from './roles.js';

/** Who releases what a field holds, once the function that put it there has failed. */
export interface LeftAlone {
  /** Nobody but `explored` will. */
  isLeftAlone(explored: string, entry: ContractEntry): boolean;
  /** `explored` has a caller that fails in turn, and nobody will: neither on that way nor afterwards. */
  isGivenUp(explored: string, entry: ContractEntry, outcome: Outcome): boolean;
  /** None of the callers of `explored` does, nor any of theirs that fails for it. */
  isUnaided(explored: string, entry: ContractEntry, outcome: Outcome): boolean;
}

/** What a bus calls for a device that was bound: never for one whose probe failed. Linux drivers/base/dd.c (6.12). */
const ofBoundDevice = /^ops-table \.(?:remove|remove_new|shutdown|disconnect)\b/;

/** What older kernels call for a request that failed: Linux 6.1 crypto/crypto_engine.c, crypto_pump_requests(). */
const ofRequest = /\.(?:prepare|unprepare|cleanup)/;

/**
 * A kernel function that is given a driver's own object cannot release what a field of it holds: only the functions of
 * the module that name this field can. Where all ways to those begin at the function that fails, or with a device that
 * it did not get to work, nobody will.
 */
export function leftAlone(
  { index }: ParsedFile,
  graphs: readonly FunctionGraph[],
  { apiByName, constantByName, placeOf }: Pick<ExecContext, 'apiByName' | 'constantByName' | 'placeOf'>,
): LeftAlone {
  // Most files ask nothing.
  const releases = once(() => fieldReleases(graphs, apiByName));
  const callGraph = once(() => new CallGraph(index));
  const ways = once(() => new FailureWays(graphs, callGraph(), constantByName));
  const isOwn = remembered((place: FieldRegion): boolean => {
    const named = placeOf.get(place);
    const key = named === undefined || named.isAmbiguous ? undefined : fieldKeyOf(named.place, named.graph, index);
    return isOwnField(index, key, place.name);
  });
  const answers = new Map<string, boolean>();
  const ask = (
    question: string,
    entry: ContractEntry,
    find: (held: readonly FieldRelease[]) => boolean,
    isMeant: (entry: ContractEntry) => boolean = () => false,
  ): boolean => {
    const places = fieldsOf(entry);
    if (places === undefined || !(places.every(isOwn) || isMeant(entry))) return false;
    const fields = [...new Set(places.map(({ name }) => name))].toSorted();
    const { family } = entry;
    const key = `${question} ${family} ${fields.join()}`;
    const answer = answers.get(key) ?? find(releases().filter((it) => mayRelease(it, family, fields)));
    answers.set(key, answer);
    return answer;
  };
  const isOver = (
    held: readonly FieldRelease[],
    past: ReadonlySet<string>,
    isLast: (how: string) => boolean,
  ): boolean =>
    held.every(({ functionName }) =>
      callGraph()
        .waysInto(bare(functionName), past)
        .every(
          (from) =>
            from !== undefined &&
            callGraph()
              .registered(from)
              .every(({ how }) => isLast(how)),
        ),
    );
  const isGivenUp = (explored: string, entry: ContractEntry, outcome: Outcome, isOfRequest: boolean): boolean =>
    ask(
      `given up ${isOfRequest} ${keyOf(explored, outcome)}`,
      entry,
      (held) =>
        ways()
          .up(explored, outcome, held)
          .uncleaned.some(({ name, outcome: last, chain }) => {
            const comingIn = callGraph().registered(bare(name));
            const isLast = isOfRequest ? endedByRequest(comingIn) : endedByEntry(comingIn);
            return isLast !== undefined && isFailure(last) && isOver(held, chain, isLast);
          }),
      // The list of a request is the driver's to map and unmap, wherever the request has it.
      ({ family }) => isOfRequest && family === 'sg',
    );
  return {
    isLeftAlone: (explored, entry) =>
      ask(explored, entry, (held) => {
        const isLast = endedByFailure(callGraph(), explored);
        // Where nobody of the module releases it at all somebody outside may.
        return (held.length > 0 || isLast !== never) && isOver(held, new Set([explored]), isLast);
      }),
    isGivenUp: (explored, entry, outcome) =>
      isGivenUp(explored, entry, outcome, false) || isGivenUp(explored, entry, outcome, true),
    isUnaided: (explored, entry, outcome) =>
      ask(`unaided ${keyOf(explored, outcome)}`, entry, (held) => {
        const { uncleaned, isComplete } = ways().up(explored, outcome, held);
        return isComplete && uncleaned.every(({ name }) => callGraph().registered(bare(name)).every(isOfKernel(index)));
      }),
  };
}

const keyOf = (explored: string, outcome: Outcome): string => `${explored} ${outcome?.minimum}:${outcome?.maximum}`;

const mayRelease = (it: FieldRelease, family: Family, fields: readonly string[]): boolean =>
  it.family === family && (it.fields === undefined || fields.some((name) => it.fields?.has(name)));

function remembered<Key extends object, Value>(find: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const answer = known.get(key) ?? { value: find(key) };
    known.set(key, answer);
    return answer.value;
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** From a table that the kernel defines: what a driver calls by a table of its own it may undo by that table. */
const isOfKernel =
  ({ structs }: FileIndex) =>
  ({ how }: Registration): boolean =>
    tableOf(how) !== undefined && !structs.has(tableOf(how) ?? '');

/** By which ways nobody comes into the module any more, for this device or this file, once a function has failed. */
function endedByFailure(callGraph: CallGraph, explored: string): (how: string) => boolean {
  const isLast = endedByEntry(callGraph.registered(explored));
  if (isLast !== undefined) return isLast;
  // What only probes call may be cleaned up by them.
  const ways = callGraph.waysInto(explored, new Set());
  const isOfProbes = ways.every(
    (from) => from !== undefined && callGraph.registered(from).every(({ how }) => isProbe(how)),
  );
  return isOfProbes && ways.length > 0 ? (how) => ofBoundDevice.test(how) : never;
}

/** The same of a function that others call in these ways; `undefined` where they may go on after it has failed. */
function endedByEntry(ways: readonly Registration[]): ((how: string) => boolean) | undefined {
  const [first] = ways;
  if (first === undefined) return undefined;
  if (ways.every(({ how }) => isProbe(how))) return (how) => isProbe(how) || ofBoundDevice.test(how);
  if (!ways.every(({ how }) => isOpening(how))) return undefined;
  const table = tableOf(first.how);
  return (how) => table !== undefined && tableOf(how) === table;
}

/** The same of what is done for one request: what others come in for is another request's. */
const endedByRequest = (ways: readonly Registration[]): ((how: string) => boolean) | undefined =>
  ways.length > 0 && ways.every(({ how }) => isRequest(how)) ? (how) => !ofRequest.test(how) : undefined;

const never = (): boolean => false;

const tableOf = (how: string): string | undefined => / of (\w+)$/.exec(how)?.[1];

/** What the kernel's own structs hold it may release: `dmaengine_unmap_put(unmap)` does. */
function isOwnField({ structs, kernelStructs }: FileIndex, key: FieldKey | undefined, name: string): boolean {
  if (key !== undefined) return structs.has(key.tag) && !kernelStructs.has(key.tag);
  const isIn = (declared: FileIndex['structs']): boolean =>
    [...declared.values()].some(({ fields }) => fields.some((field) => field.name === name));
  return isIn(structs) && !isIn(kernelStructs);
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
