// The memory of a path: region to term.
import { emptyMap, type PersistentMap } from '#engine';
import {
  type Base,
  type Cell,
  type Change,
  cellAt,
  cellWithBase,
  changed,
  emptyCell,
  emptySlot,
  entriesNotIn as cellEntriesNotIn,
  entriesOf,
  entriesOfSlot,
  lookUp,
  movedSlot,
  slotAt,
  slotWithBase,
  slotWithEntry,
  withUnseen,
} from './cell.js';
import { added, type Digest, emptyDigest, hashOf, removed } from './digest.js';
import { levelsOf, rootOf } from './region.js';
import type { Region, RootRegion, Term } from './shapes.js';
import type { Terms } from './term.js';

export interface Store {
  /** By the id of the root region. */
  readonly roots: PersistentMap<number, RootMemory>;
  readonly digest: Digest;
}

interface RootMemory {
  readonly root: RootRegion;
  readonly cell: Cell;
  /** Counts what was forgotten under this root. */
  readonly clock: number;
}

export const emptyStore: Store = { roots: emptyMap(), digest: emptyDigest };

export const digestOf = (store: Store): Digest => store.digest;

/** `undefined`: not known on this path. The symbol the caller makes for it is keyed by the region and `epochOf`. */
export function read(store: Store, region: Region): Term | undefined {
  const memory = store.roots.get(rootOf(region).id);
  if (memory === undefined) return undefined;
  const { entry, base, aliases } = lookUp(memory.cell, levelsOf(region));
  if (entry !== undefined) return entry.value;
  return base?.kind === 'filled' && aliases === emptyDigest ? base.value : undefined;
}

/** Whether every place under the region that was not written since has one value, as after kzalloc. */
export function isFilled(store: Store, region: Region): boolean {
  const memory = store.roots.get(rootOf(region).id);
  return memory !== undefined && lookUp(memory.cell, levelsOf(region)).base?.kind === 'filled';
}

/** Differs between two moments when the value of the region may have changed without being written by its name. */
export function epochOf(store: Store, region: Region): number {
  const memory = store.roots.get(rootOf(region).id);
  if (memory === undefined) return 0;
  const { base, aliases } = lookUp(memory.cell, levelsOf(region));
  const since = base === undefined ? 0 : base.kind === 'forgotten' ? base.since : -1 - base.value.id;
  return aliases === emptyDigest ? since : hashOf(since, aliases);
}

/** Forgets the parts of the region, and what may be the same element under another index. */
export function write(_terms: Terms, store: Store, region: Region, value: Term): Store {
  return change(store, region, (forgotten) => ({
    // A value written as a whole says nothing about its parts, but a scalar has none that could be out of date.
    slot: (slot) => slotWithEntry(slot.fields.size === 0 ? slot.base : forgotten(), { region, value }),
    forgotten,
  }));
}

/** Every place under the region, and under all elements it may have, holds `value`, as after kzalloc. */
export function fillUnder(store: Store, region: Region, value: Term): Store {
  return change(store, region, (forgotten) => replacing({ kind: 'filled', value }, forgotten));
}

export function forgetUnder(store: Store, region: Region): Store {
  return change(store, region, (forgotten) => replacing(forgotten(), forgotten));
}

export const forgetRoot = forgetUnder;

/** Forgets of an array all but what was written by its name: elements that nobody looked at may be anything. */
export function forgetUnseen(store: Store, array: Region): Store {
  return change(store, array, (forgotten) => ({
    slot: (slot) => slot,
    cell: (cell) => withUnseen(cell, forgotten()),
    forgotten,
  }));
}

/** All values known under a region, itself and, where it is used as an array, all its elements included. */
export function entriesUnder(store: Store, region: Region): readonly (readonly [Region, Term])[] {
  const memory = store.roots.get(rootOf(region).id);
  if (memory === undefined) return [];
  const levels = levelsOf(region);
  const isElement = levels.at(-1)?.index !== undefined;
  const cell = cellAt(memory.cell, levels);
  const slot = isElement ? slotAt(memory.cell, levels) : undefined;
  const entries = isElement ? entriesOfSlot(slot ?? emptySlot) : entriesOf(cell ?? emptyCell);
  return entries.map(({ region: place, value }) => [place, value]);
}

/** The values known under a root that `other` does not have at the same place. */
export function entriesNotIn(store: Store, other: Store, root: Region): readonly (readonly [Region, Term])[] {
  const [ours, theirs] = [store.roots.get(root.id), other.roots.get(root.id)];
  if (ours === undefined) return [];
  return cellEntriesNotIn(ours.cell, theirs?.cell ?? emptyCell).map(({ region, value }) => [region, value]);
}

/**
 * `*to = *from`: what is known of `from` holds of `to`, and whatever else was known of `to` is forgotten. One element is
 * copied; if more were meant (memcpy), the others are at least not believed to be what they were.
 */
export function copyUnder(terms: Terms, store: Store, to: Region, from: Region): Store {
  const source = store.roots.get(rootOf(from).id);
  const levels = levelsOf(from);
  const known = source === undefined ? undefined : lookUp(source.cell, levels);
  const slot = (source === undefined ? undefined : slotAt(source.cell, levels)) ?? emptySlot;
  return change(store, to, (forgotten) => {
    const unknown = forgotten();
    const base = known?.base?.kind === 'filled' && known.aliases === emptyDigest ? known.base : unknown;
    const copied = movedSlot(slot, base, { to: (region) => rebased(terms, region, from, to), forgotten: unknown });
    return { slot: () => copied, cell: () => cellWithBase(unknown, copied), forgotten };
  });
}

/** Where `region`, which lies in `from`, is when `from` is moved to `to`. */
function rebased(terms: Terms, region: Region, from: Region, to: Region): Region {
  if (region === from || region.kind === 'root') return to;
  const parent = rebased(terms, region.parent, from, to);
  return region.kind === 'field' ? terms.field(parent, region.name) : terms.element(parent, region.index);
}

function replacing(base: Base, forgotten: () => Base): Change {
  return { slot: () => slotWithBase(base), cell: () => cellWithBase(base), forgotten };
}

/** What a change forgets is dated one past everything that was forgotten under the root before. */
function change(store: Store, region: Region, make: (forgotten: () => Base) => Change): Store {
  const root = rootOf(region);
  const memory = store.roots.get(root.id) ?? { root, cell: emptyCell, clock: 0 };
  let { clock } = memory;
  const forgotten = (): Base => {
    clock = memory.clock + 1;
    return { kind: 'forgotten', since: clock };
  };
  const cell = changed(memory.cell, levelsOf(region), 0, make(forgotten));
  const after: RootMemory = { root, cell, clock };
  return {
    roots: store.roots.set(root.id, after),
    digest: added(removed(store.digest, memoryDigest(memory)), memoryDigest(after)),
  };
}

/** Nothing for a root nobody touched, like the root that is not there. */
function memoryDigest({ root, cell, clock }: RootMemory): Digest {
  return cell === emptyCell ? emptyDigest : hashOf(8, root.id, clock, cell.digest);
}
