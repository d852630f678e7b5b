import type { Family } from '../api/api-function.js';
import { apiByName } from '../api/index.js';
import { attributesByName } from '../api/attributes.js';
import type { ContractEntry, EntryId } from '../contract/entry.js';
import { isParameterOf, isReadAgain } from '../contract/symbol-keys.js';
import { type ApiCall, argumentOf } from '../contract/world.js';
import type { FieldNotes, StoreNote, UseNote, Way } from '../exec/field-notes.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { FileIndex } from '../index/file-index.js';
import { type Region, type RootRegion, rootOf } from '../symbolic/region.js';
import { noConstraints } from '../symbolic/constraints.js';
import { emptyStore, type Store } from '../symbolic/store.js';
import { symbolsOf, type Term } from '../symbolic/term.js';
import { createPlaces, type KnownRegions, type Places } from './places.js';
import { plainOf } from './plain-of-term.js';
import { plainNumber, type PlainValue } from './plain-value.js';
import type { Arguments, FieldHistory, FieldPlace, FieldRecord, FieldUse, Fill } from './record.js';
import { surveyStores } from './survey.js';
import { isMaker, writtenEntry } from './written-fills.js';

/** The record of one file, with the paths that show what it says. */
export interface CollectedFields {
  readonly record: FieldRecord;
  readonly filledOn: ReadonlyMap<Fill, FilledOn>;
  readonly usedOn: ReadonlyMap<FieldUse, UseNote & { readonly functionName: string }>;
}

/** The path that filled a field, with the entry as it was then. */
export interface FilledOn extends Way {
  readonly entry: ContractEntry;
  readonly functionName: string;
  /** Fields of variables that held it before: where their struct is copied to, it is known by the same field. */
  readonly carriedIn: readonly string[];
}

interface Collecting {
  readonly places: Places;
  /** Functions the kernel calls with whatever direction an importer asks for. */
  readonly asked: ReadonlySet<string>;
  readonly fields: Map<string, { fills: Fill[]; values: (PlainValue | undefined)[]; isOpen: boolean }>;
  readonly looseNames: Set<string>;
  /** Where the function that is looked at put which values. */
  kept: ReadonlyMap<Term, readonly Region[]>;
  readonly released: Set<string>;
  readonly releasedByName: Set<string>;
  readonly emptied: Set<string>;
  readonly releasedAnywhere: Set<Family>;
  readonly filledOn: Map<Fill, FilledOn>;
  readonly usedOn: Map<FieldUse, UseNote & { readonly functionName: string }>;
}

/** From what the functions of a file noted on their paths; `graphs` are all that is lowered of the file. */
export function collectFields(
  notes: ReadonlyMap<string, FieldNotes>,
  graphs: readonly FunctionGraph[],
  known: KnownRegions,
): CollectedFields {
  const into: Collecting = {
    places: createPlaces(known),
    asked: new Set(
      known.index.registrations.flatMap(({ functionName, how }) => (asking.test(how) ? functionName : [])),
    ),
    fields: new Map(),
    looseNames: new Set(),
    kept: new Map(),
    released: new Set(),
    releasedByName: new Set(),
    emptied: new Set(),
    releasedAnywhere: new Set(),
    filledOn: new Map(),
    usedOn: new Map(),
  };
  for (const [functionName, its] of notes) {
    collectStores(into, its, functionName);
    for (const note of its.uses.values()) collectUse(into, note, functionName);
    for (const region of its.opened) open(into, into.places.of(region)?.key);
    for (const value of its.given) letGo(into, value);
    letGoOfMade(into, its.given);
  }
  collectUnseen(into, notes, graphs, known);
  const { places: _, filledOn, usedOn, ...record } = into;
  const ownStructs = new Set(known.index.structs.keys());
  const unreadNames = namesUnread(graphs, known.index);
  return { record: { ...record, uses: [...usedOn.keys()], unreadNames, ownStructs }, filledOn, usedOn };
}

function collectStores(into: Collecting, { stores, lists }: FieldNotes, functionName: string): void {
  into.kept = keptValues(stores);
  const countedIn = new Map<EntryId, string[]>();
  for (const byTerm of stores.values()) {
    for (const { region, counted } of byTerm.values()) {
      const key = counted === undefined ? undefined : into.places.of(region)?.key;
      if (counted !== undefined && key !== undefined) {
        countedIn.set(counted.id, [...(countedIn.get(counted.id) ?? []), key]);
      }
    }
  }
  for (const byTerm of stores.values()) for (const note of byTerm.values()) collectStore(into, note, functionName);
  for (const { entry, trace, facts, store } of lists.values()) {
    const place = placeOfValue(into, entry.table ?? entry.cpu);
    if (place === undefined) continue;
    const kept = { place, region: regionOfValue(into, entry.table ?? entry.cpu), half: 'list' as const, store };
    addFill(into, { trace, facts, entry, functionName }, { ...kept, countedIn: countedIn.get(entry.id) ?? [] });
    // The mapping wrote addresses of its own into the entries of the list.
    open(into, 'scatterlist.dma_address');
  }
}

function collectStore(
  into: Collecting,
  { region, term, entries, trace, facts, store }: StoreNote,
  functionName: string,
): void {
  const place = into.places.of(region);
  if (place === undefined) {
    if (region.kind === 'field') into.looseNames.add(region.name);
    // Kept where nobody can follow it.
    letGo(into, term);
    return;
  }
  const history = historyOf(into, place.key);
  if (entries.length === 0) {
    history.values.push(plainOf(term, { places: into.places, holder: rootOf(region) }));
    return;
  }
  for (const entry of entries) {
    if (!entry.madeHere) history.values.push(undefined);
    const half = term === entry.table ? 'list' : term === entry.cpu ? 'cpu' : 'dma';
    if (entry.madeHere)
      addFill(into, { trace, facts, entry, functionName }, { place, region, half, store, countedIn: [] });
  }
}

function keptValues(stores: FieldNotes['stores']): ReadonlyMap<Term, readonly Region[]> {
  const kept = new Map<Term, Region[]>();
  for (const byTerm of stores.values()) {
    for (const { region, term, entries } of byTerm.values()) {
      if (entries.length === 0) kept.set(term, [...(kept.get(term) ?? []), region]);
    }
  }
  return kept;
}

/** The only field of the object that a value was put into; two of them are two numbers that happen to be the same. */
function keptIn({ kept, places }: Collecting, value: Term, holder: RootRegion | undefined): string | undefined {
  const beside = (kept.get(value) ?? []).filter((region) => rootOf(region) === holder);
  const [key, ...others] = new Set(beside.map((region) => places.of(region)?.key));
  return others.length > 0 ? undefined : key;
}

function addFill(
  into: Collecting,
  way: Omit<FilledOn, 'carriedIn'>,
  kept: Pick<Fill, 'place' | 'half' | 'countedIn'> & { readonly region: Region | undefined; readonly store: Store },
): void {
  const { entry } = way;
  const { place, half, countedIn, region, store } = kept;
  const holder = region === undefined ? undefined : rootOf(region);
  const plain = (term: Term | undefined): PlainValue | undefined =>
    plainOf(term, { places: into.places, holder, store });
  const fill: Fill = {
    place,
    half,
    countedIn,
    name: entry.origin.name,
    at: entry.origin.at,
    managed: entry.managed,
    result: entry.cpu?.kind === 'symbol' ? entry.cpu.key : undefined,
    memory: placeOfValue(into, entry.cpu)?.name,
    family: entry.family,
    size: plain(entry.size),
    direction: plain(entry.direction),
    attributes: plain(entry.attributes),
    device: plain(entry.device),
    keptSize: keptSize(into, entry.size, holder, store),
    isAnyDirection: into.asked.has(way.functionName) && isOpenParameter(way),
  };
  historyOf(into, place.key).fills.push(fill);
  // What holds it is what a reader knows it by, in the other function too.
  const heldIn = region === undefined ? entry.heldIn : [...entry.heldIn, region];
  const carriedIn = entry.heldIn.flatMap((holder) => into.places.of(holder)?.key ?? []);
  into.filledOn.set(fill, { ...way, entry: { ...entry, heldIn }, carriedIn });
}

function collectUse(into: Collecting, note: UseNote, functionName: string): void {
  const { call, own } = note;
  const { row } = call;
  if (!('family' in row)) return;
  const isRelease = row.does === 'unmap' || row.does === 'free';
  const dma = argumentOf(call, 'dma-address')?.term;
  const list = argumentOf(call, 'sg-table')?.term ?? argumentOf(call, 'scatterlist')?.term;
  const cpu = (argumentOf(call, 'cpu-address', 'page') ?? argumentOf(call, 'pool'))?.term;
  const named = row.family === 'sg' ? list : row.does === 'free' ? cpu : dma;
  const places = placesMeant(into, own, [named, dma]);
  if (isRelease) {
    for (const { key } of places) addReleased(into, key);
    if (places.length === 0 && own?.madeHere !== true) into.releasedAnywhere.add(row.family);
  }
  const place = placeOfValue(into, named) ?? places[0];
  if (place === undefined) return;
  const use: FieldUse = {
    does: isRelease ? 'release' : 'sync',
    place,
    dmaPlace: row.does === 'free' ? placeOfValue(into, dma) : undefined,
    name: row.name,
    at: call.at,
    site: call.calls.map(({ start }) => start).join(),
    managed: row.does === 'free' && row.managed === true,
    isSizeReadAgain: isAnyReadAgain(argumentOf(call, 'size')?.term),
    ...argumentsOf(into, call, regionOfValue(into, named)),
  };
  into.usedOn.set(use, { ...note, functionName });
}

const isAnyReadAgain = (value: Term | undefined): boolean => value !== undefined && symbolsOf(value).some(isReadAgain);

function addReleased({ released, releasedByName }: Collecting, key: string): void {
  released.add(key);
  releasedByName.add(key);
}

/** The fields a call names, and those in which the path kept what it made itself. */
function placesMeant(
  into: Collecting,
  own: ContractEntry | undefined,
  named: readonly (Term | undefined)[],
): readonly FieldPlace[] {
  const held = own?.heldIn.flatMap((region) => into.places.of(region) ?? []) ?? [];
  return [...named.flatMap((value) => placeOfValue(into, value) ?? []), ...held];
}

// Linux include/linux/dma-buf.h (6.12): importers and user space say what they are going to do.
const asking = /^ops-table \.(?:begin_cpu_access|map_dma_buf) of dma_buf_ops$/;

/** The direction a function was given, of which the path asked nothing. */
function isOpenParameter({ entry, facts, functionName }: Omit<FilledOn, 'carriedIn'>): boolean {
  const { direction } = entry;
  if (direction?.kind !== 'symbol' || !isParameterOf(direction, functionName)) return false;
  return !facts.solvedSymbols.has(direction.id) && !facts.symbols.has(direction.id);
}

function keptSize(
  into: Collecting,
  size: Term | undefined,
  holder: RootRegion | undefined,
  store: Store,
): PlainValue | undefined {
  const { places } = into;
  return plainOf(size, { places, holder, store, keptIn: (value) => keptIn(into, value, holder) });
}

/** Whoever was given what is in a field may release it. */
function letGo(into: Collecting, value: Term): void {
  const place = placeOfValue(into, value);
  if (place !== undefined && value.kind !== 'pointer') into.released.add(place.key);
}

/** The same before it is read back from the field: a path gives away what it has just made. */
function letGoOfMade({ filledOn, released }: Collecting, given: ReadonlySet<Term>): void {
  for (const [{ place }, { entry }] of filledOn) {
    if ([entry.cpu, entry.dma].some((half) => half !== undefined && given.has(half))) released.add(place.key);
  }
}

function argumentsOf(into: Collecting, call: ApiCall, holder: Region | undefined): Arguments {
  const { row } = call;
  const root = holder === undefined ? undefined : rootOf(holder);
  const plain = (term: Term | undefined): PlainValue | undefined =>
    plainOf(term, { places: into.places, holder: root });
  const family = 'family' in row ? row.family : 'single';
  const fixed = row.does === 'free' ? row.attributes : undefined;
  const attributes = argumentOf(call, 'attributes')?.term;
  return {
    family,
    size: plain(argumentOf(call, family === 'sg' ? 'entries' : 'size')?.term),
    direction: plain(argumentOf(call, 'direction')?.term),
    attributes: attributes === undefined ? plainNumber(attributesByName(fixed ?? [])) : plain(attributes),
    // A pool that is destroyed is what is released, not where it came from.
    device: row.parameters.length === 1 ? undefined : plain(argumentOf(call, 'device', 'pool')?.term),
  };
}

/** A store no path came to may put anything there, unless it says itself what; 0 and NULL are what they are. */
function collectUnseen(
  into: Collecting,
  notes: ReadonlyMap<string, FieldNotes>,
  graphs: readonly FunctionGraph[],
  { index, terms }: KnownRegions,
): void {
  const seen = new Set([...notes.values()].flatMap(({ stores }) => [...stores.keys()]));
  const { stores, looseNames, released, emptied } = surveyStores(graphs, index, { isRelease, isSameValue });
  for (const key of emptied) into.emptied.add(key);
  for (const key of released) addReleased(into, key);
  for (const name of looseNames) into.looseNames.add(name);
  for (const { key, field, at, value, made } of stores) {
    if (seen.has(at)) continue;
    const row = made?.callee.kind === 'name' ? apiByName(made.callee.name) : undefined;
    if (made !== undefined && isMaker(row)) {
      const entry = writtenEntry(terms, row, made);
      const way = { entry, trace: undefined, facts: noConstraints, functionName: '' };
      const half = row.does === 'map' ? 'dma' : 'cpu';
      const place: FieldPlace = { ...field, object: undefined, path: field.name };
      addFill(into, way, { place, region: undefined, half, store: emptyStore, countedIn: [] });
      continue;
    }
    historyOf(into, key).values.push(value.kind === 'number' ? plainNumber(value.value) : undefined);
  }
}

function isRelease(name: string): boolean {
  const does = apiByName(name)?.does;
  return does === 'unmap' || does === 'free';
}

function isSameValue(name: string): boolean {
  const row = apiByName(name);
  return row?.does === 'plain' && row.effect === 'same-value';
}

function namesUnread(graphs: readonly FunctionGraph[], index: FileIndex): ReadonlySet<string> {
  const read = new Set(graphs.map(({ name }) => name));
  const unread = [...index.functions.values()].filter(({ name }) => !read.has(name));
  return new Set(unread.flatMap(({ changedFields }) => [...changedFields]));
}

const regionOfValue = ({ places }: Collecting, value: Term | undefined): Region | undefined => places.behind(value);

function placeOfValue(into: Collecting, value: Term | undefined): FieldPlace | undefined {
  const region = regionOfValue(into, value);
  return region === undefined ? undefined : into.places.of(region);
}

function open(into: Collecting, key: string | undefined): void {
  if (key !== undefined) historyOf(into, key).isOpen = true;
}

function historyOf(
  { fields }: Collecting,
  key: string,
): { -readonly [K in keyof FieldHistory]: FieldHistory[K] } & {
  fills: Fill[];
  values: (PlainValue | undefined)[];
} {
  const known = fields.get(key) ?? { fills: [], values: [], isOpen: false };
  fields.set(key, known);
  return known;
}
