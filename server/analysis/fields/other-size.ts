import { atomOf, comparePlain, type PlainAtom, type PlainValue } from './plain-value.js';
import { type FieldRecord, type FieldUse, type Fill, mayBeSamePlace } from './record.js';

/**
 * A release by the size of another buffer: two fields of one struct, of which none is filled from the other, and another
 * release of the same memory says which is right. That both may hold the same number for some device is no excuse.
 */
export function isOtherSize(record: FieldRecord, fill: Fill, use: FieldUse): boolean {
  if (use.does !== 'release' || use.family !== fill.family) return false;
  const [made, given] = [fieldOf(fill.size), fieldOf(use.size)];
  if (made === undefined || given === undefined || made === given || structOf(made) !== structOf(given)) return false;
  if (!record.ownStructs.has(structOf(made))) return false;
  const isRight = (other: FieldUse): boolean =>
    other.does === 'release' && mayBeSamePlace(other.place, fill.place) && fieldOf(other.size) === made;
  return record.uses.some(isRight) && areUnrelated(record, made, given);
}

function areUnrelated(record: FieldRecord, one: string, other: string): boolean {
  const [left, right] = [valuesOf(record, one), valuesOf(record, other)];
  const names = (values: readonly (PlainValue | undefined)[], field: string): boolean =>
    values.some((value) => value?.parts.some(({ atom }) => atom.name.includes(field)));
  if (names(left, other) || names(right, one)) return false;
  return !left.some((value) => right.some((it) => comparePlain(value, it).verdict === 'yes'));
}

const fieldOf = (value: PlainValue | undefined): string | undefined => readOf(atomOf(value))?.field;
const readOf = (atom: PlainAtom | undefined): PlainAtom | undefined => (atom?.kind === 'field' ? atom : undefined);
const structOf = (field: string): string => field.split('.')[0] ?? '';

const valuesOf = (record: FieldRecord, field: string): readonly (PlainValue | undefined)[] =>
  record.fields.get(field)?.values ?? [];
