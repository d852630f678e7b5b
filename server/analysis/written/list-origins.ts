import type { CType } from '../index/c-type.js';
import type { FileIndex } from '../index/file-index.js';
import type { Operand, Place } from '../graph/instr.js';
import { type CallSite, callersOf } from './call-sites.js';
import { fieldIdOf } from './fields.js';
import type { WrittenFile } from './file.js';
import { type Flow, type Position, sitesOf, type Source } from './flow.js';

/** Where the scatterlists of a file come from, followed through its fields and its own functions. */
export interface ListOrigins {
  /** The fields of kernel structs that an entry's list may have been read from; `undefined` where some way is unknown. */
  fieldsBehind(flow: Flow, list: Operand, position: Position): ReadonlySet<string> | undefined;
  /** What the file puts into the field of a struct: `vex.cur`. */
  storesTo(field: string): readonly Stored[];
  /** The field a list was read from, also where only the way to its struct tells the type: `mrq->data->sg`. */
  fieldOf(flow: Flow, place: Place, position: Position): string | undefined;
}

export interface Stored {
  readonly flow: Flow;
  readonly value: Operand;
  readonly position: Position;
}

export function listOrigins(file: WrittenFile): ListOrigins {
  const cx: Context = { file, stores: storesByField(file), callers: callersOf(file.functions) };
  return {
    fieldsBehind: (flow, list, position) => {
      const found = new Set<string>();
      const isKnown = follow({ ...cx, found, seen: new Set() }, { flow, value: list, position });
      return isKnown && found.size > 0 ? found : undefined;
    },
    storesTo: (field) => cx.stores.get(field) ?? [],
    fieldOf: (flow, place, position) => fieldOf(file.index, flow, place, position),
  };
}

/**
 * Fields that say which file makes lists of its own, and where it keeps what it is given. The functions that mention one
 * are read for that.
 */
export function listFields({ structs }: FileIndex): ReadonlySet<string> {
  const own = [...structs.values()].flatMap(({ fields }) =>
    fields.flatMap(({ name, type }) => (name !== undefined && isList(type) ? [name] : [])),
  );
  return new Set([...own, ...[...kernelLists].map((field) => field.slice(field.indexOf('.') + 1))]);
}

const isList = (type: CType): boolean =>
  type.kind === 'pointer' && type.to.kind === 'struct' && type.to.tag === 'scatterlist';

/** Linux include/linux/mmc/core.h, memstick.h and libata.h (6.12): what a request is to be read into or written from. */
export const kernelLists: ReadonlySet<string> = new Set(['mmc_data.sg', 'memstick_request.sg', 'ata_queued_cmd.sg']);

/** The same files: what the fields on the way to a list point to. */
const pointees: ReadonlyMap<string, string> = new Map([
  ['mmc_request.data', 'mmc_data'],
  ['mmc_request.cmd', 'mmc_command'],
  ['mmc_request.stop', 'mmc_command'],
  ['mmc_command.data', 'mmc_data'],
  ['mmc_command.mrq', 'mmc_request'],
  ['mmc_data.mrq', 'mmc_request'],
]);

interface Context {
  readonly file: WrittenFile;
  readonly stores: ReadonlyMap<string, readonly Stored[]>;
  readonly callers: ReadonlyMap<string, readonly CallSite[]>;
}

interface Search extends Context {
  readonly found: Set<string>;
  /** Fields, functions and values that were asked for already: what a circle adds is what led into it. */
  readonly seen: Set<unknown>;
}

/** Whether all that the value may be is known. */
function follow(search: Search, { flow, value, position }: Stored): boolean {
  return flow.sourcesOf(value, position, 'copies').every((source) => followSource(search, flow, source));
}

function followSource(search: Search, flow: Flow, source: Source): boolean {
  switch (source.kind) {
    case 'number':
    case 'constant':
      return true;
    case 'load':
      return followPlace(search, flow, source.place, source.position);
    case 'address':
      return followAddress(search, flow, source.place, source.position);
    case 'element':
      return (
        isNew(search, source.pointer) || follow(search, { flow, value: source.pointer, position: source.position })
      );
    case 'call': {
      const [list] = source.instr.arguments;
      if (source.name !== 'sg_next' || list === undefined) return false;
      return isNew(search, source.instr) || follow(search, { flow, value: list, position: source.position });
    }
    case 'parameter':
      return followParameter(search, flow, source.local);
    case 'other': {
      const { first, position } = source;
      if (first === undefined || position === undefined) return false;
      return isNew(search, first) || follow(search, { flow, value: first, position });
    }
  }
}

/** Whether it was met before, which it is from now on. */
function isNew({ seen }: Search, what: unknown): boolean {
  if (seen.has(what)) return true;
  seen.add(what);
  return false;
}

function followPlace(search: Search, flow: Flow, place: Place, position: Position): boolean {
  const field = fieldOf(search.file.index, flow, place, position);
  if (field === undefined) return false;
  if (kernelLists.has(field)) {
    search.found.add(field);
    return true;
  }
  if (isNew(search, field)) return true;
  const stores = search.stores.get(field) ?? [];
  return stores.length > 0 && stores.every((stored) => follow(search, stored));
}

/** `&req->sg`, where the entry lies in the request, or `&data->sg[i]`. */
function followAddress(search: Search, flow: Flow, place: Place, position: Position): boolean {
  const field = fieldOf(search.file.index, flow, place, position);
  if (field !== undefined && kernelLists.has(field)) {
    search.found.add(field);
    return true;
  }
  if (place.root.kind !== 'pointee' || place.steps.some((step) => step.kind === 'field')) return false;
  return follow(search, { flow, value: place.root.pointer, position });
}

/** What its callers give, where all of them are here. */
function followParameter(search: Search, flow: Flow, local: number): boolean {
  const { file, callers } = search;
  const { name } = flow.graph;
  if (isNew(search, `${name}(${local})`)) return true;
  if (file.index.functions.get(name)?.isStatic !== true || isGivenAway(file, name)) return false;
  const sites = callers.get(name) ?? [];
  return (
    sites.length > 0 &&
    sites.every((site) => {
      const value = site.given[local];
      return value !== undefined && follow(search, { flow: site.flow, value, position: site.position });
    })
  );
}

/** Something mentions the function that is not one of the calls seen. */
function isGivenAway({ index, functions }: WrittenFile, name: string): boolean {
  if (index.registrations.some(({ functionName }) => functionName === name)) return true;
  const calling = new Set(functions.flatMap(({ graph, calls }) => (calls.has(name) ? [graph.name] : [])));
  return [...index.functions.values()].some((it) => it.name !== name && it.mentions.has(name) && !calling.has(it.name));
}

function fieldOf(index: FileIndex, flow: Flow, place: Place, position: Position): string | undefined {
  const known = fieldIdOf(place, index);
  if (known !== undefined && !known.startsWith('?')) return known;
  const [step, ...others] = place.steps;
  if (step?.kind !== 'field' || others.length > 0 || place.root.kind !== 'pointee') return undefined;
  const [only, ...more] = flow.sourcesOf(place.root.pointer, position, 'copies');
  if (only?.kind !== 'load' || more.length > 0) return undefined;
  const to = pointees.get(fieldOf(index, flow, only.place, only.position) ?? '');
  return to === undefined ? undefined : `${to}.${step.name}`;
}

function storesByField(file: WrittenFile): ReadonlyMap<string, readonly Stored[]> {
  const stores = new Map<string, Stored[]>();
  for (const flow of file.functions) {
    for (const { instr, position } of sitesOf(flow.graph)) {
      if (instr.kind !== 'store') continue;
      const field = fieldOf(file.index, flow, instr.place, position);
      if (field === undefined) continue;
      const known = stores.get(field);
      const stored = { flow, value: instr.value, position };
      if (known === undefined) stores.set(field, [stored]);
      else known.push(stored);
    }
  }
  return stores;
}
