// The tree behind the store: one cell per place that was written, forgotten or filled, along the fields and elements
// of its region.
import { emptyMap, type PersistentMap } from '#engine';
import { added, type Digest, emptyDigest, hashOf, hashOfText, removed } from './digest.js';
import { isAddress } from './interner.js';
import { type Level, sameIndex } from './region.js';
import type { Region, Term } from './shapes.js';

/** A place taken as an array: its first element, and the others. Most arrays have one element: they are plain places. */
export interface Cell {
  /** What every place below starts from, unless it says otherwise itself. */
  readonly base: Base | undefined;
  readonly first: Slot;
  /** By the id of the index term. */
  readonly others: OtherElements;
  readonly digest: Digest;
}

/** One element. */
export interface Slot {
  readonly base: Base | undefined;
  readonly entry: Entry | undefined;
  readonly fields: PersistentMap<string, Cell>;
  readonly digest: Digest;
}

export interface Entry {
  readonly region: Region;
  readonly value: Term;
}

/**
 * Where the values below a place come from: nobody knows since the store's clock showed `since`, or all of them are
 * `value`.
 *
 * Invariant: a base deeper in the tree is newer, because setting one drops the tree below it; but `withUnseen` leaves the
 * elements that were written as they are, with the bases they have.
 */
export type Base =
  | { readonly kind: 'forgotten'; readonly since: number }
  | { readonly kind: 'filled'; readonly value: Term };

export type OtherElements = PersistentMap<number, { readonly index: Term; readonly slot: Slot }>;

export const emptySlot: Slot = { base: undefined, entry: undefined, fields: emptyMap(), digest: emptyDigest };
export const emptyCell: Cell = { base: undefined, first: emptySlot, others: emptyMap(), digest: emptyDigest };

export const cellWithBase = (base: Base, first: Slot = emptySlot): Cell => makeCell(base, first, emptyMap());
/** The elements that were written stay; where the others come from is `base`. */
export const withUnseen = ({ first, others }: Cell, base: Base): Cell => makeCell(base, first, others);
export const slotWithBase = (base: Base): Slot => makeSlot(base, undefined, emptyMap(), emptyDigest);
export const slotWithEntry = (base: Base | undefined, entry: Entry): Slot =>
  makeSlot(base, entry, emptyMap(), emptyDigest);

function makeCell(base: Base | undefined, first: Slot, others: OtherElements): Cell {
  let digest = added(baseDigest(base), first.digest);
  if (others.size > 0) {
    for (const [id, { slot }] of others) digest = added(digest, hashOf(4, id, slot.digest));
  }
  return { base, first, others, digest };
}

function makeSlot(
  base: Base | undefined,
  entry: Entry | undefined,
  fields: PersistentMap<string, Cell>,
  fieldsDigest: Digest,
): Slot {
  return { base, entry, fields, digest: added(ownDigest({ base, entry }), fieldsDigest) };
}

/**
 * What is written into a part changes the whole, so the whole's own value goes. A pointer has no parts: without the type
 * of `dev->ring`, what `dev->ring[i].addr` names only looks like one.
 */
function withField(slot: Slot, name: string, cell: Cell): Slot {
  const before = fieldDigest(name, slot.fields.get(name)?.digest ?? emptyDigest);
  const fieldsDigest = removed(removed(slot.digest, ownDigest(slot)), before);
  const fields = slot.fields.set(name, cell);
  const entry = slot.entry !== undefined && isAddress(slot.entry.value) ? slot.entry : undefined;
  return makeSlot(slot.base, entry, fields, added(fieldsDigest, fieldDigest(name, cell.digest)));
}

function ownDigest({ base, entry }: Pick<Slot, 'base' | 'entry'>): Digest {
  return entry === undefined ? baseDigest(base) : added(baseDigest(base), hashOf(5, entry.value.id));
}

function fieldDigest(name: string, digest: Digest): Digest {
  return digest === emptyDigest ? emptyDigest : hashOf(hashOfText(name), digest);
}

function baseDigest(base: Base | undefined): Digest {
  if (base === undefined) return emptyDigest;
  return base.kind === 'forgotten' ? hashOf(6, base.since) : hashOf(7, base.value.id);
}

/** What to do at the end of a path. */
export interface Change {
  /** To an element, or to a place that is not used as an array. */
  slot(slot: Slot): Slot;
  /** To a place with all elements it may have, where the change means them all. */
  readonly cell?: (cell: Cell) => Cell;
  /** What elements become that may be the changed one under another name. */
  readonly forgotten: () => Base;
}

/** Changes the place at the end of `levels`, and forgets the same place in elements that may be on its path. */
export function changed(cell: Cell, levels: readonly Level[], depth: number, change: Change): Cell {
  const level = levels[depth];
  if (level === undefined) return cell;
  const isLast = depth === levels.length - 1;
  if (isLast && level.index === undefined && change.cell !== undefined) return change.cell(cell);
  const inside = (slot: Slot, how: Change): Slot =>
    isLast ? how.slot(slot) : changedField(slot, levels, depth + 1, how);
  const forget: Change = { slot: () => slotWithBase(change.forgotten()), forgotten: change.forgotten };
  let { first, others } = cell;
  for (const { index, slot } of others.values()) {
    if (index === level.index || sameIndex(index, level.index) === 'no') continue;
    others = others.set(index.id, { index, slot: inside(slot, forget) });
  }
  if (level.index === undefined) {
    first = inside(first, change);
  } else {
    if (sameIndex(undefined, level.index) !== 'no' && first !== emptySlot) first = inside(first, forget);
    const own = others.get(level.index.id)?.slot ?? emptySlot;
    others = others.set(level.index.id, { index: level.index, slot: inside(own, change) });
  }
  return makeCell(cell.base, first, others);
}

function changedField(slot: Slot, levels: readonly Level[], depth: number, change: Change): Slot {
  const name = levels[depth]?.field ?? '';
  return withField(slot, name, changed(slot.fields.get(name) ?? emptyCell, levels, depth, change));
}

/** What is known of a place. */
export interface Known {
  readonly entry: Entry | undefined;
  readonly base: Base | undefined;
  /** Of what was done to places that may be this one under another name; empty when there are none. */
  readonly aliases: Digest;
}

export function lookUp(root: Cell, levels: readonly Level[]): Known {
  let cell: Cell | undefined = root;
  let base: Base | undefined;
  let aliases = emptyDigest;
  for (let depth = 0; cell !== undefined; depth += 1) {
    const level = levels[depth];
    if (level === undefined) break;
    base = cell.base ?? base;
    aliases = added(aliases, aliasesOf(cell, levels, depth));
    const slot: Slot | undefined = level.index === undefined ? cell.first : cell.others.get(level.index.id)?.slot;
    base = slot?.base ?? base;
    const next = levels[depth + 1];
    if (next === undefined) return { entry: slot?.entry, base, aliases };
    cell = slot?.fields.get(next.field ?? '');
  }
  return { entry: undefined, base, aliases };
}

/** Of the elements at this depth that may be the one on the path, as far as they touch the place at its end. */
function aliasesOf(cell: Cell, levels: readonly Level[], depth: number): Digest {
  const index = levels[depth]?.index;
  if (cell.others.size === 0 && index === undefined) return emptyDigest;
  let digest = emptyDigest;
  for (const other of cell.others.values()) {
    if (other.index === index || sameIndex(other.index, index) === 'no') continue;
    digest = added(digest, touchOf(other.slot, levels, depth));
  }
  if (index !== undefined && sameIndex(undefined, index) !== 'no')
    digest = added(digest, touchOf(cell.first, levels, depth));
  return digest;
}

/** Everything in an element that bears on the place at the end of `levels`. */
function touchOf(slot: Slot, levels: readonly Level[], depth: number): Digest {
  const next = levels[depth + 1];
  if (next === undefined) return slot.digest;
  const cell = slot.fields.get(next.field ?? '');
  if (cell === undefined) return ownDigest(slot);
  const inner = levels[depth + 1]?.index;
  const own = inner === undefined ? cell.first : cell.others.get(inner.id)?.slot;
  const below = own === undefined ? emptyDigest : touchOf(own, levels, depth + 1);
  return [baseDigest(cell.base), below, aliasesOf(cell, levels, depth + 1)].reduce(added, ownDigest(slot));
}

/** Every value in the tree. */
export function entriesOf(cell: Cell, found: Entry[] = []): readonly Entry[] {
  entriesOfSlot(cell.first, found);
  if (cell.others.size > 0) for (const { slot } of cell.others.values()) entriesOfSlot(slot, found);
  return found;
}

/** The values of the first tree that are not at the same place of the second. Only what differs is visited. */
export function entriesNotIn(cell: Cell, other: Cell, found: Entry[] = []): readonly Entry[] {
  if (cell.digest === other.digest) return found;
  slotEntriesNotIn(cell.first, other.first, found);
  if (cell.others.size > 0) {
    for (const [id, { slot }] of cell.others) slotEntriesNotIn(slot, other.others.get(id)?.slot ?? emptySlot, found);
  }
  return found;
}

function slotEntriesNotIn(slot: Slot, other: Slot, found: Entry[]): void {
  if (slot.digest === other.digest) return;
  const { entry } = slot;
  if (entry !== undefined && entry.value !== other.entry?.value) found.push(entry);
  slot.fields.eachNotIn(other.fields, (_, field, theirs) => entriesNotIn(field, theirs ?? emptyCell, found));
}

export function entriesOfSlot(slot: Slot, found: Entry[] = []): readonly Entry[] {
  if (slot.entry !== undefined) found.push(slot.entry);
  if (slot.fields.size > 0) for (const cell of slot.fields.values()) entriesOf(cell, found);
  return found;
}

/** The element at the end of `levels`; `undefined` where nothing about it was ever noted. */
export function slotAt(root: Cell, levels: readonly Level[]): Slot | undefined {
  const cell = cellAt(root, levels);
  const index = levels.at(-1)?.index;
  return index === undefined ? cell?.first : cell?.others.get(index.id)?.slot;
}

/** The array that the element at the end of `levels` belongs to. */
export function cellAt(root: Cell, levels: readonly Level[]): Cell | undefined {
  let cell: Cell | undefined = root;
  for (const [depth, level] of levels.entries()) {
    const next = levels[depth + 1];
    if (next === undefined) return cell;
    const slot: Slot | undefined = level.index === undefined ? cell?.first : cell?.others.get(level.index.id)?.slot;
    cell = slot?.fields.get(next.field ?? '');
  }
  return cell;
}

/** How a tree is hung at another region. */
export interface Move {
  readonly to: (region: Region) => Region;
  /** In place of every forgotten base: what is unknown there is another unknown here. */
  readonly forgotten: Base;
}

/** The same values at other regions; an element without a base of its own gets `base`. */
export function movedSlot(slot: Slot, base: Base | undefined, move: Move): Slot {
  let fields = emptyMap<string, Cell>();
  let fieldsDigest = emptyDigest;
  for (const [name, field] of slot.fields) {
    const cell = movedCell(field, move);
    fields = fields.set(name, cell);
    fieldsDigest = added(fieldsDigest, fieldDigest(name, cell.digest));
  }
  const entry = slot.entry === undefined ? undefined : { region: move.to(slot.entry.region), value: slot.entry.value };
  return makeSlot(movedBase(slot.base ?? base, move), entry, fields, fieldsDigest);
}

function movedCell(cell: Cell, move: Move): Cell {
  let { others } = cell;
  for (const [id, { index, slot }] of others) {
    others = others.set(id, { index, slot: movedSlot(slot, undefined, move) });
  }
  return makeCell(movedBase(cell.base, move), movedSlot(cell.first, undefined, move), others);
}

const movedBase = (base: Base | undefined, { forgotten }: Move): Base | undefined =>
  base?.kind === 'forgotten' ? forgotten : base;
