import { mentions, mentionsCpu } from '../contract/mentions.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ApiCall } from '../contract/world.js';
import type { Span } from '../base/span.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { Place } from '../graph/instr.js';
import { type Constraints, noConstraints } from '../symbolic/constraints.js';
import type { Region } from '../symbolic/region.js';
import { emptyStore, type Store } from '../symbolic/store.js';
import type { Term } from '../symbolic/term.js';
import type { Path, Trace } from './path.js';

/**
 * What the paths of one explored function put into memory that others find, and what they name when they release or
 * sync. A mapping is made when a request is queued and released when it completes: the field in between is all that the
 * two functions have in common, and this is what each of them knows of it.
 */
export interface FieldNotes {
  /** By where the store stands, then by what is stored: the same store on other paths says nothing new. */
  readonly stores: Map<number, Map<string, StoreNote>>;
  /** By the place of the call, the calls that led there and the arguments. */
  readonly uses: Map<string, UseNote>;
  /** Scatterlists that were mapped: what a later release names is the list. */
  readonly lists: Map<string, ListNote>;
  /** Places whose address went where it was not followed. */
  readonly opened: Set<Region>;
  /** Values that a function nobody knows was given: it may do anything with them. */
  readonly given: Set<Term>;
}

/** How a path got there. */
export interface Way {
  readonly trace: Trace | undefined;
  readonly facts: Constraints;
}

export interface StoreNote extends Way {
  readonly region: Region;
  /** What was in memory then; empty where no entry is concerned. */
  readonly store: Store;
  readonly term: Term;
  /** The entries whose address it is, or the table that was mapped. */
  readonly entries: readonly ContractEntry[];
  /** The entry whose number of mapped segments it is. */
  readonly counted: ContractEntry | undefined;
}

export interface UseNote extends Way {
  readonly call: ApiCall;
  /** What this very path made and the call ends: then the path has judged it. */
  readonly own: ContractEntry | undefined;
}

export interface ListNote extends Way {
  readonly store: Store;
  readonly entry: ContractEntry;
}

/** A place as some function wrote it: its types say which struct a region is in. */
export interface NamedPlace {
  readonly place: Place;
  readonly graph: FunctionGraph;
  /** Another function takes the object for another struct. */
  readonly isAmbiguous: boolean;
}

export const noFieldNotes = (): FieldNotes => ({
  stores: new Map(),
  uses: new Map(),
  lists: new Map(),
  opened: new Set(),
  given: new Set(),
});

export function noteStore(
  notes: FieldNotes,
  path: Path,
  { region, term, at }: { readonly region: Region; readonly term: Term; readonly at: Span },
): void {
  const [entries, counted] = madeEntries(path, term);
  const key = [term.id, counted?.id, ...entries.flatMap((it) => [it.id, ...argumentIds(it)])].join();
  const known = notes.stores.get(at.start) ?? new Map<string, StoreNote>();
  if (known.has(key)) return;
  notes.stores.set(at.start, known);
  // Only what an entry went through is ever shown: the rest of the path is let go of.
  const way = entries.length === 0 ? { trace: undefined, facts: noConstraints, store: emptyStore } : path;
  known.set(key, { region, term, entries, counted, trace: way.trace, facts: way.facts, store: way.store });
}

function madeEntries({ contract }: Path, term: Term): [readonly ContractEntry[], ContractEntry | undefined] {
  if (term.kind === 'const' || contract.length === 0) return [[], undefined];
  const entries = contract.filter((it) => mentions(term, it) || mentionsCpu(term, it) || it.table === term);
  return [entries, contract.find((it) => it.mapped === term)];
}

/** A direction that a condition chose is another mapping, though the call is the same. */
const argumentIds = ({ size, direction, device }: ContractEntry): readonly (number | undefined)[] => [
  size?.id,
  direction?.id,
  device?.id,
];

/** A call of a function that is not followed; `isOutside`: one of another file, which releases what it is given. */
export function noteArgument(notes: FieldNotes, value: Term, isOutside: boolean): void {
  if (value.kind === 'pointer' && value.region.kind !== 'root') notes.opened.add(value.region);
  if (isOutside && value.kind !== 'const') notes.given.add(value);
}

export function noteUse(notes: FieldNotes, path: Path, call: ApiCall, own: ContractEntry | undefined): void {
  const given = call.arguments.map(({ term }) => term.id).join();
  // What one path gave up before it kept it anywhere, another releases after it did.
  const ended = own === undefined ? '' : `${own.id}:${own.heldIn.length}`;
  const key = `${call.calls.map(({ start }) => start).join()}:${given}:${ended}`;
  if (!notes.uses.has(key)) notes.uses.set(key, { call, own, trace: path.trace, facts: path.facts });
}

export function noteList(notes: FieldNotes, path: Path, entry: ContractEntry): void {
  const key = [entry.id, entry.cpu?.id, ...argumentIds(entry)].join();
  if (!notes.lists.has(key)) notes.lists.set(key, { entry, store: path.store, trace: path.trace, facts: path.facts });
}
