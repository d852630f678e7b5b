import type { Family } from '../api/api-function.js';
import type { Span } from '../base/span.js';
import type { PlainValue } from './plain-value.js';

/**
 * What functions put into fields and what they release through them, over a file or over the files of a module: plain
 * data by struct and field, so that the records of several files can be put together.
 */
export interface FieldRecord {
  readonly fields: ReadonlyMap<string, FieldHistory>;
  readonly uses: readonly FieldUse[];
  /** Fields whose contents some function releases, or gives to others who may. */
  readonly released: ReadonlySet<string>;
  /** Those among them that a call of the API names. */
  readonly releasedByName: ReadonlySet<string>;
  /** Fields that stay empty in some objects: a function sets them to NULL, and never asks what was there. */
  readonly emptied: ReadonlySet<string>;
  /** Kinds of which something is released that is in no field: it may be any. */
  readonly releasedAnywhere: ReadonlySet<Family>;
  /** Names of fields that were written in a struct of unknown type: it may be any. */
  readonly looseNames: ReadonlySet<string>;
  /** Names of fields that functions may change which nobody looked into. */
  readonly unreadNames: ReadonlySet<string>;
  /** Structs that were declared in what was read. */
  readonly ownStructs: ReadonlySet<string>;
}

/** Everything that goes into one field of one struct: `ring.dma`, whatever ring and whatever element of an array. */
export interface FieldHistory {
  /** Addresses of mappings and allocations. */
  readonly fills: readonly Fill[];
  /** Everything else; `undefined` for what has no value outside of its function. */
  readonly values: readonly (PlainValue | undefined)[];
  /** A function that was not followed got the address of the field, or a store stands where no path came. */
  readonly isOpen: boolean;
}

/** A mapping or allocation whose address is kept in a field. */
export interface Fill extends Arguments {
  readonly place: FieldPlace;
  /** Which of its addresses. */
  readonly half: 'cpu' | 'dma' | 'list';
  /** The call that made it. */
  readonly name: string;
  readonly at: Span;
  readonly managed: boolean;
  /** What the call returned, as others that were given it name it. */
  readonly result: string | undefined;
  /** The name of the field the mapped memory was found in. */
  readonly memory: string | undefined;
  /** Fields in which the same function kept the number of segments that mapping a list gave. */
  readonly countedIn: readonly string[];
  /** Its size as the fields beside it say it, in which the same function kept what it is made of. */
  readonly keptSize: PlainValue | undefined;
  /** Its direction is another in each call: the kernel asks for it on behalf of others. */
  readonly isAnyDirection: boolean;
}

/** A release or a sync that names what it means by a field. */
export interface FieldUse extends Arguments {
  readonly does: 'release' | 'sync';
  /** The field that names it; another that was given along: the DMA address of a free. */
  readonly place: FieldPlace;
  readonly dmaPlace: FieldPlace | undefined;
  readonly name: string;
  readonly at: Span;
  /** The same for the same call by the same callers. */
  readonly site: string;
  readonly managed: boolean;
  /** The size was read after a function that nobody looked into may have changed it. */
  readonly isSizeReadAgain: boolean;
}

/** What a call of the API says about a mapping or an allocation. */
export interface Arguments {
  readonly family: Family;
  /** Bytes; entries of a list. */
  readonly size: PlainValue | undefined;
  readonly direction: PlainValue | undefined;
  readonly attributes: PlainValue | undefined;
  /** The device, or the pool. */
  readonly device: PlainValue | undefined;
}

export interface FieldPlace {
  readonly key: string;
  /** The struct that declares it, and its own name. */
  readonly tag: string;
  readonly name: string;
  /** The way from the outermost object that is known, with the type of that: `vex`, `tx.dma`. */
  readonly object: string | undefined;
  readonly path: string;
}

/** Two names for what may be one place: as far as both are known from the same kind of object, they must be the same. */
export function mayBeSamePlace(left: FieldPlace, right: FieldPlace): boolean {
  if (left.key !== right.key) return false;
  return left.object === undefined || left.object !== right.object || left.path === right.path;
}

export const isSamePlace = (left: FieldPlace, right: FieldPlace): boolean =>
  left.key === right.key && left.object !== undefined && left.object === right.object && left.path === right.path;
