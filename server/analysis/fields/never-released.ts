import type { Family } from '../api/api-function.js';
import type { ContractEntry } from '../contract/entry.js';
import type { ContractEvent } from '../contract/event.js';
import type { Way } from '../exec/field-notes.js';
import type { FileIndex, StructDeclaration } from '../index/file-index.js';
import type { CollectedFields } from './collect.js';
import { rootOf } from '../symbolic/region.js';
import { isClosed } from './known-values.js';
import type { FieldRecord, Fill } from './record.js';

export interface NeverReleased extends Way {
  readonly event: ContractEvent;
  readonly functionName: string;
}

/** The bus calls it when the driver is unbound, and `rmmod` the other. */
const teardown = /\.(?:remove|remove_new|disconnect)\b|^module_exit/;

/**
 * Fields of a module's own structs that are filled and that no function of the module releases or lets anybody else
 * release, in a driver that can be unbound.
 */
export function neverReleased(
  collected: CollectedFields,
  record: FieldRecord,
  index: FileIndex,
  isFreedByItself: (entry: ContractEntry) => boolean,
): readonly NeverReleased[] {
  const isUnboundHere = isUnboundBy(index);
  const isUnbound = isUnboundHere || index.others.some(isUnboundBy);
  const kept = namesKept(record);
  const found = new Map<number, NeverReleased>();
  for (const [fill, { entry, carriedIn, ...way }] of collected.filledOn) {
    const { key, name, tag } = fill.place;
    if (found.has(fill.at.start) || !isOwnersDuty(fill) || record.releasedAnywhere.has(fill.family)) continue;
    if (!record.ownStructs.has(tag) || !isClosed(record, key, name)) continue;
    // A store no path came to may be one to a variable, in a file that only helps.
    if (isReleasedByOtherView(record, index, fill)) continue;
    if (isOnStackOnly(entry) || (!isUnboundHere && entry.heldIn.length === 0)) continue;
    // A library has nobody to unbind, but memory that goes away by itself leaves its mapping behind there too.
    const isOwners = isFreedByItself(entry);
    if ((!isUnbound && !isOwners) || isReleased(record, fill, [carriedIn, kept], isOwners)) continue;
    const event = { id: 'FIELD_NEVER_RELEASED', at: fill.at, heuristics: [], entry, field: name } as const;
    found.set(fill.at.start, { event, ...way });
  }
  return [...found.values()];
}

const isUnboundBy = ({ registrations }: Pick<FileIndex, 'registrations'>): boolean =>
  registrations.some(({ how }) => teardown.test(how));

/** A command that is put together in a variable keeps nothing: the function unmaps what it knows by another one. */
const isOnStackOnly = ({ heldIn }: ContractEntry): boolean =>
  heldIn.length > 0 && heldIn.every((place) => rootOf(place).rootKind === 'stack');

/** `(struct cmd_desc *)&ring->desc[i]`: two structs that name most of their fields alike are one descriptor. */
function isReleasedByOtherView(record: FieldRecord, { structs }: FileIndex, { place: { tag, name } }: Fill): boolean {
  const own = namesIn(structs.get(tag));
  return [...record.released].some((key) => {
    const [other = '', field] = key.split('.');
    if (field !== name || other === tag) return false;
    const names = namesIn(structs.get(other));
    const shared = [...own].filter((it) => names.has(it)).length;
    return shared > coincidence && Math.min(own.size, names.size) < 2 * shared;
  });
}

/** `addr`, `len` and `flags` are in every descriptor. */
const coincidence = 3;

const namesIn = (struct: StructDeclaration | undefined): ReadonlySet<string> =>
  new Set(struct?.fields.flatMap((it) => it.name ?? []));

/** What goes by its address alone: lists lead to it by ways of their own, and a pool takes its blocks with it. */
const kinds: ReadonlySet<Family> = new Set<Family>(['single', 'coherent', 'noncoherent']);
const isOwnersDuty = ({ managed, family, half }: Fill): boolean =>
  !managed && kinds.has(family) && half === (family === 'single' ? 'dma' : 'cpu');

/** Fields by which others the contents of a field were copied to. */
function namesKept(record: FieldRecord): ReadonlyMap<string, readonly string[]> {
  const copies = new Map<string, string[]>();
  for (const [key, { values }] of record.fields) {
    for (const value of values) {
      for (const { atom } of value?.parts ?? []) {
        if (atom.field !== undefined) copies.set(atom.field, [...(copies.get(atom.field) ?? []), key]);
      }
    }
  }
  return copies;
}

/** One allocation may be known by several fields, and each of them by those it was copied to. */
function isReleased(
  record: FieldRecord,
  fill: Fill,
  [carriedIn, kept]: readonly [readonly string[], ReadonlyMap<string, readonly string[]>],
  isOwners: boolean,
): boolean {
  // Nobody outside can know when managed memory goes, so that only a release by name counts.
  const released = isOwners ? record.releasedByName : record.released;
  const isOutside = (key: string): boolean => !isOwners && !record.ownStructs.has(key.split('.')[0] ?? '');
  const names = new Set(carriedIn);
  for (const [key, { fills }] of record.fields) {
    if (fills.some(({ at }) => at.start === fill.at.start)) names.add(key);
  }
  // A set visits what is added to it while it is walked.
  for (const key of names) {
    if (released.has(key) || isOutside(key)) return true;
    for (const copy of kept.get(key) ?? []) names.add(copy);
  }
  return false;
}
