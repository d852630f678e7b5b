import type { Family } from '../api/api-function.js';
import { alternatives, fillsOf, isClosed } from './known-values.js';
import { atomOf, comparePlain, type Comparison, numberOf, type PlainAtom, type PlainValue } from './plain-value.js';
import { type FieldRecord, type FieldUse, type Fill, mayBeSamePlace } from './record.js';

export type Aspect = 'family' | 'device' | 'size' | 'count' | 'direction' | 'pool' | 'managed';

/** Something a release says that is certainly not so of what was stored. */
export interface Disagreement {
  readonly aspect: Aspect;
  /** It takes for granted that fields kept their values between the two. */
  readonly isUnchanged: boolean;
}

/** In what a release or a sync differs on every run from the call that filled the field it names. */
export function disagreements(record: FieldRecord, fill: Fill, use: FieldUse): readonly Disagreement[] {
  if (fill.family !== use.family) {
    // The kernel's own functions fill the fields of its own structs.
    const isOwn = record.ownStructs.has(use.place.tag);
    const isOther = use.does === 'release' ? !isListInMemory(fill, use) : isNeverSynced(fill, use);
    return isOwn && isOther ? [{ aspect: 'family', isUnchanged: false }] : [];
  }
  const found: Disagreement[] = [];
  const note = (aspect: Aspect, { verdict, isUnchanged }: Comparison): void => {
    if (verdict === 'no') found.push({ aspect, isUnchanged });
  };
  const mapped = numberOf(fill.direction);
  // A mapping for both directions may be synced for one: Linux kernel/dma/debug.c, check_sync() (6.12).
  if (use.does === 'release' || mapped !== 0) note('direction', compareDirections(record, fill, use));
  if (fill.family !== 'pool') note('device', compareDevices(record, fill.device, use.device));
  if (fill.family === 'sg') note('count', compareCounts(record, fill, use));
  if (use.does === 'sync') return found;
  if (fill.family !== 'sg') note('size', compareSizes(record, fill, use));
  if (fill.family === 'pool') note('pool', comparePools(record, fill.device, use.device));
  if (fill.managed && !use.managed) found.push({ aspect: 'managed', isUnchanged: false });
  return found;
}

/** A list names what its entries stand for, not the memory it lies in, which may be allocated for DMA itself. */
const isListInMemory = (fill: Fill, use: FieldUse): boolean => use.family === 'sg' && isMemory.has(fill.family);

/** Both sides see coherent memory as it is, and a sync of it acts on an address that stands for no mapping. */
const isNeverSynced = (fill: Fill, use: FieldUse): boolean =>
  use.family === 'single' && (fill.family === 'coherent' || fill.family === 'pool');

const isMemory: ReadonlySet<Family> = new Set<Family>(['coherent', 'noncoherent', 'pool', 'single']);

function compareDirections(record: FieldRecord, fill: Fill, use: FieldUse): Comparison {
  // A sync may be for less than what was mapped.
  const isFixed = use.does === 'release' && numberOf(use.direction) !== undefined;
  if (fill.isAnyDirection && isFixed) return { verdict: 'no', isUnchanged: false };
  const { verdict } = compareAll(record, fill.direction, use.direction);
  return { verdict, isUnchanged: false };
}

function compareSizes(record: FieldRecord, fill: Fill, use: FieldUse): Comparison {
  const found = compareKeptSizes(record, fill, use);
  return found.isUnchanged && isReleasedElsewhere(record, fill, use) ? unknown : found;
}

const unknown: Comparison = { verdict: 'unknown', isUnchanged: false };

/** Objects of several sorts in one struct: some have nothing in the field, and it is another release that means the fill. */
function isReleasedElsewhere(record: FieldRecord, fill: Fill, { place }: FieldUse): boolean {
  if (!record.emptied.has(place.key)) return false;
  return record.uses.some(
    (other) =>
      other.does === 'release' &&
      mayBeSamePlace(other.place, fill.place) &&
      compareKeptSizes(record, fill, other).verdict === 'yes',
  );
}

/** What the same function kept beside the address says the size where the number itself means nothing elsewhere. */
function compareKeptSizes(record: FieldRecord, fill: Fill, use: FieldUse): Comparison {
  const isSteady = (field: string): boolean => isOfOneObject(record, field, use);
  const plainly = compareAll(record, fill.size, use.size, isSteady);
  if (fill.keptSize === undefined || use.isSizeReadAgain || plainly.verdict === 'yes') return plainly;
  const kept = compareAll(record, fill.keptSize, use.size, isSteady);
  return kept.verdict === 'unknown' ? plainly : kept;
}

/**
 * `ring_bytes` of the device, for the buffers of its rings: a driver reads one object where it maps and where it unmaps. Not
 * so among objects of the kind that holds the address, where the next one has another length, nor what the kernel changes.
 */
function isOfOneObject(record: FieldRecord, field: string, { place }: FieldUse): boolean {
  const [tag, name] = field.split('.');
  if (tag === undefined || name === undefined || tag === place.tag || !record.ownStructs.has(tag)) return false;
  const isSet = record.fields.has(field);
  return (!isSet || isClosed(record, field, name)) && !record.looseNames.has(name) && !isCounted(record, field);
}

/** Whether two values differ whatever of all that goes into the fields they name is there. */
function compareAll(
  record: FieldRecord,
  made: PlainValue | undefined,
  given: PlainValue | undefined,
  isSteady?: (field: string) => boolean,
): Comparison {
  const plainly = comparePlain(made, given, isSteady);
  if (plainly.verdict === 'yes') return plainly;
  const pairs = alternatives(record, made).flatMap((left) =>
    alternatives(record, given).map((right) => comparePlain(left, right, isSteady)),
  );
  const isOther = pairs.length > 0 && pairs.every(({ verdict }) => verdict === 'no');
  const isCounter = [made, given].some((value) => value?.parts.some(({ atom }) => isCounted(record, atom.field)));
  // Whose it is that is added to, the values do not say.
  if (isCounter && (plainly.isUnchanged || plainly.verdict === 'unknown'))
    return { verdict: 'unknown', isUnchanged: false };
  if (!isOther) return plainly.verdict === 'no' ? plainly : { verdict: 'unknown', isUnchanged: false };
  return { verdict: 'no', isUnchanged: pairs.some(({ isUnchanged }) => isUnchanged) };
}

/** A field that some function adds to, or takes from, has another value every time. */
function isCounted(record: FieldRecord, key: string | undefined): boolean {
  const values = key === undefined ? [] : (record.fields.get(key)?.values ?? []);
  return values.some((value) => atomOf(value) === undefined && value?.parts.some(({ atom }) => atom.field === key));
}

/** A release and a sync want the number of entries, not that of segments: Linux Documentation/core-api/dma-api.rst (6.12). */
function compareCounts(record: FieldRecord, fill: Fill, use: FieldUse): Comparison {
  const given = atomOf(use.size);
  const one = numberOf(fill.size) === 1;
  if (!one && given?.field !== undefined && fill.countedIn.includes(given.field)) {
    return { verdict: 'no', isUnchanged: true };
  }
  // Some of the entries may be synced by themselves.
  const isOpen = one || use.does === 'sync';
  return isOpen ? { verdict: 'unknown', isUnchanged: false } : compareAll(record, fill.size, use.size);
}

/** `&pdev->dev` and `&netdev->dev`: devices that lie in objects of two types are never one. */
function compareDevices(record: FieldRecord, made: PlainValue | undefined, given: PlainValue | undefined): Comparison {
  const [left, right] = [alternatives(record, made), alternatives(record, given)].map((values) => values.map(atomOf));
  const isOther = left?.every((one) => right?.every((other) => areInTwoTypes(one, other)));
  const isKnown = left !== undefined && right !== undefined && left.length > 0 && right.length > 0;
  return { verdict: isKnown && isOther === true ? 'no' : 'unknown', isUnchanged: false };
}

const areInTwoTypes = (left: PlainAtom | undefined, right: PlainAtom | undefined): boolean =>
  left?.kind === 'address' && right?.kind === 'address' && left.field !== right.field;

/** What two calls created are two pools, whichever fields they are found in. */
function comparePools(record: FieldRecord, made: PlainValue | undefined, given: PlainValue | undefined): Comparison {
  const [one, other] = [createdBy(record, made), createdBy(record, given)];
  const isOther = one !== undefined && other !== undefined && ![...one].some((name) => other.has(name));
  return { verdict: isOther ? 'no' : 'unknown', isUnchanged: false };
}

/** The calls a pool may have come from. */
export function createdBy(record: FieldRecord, pool: PlainValue | undefined): ReadonlySet<string> | undefined {
  const atom = atomOf(pool);
  if (atom?.kind === 'result') return new Set([atom.name]);
  return atom?.kind === 'field' && atom.field !== undefined ? createdIn(record, atom.field) : undefined;
}

/** The calls that created what a field holds. */
export function createdIn(record: FieldRecord, field: string): ReadonlySet<string> | undefined {
  const fills = fillsOf(record, field, field.split('.')[1] ?? '');
  const names = fills?.map(({ result }) => result);
  if (names === undefined || names.length === 0 || names.includes(undefined)) return undefined;
  return new Set(names.flatMap((name) => name ?? []));
}
