import type { ApiFunction, Family } from '../api/api-function.js';
import type { ContractEntry } from '../contract/entry.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { FileIndex, FunctionDeclaration, Registration } from '../index/file-index.js';
import type { ParsedFile } from '../module/parsed-file.js';
import { arrayOf, type Region, rootOf } from '../symbolic/region.js';
import { type FieldRelease, fieldReleases } from './field-releasers.js';
import { isOpening, isProbe } from './roles.js';

/** Whether nobody but `explored` will release what a field holds, once that function has failed. */
export type LeftAlone = (explored: string, entry: ContractEntry) => boolean;

/** What a bus calls for a device that was bound: never for one whose probe failed. Linux drivers/base/dd.c (6.12). */
const ofBoundDevice = /^ops-table \.(?:remove|remove_new|shutdown|disconnect)\b/;

/**
 * A kernel function that is given a driver's own object cannot release what a field of it holds: only the functions of
 * the module that name this field can. Where all ways to those begin at the function that fails, or with a device that
 * it did not get to work, nobody will.
 */
export function leftAlone(
  { index }: ParsedFile,
  graphs: readonly FunctionGraph[],
  rowOf: (name: string) => ApiFunction | undefined,
): LeftAlone {
  // Most files ask nothing.
  let releases: readonly FieldRelease[] | undefined;
  let known: CallGraph | undefined;
  const answers = new Map<string, boolean>();
  const find = (explored: string, family: Family, fields: readonly string[]): boolean => {
    releases ??= fieldReleases(graphs, rowOf);
    const callGraph = (known ??= new CallGraph(index));
    const releasers = releases.filter(
      (it) => it.family === family && (it.fields === undefined || fields.some((name) => it.fields?.has(name))),
    );
    const isOver = endedByFailure(callGraph, explored);
    // Where nobody of the module releases it at all somebody outside may.
    if (releasers.length === 0 && isOver === never) return false;
    return releasers.every(({ functionName }) =>
      callGraph
        .waysInto(bare(functionName), explored)
        .every((from) => from !== undefined && callGraph.registered(from).every(({ how }) => isOver(how))),
    );
  };
  let isOwn: ((name: string) => boolean) | undefined;
  return (explored, { family, heldIn }) => {
    const fields = fieldsOf(heldIn);
    isOwn ??= ownFields(index);
    if (fields?.every(isOwn) !== true) return false;
    const question = `${explored} ${family} ${fields.join()}`;
    const answer = answers.get(question) ?? find(explored, family, fields);
    answers.set(question, answer);
    return answer;
  };
}

/** By which ways nobody comes into the module any more, for this device or this file, once a function has failed. */
function endedByFailure(callGraph: CallGraph, explored: string): (how: string) => boolean {
  const own = callGraph.registered(explored);
  const [first] = own;
  if (first !== undefined && own.every(({ how }) => isProbe(how))) {
    return (how) => isProbe(how) || ofBoundDevice.test(how);
  }
  if (first !== undefined && own.every(({ how }) => isOpening(how))) {
    const table = tableOf(first.how);
    return (how) => table !== undefined && tableOf(how) === table;
  }
  // What only probes call may be cleaned up by them.
  const ways = callGraph.waysInto(explored, undefined);
  const isOfProbes = ways.every(
    (from) => from !== undefined && callGraph.registered(from).every(({ how }) => isProbe(how)),
  );
  return isOfProbes && ways.length > 0 ? (how) => ofBoundDevice.test(how) : never;
}

const never = (): boolean => false;

const tableOf = (how: string): string | undefined => / of (\w+)$/.exec(how)?.[1];

/** What the kernel's own structs hold it may release: `dmaengine_unmap_put(unmap)` does. */
function ownFields({ structs, kernelStructs }: FileIndex): (name: string) => boolean {
  const namesOf = (declared: FileIndex['structs']): ReadonlySet<string | undefined> =>
    new Set([...declared.values()].flatMap(({ fields }) => fields.map(({ name }) => name)));
  const [own, kernels] = [namesOf(structs), namesOf(kernelStructs)];
  return (name) => own.has(name) && !kernels.has(name);
}

/** The fields that hold it; `undefined` where something else does too. */
function fieldsOf(heldIn: readonly Region[]): readonly string[] | undefined {
  const fields: string[] = [];
  for (const holder of heldIn) {
    if (rootOf(holder).rootKind === 'stack') continue;
    const place = arrayOf(holder);
    if (place.kind !== 'field') return undefined;
    fields.push(place.name);
  }
  return fields.length === 0 ? undefined : [...new Set(fields)].toSorted();
}

/** Without the file that a `static` function of another one belongs to: see `outsideName`. */
const bare = (name: string): string => name.slice(name.lastIndexOf(':') + 1);

/** Who names whom in a module, going by names alone. */
class CallGraph {
  readonly #index: FileIndex;
  readonly #declarations = new Map<string, FunctionDeclaration>();
  readonly #namedBy = new Map<string, string[]>();
  readonly #registrations = new Map<string, Registration[]>();

  constructor(index: FileIndex) {
    this.#index = index;
    for (const { functions, registrations } of [index, ...index.others]) {
      for (const it of functions.values()) this.#add(it);
      for (const it of registrations) listed(this.#registrations, it.functionName).push(it);
    }
  }

  #add(declaration: FunctionDeclaration): void {
    this.#declarations.set(declaration.name, declaration);
    for (const word of declaration.mentions) listed(this.#namedBy, word).push(declaration.name);
  }

  /** The functions at which others come in that lead to one, past `except`; `undefined` for some nobody knows. */
  waysInto(name: string, except: string | undefined): readonly (string | undefined)[] {
    const ways: (string | undefined)[] = [];
    const seen = new Set([name]);
    // A set visits what is added to it while it is walked.
    for (const it of seen) {
      if (it === except) continue;
      const callers = (this.#namedBy.get(it) ?? []).filter((caller) => caller !== it);
      const isShown = this.#declarations.get(it)?.isStatic !== true && this.#index.isNamedAside(it);
      if (this.#registrations.has(it)) ways.push(it);
      if (isShown || (callers.length === 0 && !this.#registrations.has(it))) ways.push(undefined);
      for (const caller of callers) seen.add(caller);
    }
    return ways;
  }

  /** How others call a function. */
  registered(name: string): readonly Registration[] {
    return this.#registrations.get(name) ?? [];
  }
}

function listed<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  const known = lists.get(key) ?? [];
  lists.set(key, known);
  return known;
}
