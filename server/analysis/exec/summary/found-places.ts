// Where the caller of a function finds what that made.
import type { ContractEntry } from '../../contract/entry.js';
import { mentions, mentionsCpu } from '../../contract/mentions.js';
import { type Region, type RootRegion, rootOf } from '../../symbolic/region.js';
import { entriesUnder, read } from '../../symbolic/store.js';
import type { Term } from '../../symbolic/term.js';
import type { ExecContext } from '../context.js';
import { isAtEntry } from './in-caller.js';
import type { ReturnedPath } from './returned-paths.js';
import type { Effects, Placed } from './summary.js';

interface Search {
  readonly cx: ExecContext;
  readonly paths: readonly ReturnedPath[];
  /** Objects on the way, so that two that lead to each other are no way. */
  readonly open: Set<RootRegion>;
  readonly placed: Map<Region, Term>;
  handles: ReadonlyMap<Term, readonly Region[]> | undefined;
}

/** What the function made that is found by its parameters, a global, or what it returns, on every path alike. */
export function placesFound(
  cx: ExecContext,
  paths: readonly ReturnedPath[],
  made: readonly ContractEntry[],
): Pick<Effects, 'made' | 'placed' | 'returned'> {
  const search: Search = { cx, paths, open: new Set(), placed: new Map(), handles: undefined };
  const returned = returnedByAll(paths);
  const found: ContractEntry[] = [];
  const placed: Placed[] = [];
  for (const entry of made) {
    search.placed.clear();
    const heldIn = holdersOf(search, entry);
    const isReturned = returned !== undefined && (mentions(returned, entry) || mentionsCpu(returned, entry));
    if (heldIn === undefined || (heldIn.length === 0 && !isReturned)) continue;
    found.push({ ...entry, heldIn });
    noteHandle(search, entry);
    for (const [region, value] of search.placed) {
      if (!placed.some((it) => it.region === region)) placed.push({ region, value });
    }
  }
  const isWayTo = (entry: ContractEntry): boolean =>
    returned !== undefined &&
    (mentions(returned, entry) ||
      mentionsCpu(returned, entry) ||
      entry.heldIn.some((holder) => rootOf(holder).pointer === returned));
  return { made: found, placed, returned: found.some(isWayTo) ? returned : undefined };
}

function returnedByAll([first, ...others]: readonly ReturnedPath[]): Term | undefined {
  return others.every(({ returned }) => returned === first?.returned) ? first?.returned : undefined;
}

/** `undefined` where something has it that the caller cannot name, and may do with it what it wants. */
function holdersOf(search: Search, entry: ContractEntry): readonly Region[] | undefined {
  const holders: Region[] = [];
  const everywhere = new Set(entry.heldIn.filter((holder) => rootOf(holder).rootKind !== 'stack'));
  for (const holder of everywhere) {
    const value = valueOnAll(search.paths, holder);
    if (value === undefined || (value !== entry.cpu && value !== entry.dma) || !isFound(search, holder))
      return undefined;
    search.placed.set(holder, value);
    holders.push(holder);
  }
  return holders;
}

/** `&ring->dma`, where the allocation itself put its address, says nothing of who has it: it is no holder. */
function noteHandle(search: Search, { dma }: ContractEntry): void {
  if (dma === undefined) return;
  search.handles ??= handlesIn(search.paths);
  for (const place of search.handles.get(dma) ?? []) {
    if (valueOnAll(search.paths, place) === dma && isFound(search, place)) search.placed.set(place, dma);
  }
}

/** Where the first path has DMA addresses; the others have to have them there too. */
function handlesIn([first]: readonly ReturnedPath[]): ReadonlyMap<Term, readonly Region[]> {
  const handles = new Map<Term, Region[]>();
  for (const [, { root }] of first?.path.store.roots ?? []) {
    if (root.rootKind === 'stack') continue;
    for (const [place, value] of first === undefined ? [] : entriesUnder(first.path.store, root)) {
      if (value.kind !== 'symbol' || value.info.kind !== 'dma-address') continue;
      const places = handles.get(value);
      if (places === undefined) handles.set(value, [place]);
      else places.push(place);
    }
  }
  return handles;
}

function valueOnAll(paths: readonly ReturnedPath[], place: Region): Term | undefined {
  const [value, ...others] = new Set(paths.map(({ path }) => read(path.store, place)));
  return others.length === 0 ? value : undefined;
}

/** Whether a place is in an object that the caller knows, or in one that this one leads to. */
function isFound(search: Search, place: Region): boolean {
  if (indexes(place).some((index) => index.kind !== 'const')) return false;
  const root = rootOf(place);
  if (root.rootKind === 'global' || root.rootKind === 'constant') return true;
  const { pointer } = root;
  if (pointer?.kind !== 'symbol') return false;
  if (search.cx.memory.has(root)) return isObjectFound(search, root, pointer);
  if (pointer.key.startsWith('parameter:')) return true;
  const source = search.cx.readFrom.get(pointer);
  return (
    source !== undefined && isAtEntry(pointer, source) && isStill(search, source, pointer) && isFound(search, source)
  );
}

/** What led to the object when the function was called leads there at its end. */
function isStill({ paths }: Search, place: Region, pointer: Term): boolean {
  return paths.every(({ path }) => [undefined, pointer].includes(read(path.store, place)));
}

/** Memory that the function allocated: it is where it was put, or returned. */
function isObjectFound(search: Search, root: RootRegion, pointer: Term): boolean {
  const { cx, paths, open } = search;
  if (open.has(root) || paths.some(({ path }) => path.freed.has(root) || path.kept.has(root))) return false;
  if (cx.memory.get(root)?.madeInLoop === true) return false;
  if (paths.every(({ returned }) => returned === pointer)) return true;
  open.add(root);
  const holders = [...(cx.storedIn.get(root) ?? [])].filter((place) => valueOnAll(paths, place) === pointer);
  const [holder] = holders.filter((place) => rootOf(place).rootKind !== 'stack' && isFound(search, place));
  open.delete(root);
  if (holder === undefined) return false;
  search.placed.set(holder, pointer);
  return true;
}

function indexes(place: Region): readonly Term[] {
  if (place.kind === 'root') return [];
  return place.kind === 'element' ? [place.index, ...indexes(place.parent)] : indexes(place.parent);
}
