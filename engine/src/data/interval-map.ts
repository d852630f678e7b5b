import { emptyMap, type PersistentMap } from './persistent-map.js';

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
  // Invariant: stretches are not empty, never overlap, and neighbors that touch hold different values.
  readonly #stretches: PersistentMap<number, Stretch<V>>;

  private constructor(stretches: PersistentMap<number, Stretch<V>>) {
    this.#stretches = stretches;
  }

  static empty<V>(): IntervalMap<V> {
    return new IntervalMap<V>(emptyMap<number, Stretch<V>>());
  }

  /** The number of stretches, not of positions. */
  get size(): number {
    return this.#stretches.size;
  }

  at(position: number): V | undefined {
    const found = this.#stretches.floor(position);
    return found !== undefined && position < found[1].end ? found[1].value : undefined;
  }

  /** Gives every position of [start, end) the value, whatever was there. */
  set(start: number, end: number, value: V): IntervalMap<V> {
    if (end <= start) return this;
    let [from, to] = [start, end];
    let stretches = this.#cut(start, end);
    const before = stretches.floor(start);
    if (before !== undefined && before[1].end === start && Object.is(before[1].value, value)) {
      from = before[0];
      stretches = stretches.delete(from);
    }
    const after = stretches.get(end);
    if (after !== undefined && Object.is(after.value, value)) {
      to = after.end;
      stretches = stretches.delete(end);
    }
    return new IntervalMap(stretches.set(from, { end: to, value }));
  }

  clear(start: number, end: number): IntervalMap<V> {
    const stretches = this.#cut(start, end);
    return stretches === this.#stretches ? this : new IntervalMap(stretches);
  }

  /** The parts of [start, end) that have a value, ascending. */
  slices(start: number, end: number): readonly Slice<V>[] {
    const found: Slice<V>[] = [];
    const first = this.#stretches.floor(start);
    if (first !== undefined && start < first[1].end && start < end) {
      found.push({ start, end: Math.min(end, first[1].end), value: first[1].value });
    }
    let next = this.#stretches.ceiling(start + 1);
    while (next !== undefined && next[0] < end) {
      const [from, stretch] = next;
      found.push({ start: from, end: Math.min(end, stretch.end), value: stretch.value });
      next = this.#stretches.ceiling(stretch.end);
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
    const before = this.#stretches.floor(end - 1);
    return before !== undefined && start < before[1].end;
  }

  *[Symbol.iterator](): Iterator<Slice<V>> {
    for (const [start, { end, value }] of this.#stretches) yield { start, end, value };
  }

  /** The stretches with [start, end) taken out. */
  #cut(start: number, end: number): PersistentMap<number, Stretch<V>> {
    let stretches = this.#stretches;
    if (end <= start) return stretches;
    const first = stretches.floor(start);
    if (first !== undefined && start < first[1].end) {
      const [from, { end: to, value }] = first;
      stretches = from < start ? stretches.set(from, { end: start, value }) : stretches.delete(from);
      if (end < to) return stretches.set(end, { end: to, value });
    }
    for (let next = stretches.ceiling(start); next !== undefined && next[0] < end; next = stretches.ceiling(start)) {
      const [from, { end: to, value }] = next;
      stretches = stretches.delete(from);
      if (end < to) stretches = stretches.set(end, { end: to, value });
    }
    return stretches;
  }
}

export function emptyIntervals<V>(): IntervalMap<V> {
  return IntervalMap.empty<V>();
}
