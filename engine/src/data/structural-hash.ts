import type { Summary } from './balanced-tree.js';
import { type Hash, hashNumber, hashText, noHash, pairOf, sumOf } from './hash.js';
import { IntervalMap } from './interval-map.js';
import { invariant } from './invariant.js';
import { PersistentMap } from './persistent-map.js';
import { Stack } from './stack.js';

/**
 * A hash of plain data and of the collections beside this file: equal contents, equal hashes.
 * Collections keep what was computed, so a second call costs what changed in between.
 *
 * Numbers under one of the `uncounted` names do not count: two values that differ only there have
 * one hash. Where such numbers are the values of ranges, the ranges still count; where they are a
 * list, its length; where they are the keys of a map, what they lead to.
 */
export function structuralHash(uncounted: ReadonlySet<string>): (value: unknown) => Hash {
  /** Large records are asked again and again, as the unchanged neighbors of what changed. */
  const ofLarge = new WeakMap<object, Hash>();
  const ofRecord = (record: object): Hash => {
    const known = ofLarge.get(record);
    if (known !== undefined) return known;
    const members = Object.entries(record);
    const hash = members.reduce((sum, [name, value]) => {
      const hashOf = uncounted.has(name) ? withoutNumbers : withNumbers;
      return sumOf(sum, pairOf(hashName(name), hashOf(value)));
    }, noHash);
    if (fewMembers < members.length) ofLarge.set(record, hash);
    return hash;
  };
  const withNumbers = hashBy(hashNumber, ofRecord);
  const withoutNumbers = hashBy(() => noHash, ofRecord);
  return withNumbers;
}

const fewMembers = 8;

function hashBy(ofNumber: (value: number) => Hash, ofRecord: (record: object) => Hash): (value: unknown) => Hash {
  const entries: Summary<number | string, unknown, Hash> = {
    none: noHash,
    of: (key, value) => pairOf(hashOf(key), hashOf(value)),
    join: sumOf,
  };
  function hashOf(value: unknown): Hash {
    if (typeof value === 'number') return ofNumber(value);
    if (typeof value === 'string') return hashText(value);
    if (typeof value === 'bigint') return hashText(`${value}n`);
    if (typeof value !== 'object' || value === null) return hashName(`${typeof value} ${String(value)}`);
    if (Array.isArray(value)) return ofList(value);
    if (value instanceof IntervalMap || value instanceof Stack) return value.hash(hashOf);
    if (value instanceof PersistentMap) return value.summarize(entries);
    invariant(Object.getPrototypeOf(value) === Object.prototype, 'what is hashed is plain data or a collection');
    return ofRecord(value);
  }
  const ofList = (list: readonly unknown[]): Hash =>
    list.reduce((hash: Hash, member) => pairOf(hash, hashOf(member)), hashNumber(list.length));
  return hashOf;
}

/** Names are few and come again and again. */
const names = new Map<string, Hash>();

function hashName(name: string): Hash {
  const known = names.get(name);
  if (known !== undefined) return known;
  const hash = hashText(name);
  names.set(name, hash);
  return hash;
}
