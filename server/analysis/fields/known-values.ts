import { constantKey } from '../contract/symbol-keys.js';
import { atomOf, addPlain, type PlainValue, scalePlain } from './plain-value.js';
import { type FieldHistory, type FieldRecord, type Fill } from './record.js';

/** More alternatives than these prove nothing in practice. */
const maxAlternatives = 8;
/** A size kept in a field that was filled from a field, and no further. */
const maxDepth = 3;

/** Whether all that goes into a field is in the record. */
export function isClosed(record: FieldRecord, key: string, name: string): boolean {
  const history = record.fields.get(key);
  return history !== undefined && !history.isOpen && !record.looseNames.has(name);
}

/**
 * What a value may be, with the fields it names replaced by all that the module puts there; as it is, where something
 * unknown goes there too.
 */
export function alternatives(record: FieldRecord, value: PlainValue | undefined, depth = 0): readonly PlainValue[] {
  if (value === undefined) return [];
  let found: readonly PlainValue[] = [{ constant: value.constant, parts: [] }];
  for (const { coefficient, atom } of value.parts) {
    const kept = atom.kind === 'field' && depth < maxDepth ? keptIn(record, atom.field, depth) : undefined;
    const choices = kept ?? [{ constant: 0, parts: [{ coefficient: 1, atom }] }];
    if (maxAlternatives < found.length * choices.length) return [value];
    found = found.flatMap((sum) => choices.map((choice) => addPlain(sum, scalePlain(choice, coefficient), 1)));
  }
  return found;
}

function keptIn(record: FieldRecord, key: string | undefined, depth: number): readonly PlainValue[] | undefined {
  if (key === undefined) return undefined;
  const history = record.fields.get(key);
  const [tag, name] = key.split('.');
  // Other files put what they like into a struct that a header declares.
  const isOwn = tag !== undefined && record.ownStructs.has(tag);
  if (history === undefined || !isOwn || !isClosed(record, key, name ?? key)) return undefined;
  if (record.unreadNames.has(name ?? key)) return undefined;
  if (history.fills.length > 0 || history.values.length === 0) return undefined;
  const values: PlainValue[] = [];
  for (const value of history.values) {
    if (value === undefined) return undefined;
    values.push(...alternatives(record, value, depth + 1));
  }
  return values;
}

/** What goes into a field, also by way of other fields; `undefined` where not all of it is known. */
export function fillsOf(record: FieldRecord, key: string, name: string): readonly Fill[] | undefined {
  return collectFills(record, { key, name }, new Set());
}

function collectFills(
  record: FieldRecord,
  { key, name }: { readonly key: string; readonly name: string },
  passed: Set<string>,
): readonly Fill[] | undefined {
  if (passed.has(key)) return [];
  passed.add(key);
  const history = record.fields.get(key);
  if (history === undefined || !isClosed(record, key, name)) return undefined;
  const fills: Fill[] = [...history.fills];
  for (const value of others(history)) {
    const from = atomOf(value);
    if (from?.kind !== 'field' || from.field === undefined) return undefined;
    const more = collectFills(record, { key: from.field, name: from.field.split('.').at(-1) ?? '' }, passed);
    if (more === undefined) return undefined;
    fills.push(...more);
  }
  return fills;
}

/** 0, NULL and DMA_MAPPING_ERROR say that nothing is there. */
const others = ({ values }: FieldHistory): readonly (PlainValue | undefined)[] =>
  values.filter((value) => !(value?.parts.length === 0 || atomOf(value)?.name === constantKey('DMA_MAPPING_ERROR')));
