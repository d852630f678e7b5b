import {
  above,
  ceiling,
  find,
  floor,
  insert,
  remove,
  sizeOf,
  summarize,
  type Summary,
  type Tree,
  walk,
} from './balanced-tree.js';
import { differenceOf, type Hash, hashNumber, noHash, pairOf, sumOf } from './hash.js';

/** A stretch [start, end) of one value. */
export interface Slice<V> {
  readonly start: number;
  readonly end: number;
  readonly value: V;
}

interface Stretch<V> {
  readonly end: number;
  readonly value: V;
}

/**
 * Half-open ranges of numbers to values, with structural sharing. A range of any length costs one
 * entry, which is what keeps a 4 MiB buffer as cheap as a 64-byte one.
 */
export class IntervalMap<V> implements Iterable<Slice<V>> {
  // Invariant: stretches, by their start, are not empty, never overlap, and neighbors that touch hold different values.
  readonly #root: Stretches<V>;

  private constructor(root: Stretches<V>) {
    this.#root = root;
  }

  static empty<V>(): IntervalMap<V> {
    return new IntervalMap<V>(undefined);
  }

  /** The number of stretches, not of positions. */
  get size(): number {
    return sizeOf(this.#root);
  }

  at(position: number): V | undefined {
    const found = floor(this.#root, position);
    return found !== undefined && position < found.value.end ? found.value.value : undefined;
  }

  /** Gives every position of [start, end) the value, whatever was there. */
  set(start: number, end: number, value: V): IntervalMap<V> {
    if (end <= start) return this;
    let [from, to] = [start, end];
    let root = cut(this.#root, start, end);
    const before = floor(root, start);
    if (before !== undefined && before.value.end === start && Object.is(before.value.value, value)) from = before.key;
    const after = find(root, end);
    if (after !== undefined && Object.is(after.value.value, value)) {
      to = after.value.end;
      root = remove(root, end);
    }
    return new IntervalMap(insert(root, from, { end: to, value }));
  }

  clear(start: number, end: number): IntervalMap<V> {
    const root = cut(this.#root, start, end);
    return root === this.#root ? this : new IntervalMap(root);
  }

  /** The parts of [start, end) that have a value, ascending. */
  slices(start: number, end: number): readonly Slice<V>[] {
    const found: Slice<V>[] = [];
    const first = floor(this.#root, start);
    if (first !== undefined && start < first.value.end && start < end) {
      found.push({ start, end: Math.min(end, first.value.end), value: first.value.value });
    }
    for (
      let next = above(this.#root, start);
      next !== undefined && next.key < end;
      next = above(this.#root, next.key)
    ) {
      found.push({ start: next.key, end: Math.min(end, next.value.end), value: next.value.value });
    }
    return found;
  }

  /** All of [start, end), ascending; positions without a value come as stretches of `otherwise`. */
  sections<D>(start: number, end: number, otherwise: D): readonly Slice<V | D>[] {
    const all: Slice<V | D>[] = [];
    let reached = start;
    for (const slice of this.slices(start, end)) {
      if (reached < slice.start) all.push({ start: reached, end: slice.start, value: otherwise });
      all.push(slice);
      reached = slice.end;
    }
    if (reached < end) all.push({ start: reached, end, value: otherwise });
    return all;
  }

  /** Whether any position of [start, end) has a value. */
  touches(start: number, end: number): boolean {
    if (end <= start) return false;
    const last = floor(this.#root, end - 1);
    return last !== undefined && start < last.value.end;
  }

  /**
   * Of what every position holds, however it came to be cut into stretches. Give the same `hashOf` every time: what
   * it answered is kept with the map's parts.
   */
  hash(hashOf: (value: V) => Hash): Hash {
    return summarize(this.#root, stretchSummary(hashOf));
  }

  [Symbol.iterator](): Iterator<Slice<V>> {
    const found: Slice<V>[] = [];
    walk(this.#root, (start, { end, value }) => found.push({ start, end, value }));
    return found[Symbol.iterator]();
  }
}

type Stretches<V> = Tree<number, Stretch<V>>;

/** The stretches with [start, end) taken out. */
function cut<V>(root: Stretches<V>, start: number, end: number): Stretches<V> {
  if (end <= start) return root;
  let rest = root;
  const first = floor(root, start);
  if (first !== undefined && start < first.value.end) {
    const { end: to, value } = first.value;
    rest = first.key < start ? insert(rest, first.key, { end: start, value }) : remove(rest, first.key);
    if (end < to) return insert(rest, end, { end: to, value });
  }
  for (let next = ceiling(rest, start); next !== undefined && next.key < end; next = ceiling(rest, start)) {
    const { end: to, value } = next.value;
    rest = remove(rest, next.key);
    if (end < to) rest = insert(rest, end, { end: to, value });
  }
  return rest;
}

export function emptyIntervals<V>(): IntervalMap<V> {
  return IntervalMap.empty<V>();
}

/** A difference of its ends, so that a stretch and the same stretch cut in two add up to the same. */
function hashStretch(start: number, end: number, value: Hash): Hash {
  return differenceOf(pairOf(value, hashNumber(end)), pairOf(value, hashNumber(start)));
}

type StretchSummary<V> = Summary<number, Stretch<V>, Hash>;

/** One summary per way of hashing, because maps keep answers by the summary that asked. */
const stretchSummaries = new WeakMap<object, StretchSummary<unknown>>();

function stretchSummary<V>(hashOf: (value: V) => Hash): StretchSummary<V> {
  const existing = stretchSummaries.get(hashOf);
  if (existing !== undefined) return existing as StretchSummary<V>;
  const summary: StretchSummary<V> = {
    none: noHash,
    of: (start, { end, value }) => hashStretch(start, end, hashOf(value)),
    join: sumOf,
  };
  stretchSummaries.set(hashOf, summary as StretchSummary<unknown>);
  return summary;
}
