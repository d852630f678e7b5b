import {
  above,
  ceiling,
  collectNews,
  collectValues,
  filtered,
  visitNews,
  find,
  floor,
  insert,
  remove,
  type Search,
  searchDown,
  searchUp,
  sizeOf,
  summarize,
  type Summary,
  type Tree,
  walk,
} from './balanced-tree.js';

/**
 * An ordered map whose versions share structure: `set` and `delete` return a new map and copy one
 * path, so keeping every state of a replay costs only what changed.
 *
 *     emptyMap<number, string>().set(1, 'a').get(1)   // 'a'
 *     map.size, map.has(k), map.delete(k)
 *     for (const [key, value] of map) …               // ascending keys
 *     map.floor(k)                                    // greatest entry with key ≤ k
 *     map.entriesFrom(k)                              // ascending entries with key ≥ k
 *     map.valuesNotIn(older)                          // what changed, without visiting what did not
 *     map.summarize(longest), map.searchUp(k, fit)    // what is known of whole subtrees, kept with them
 */
export class PersistentMap<K extends number | string, V> implements Iterable<readonly [K, V]> {
  // Invariant: every tree is ordered by key and weight-balanced, which `balance` restores.
  readonly #root: Tree<K, V>;

  private constructor(root: Tree<K, V>) {
    this.#root = root;
  }

  static empty<K extends number | string, V>(): PersistentMap<K, V> {
    return new PersistentMap<K, V>(undefined);
  }

  get size(): number {
    return sizeOf(this.#root);
  }

  get(key: K): V | undefined {
    return find(this.#root, key)?.value;
  }

  has(key: K): boolean {
    return find(this.#root, key) !== undefined;
  }

  set(key: K, value: V): PersistentMap<K, V> {
    const root = insert(this.#root, key, value);
    return root === this.#root ? this : new PersistentMap(root);
  }

  delete(key: K): PersistentMap<K, V> {
    const root = remove(this.#root, key);
    return root === this.#root ? this : new PersistentMap(root);
  }

  /** The entry with the greatest key at or below `key`. */
  floor(key: K): readonly [K, V] | undefined {
    return entryOf(floor(this.#root, key));
  }

  /** The entry with the least key at or above `key`. */
  ceiling(key: K): readonly [K, V] | undefined {
    return entryOf(ceiling(this.#root, key));
  }

  /** Entries with keys at or above `key`, ascending; stop consuming to stop the walk. */
  *entriesFrom(key: K): Generator<readonly [K, V]> {
    for (let at = ceiling(this.#root, key); at !== undefined; at = above(this.#root, at.key)) yield [at.key, at.value];
  }

  // Arrays rather than generators: most maps are small and walked to the end, which is several times faster this way.
  [Symbol.iterator](): Iterator<readonly [K, V]> {
    const found: (readonly [K, V])[] = [];
    walk(this.#root, (key, value) => found.push([key, value]));
    return found[Symbol.iterator]();
  }

  keys(): readonly K[] {
    const found: K[] = [];
    walk(this.#root, (key) => found.push(key));
    return found;
  }

  values(): readonly V[] {
    const found: V[] = [];
    collectValues(this.#root, found);
    return found;
  }

  /** The values that `other` has not under their keys. Where both came from one map, only what changed is visited. */
  valuesNotIn(other: PersistentMap<K, V>): readonly V[] {
    const found: V[] = [];
    collectNews(this.#root, other.#root, found);
    return found;
  }

  /** The same with the keys, and with what `other` has there. */
  eachNotIn(other: PersistentMap<K, V>, visit: (key: K, value: V, theirs: V | undefined) => void): void {
    visitNews(this.#root, other.#root, visit);
  }

  /** The entries that `keeps` accepts; the same map where it accepts all. */
  filter(keeps: (key: K, value: V) => boolean): PersistentMap<K, V> {
    const root = filtered(this.#root, keeps);
    return root === this.#root ? this : new PersistentMap(root);
  }

  /** One answer for all entries. It is kept with the map's parts, so the next version's answer costs what changed. */
  summarize<S>(summary: Summary<K, V, S>): S {
    return summarize(this.#root, summary);
  }

  /** The first entry at or above `key` that the search accepts. */
  searchUp<S>(key: K, search: Search<K, V, S>): readonly [K, V] | undefined {
    return entryOf(searchUp(this.#root, key, search));
  }

  /** The last entry at or below `key` that the search accepts. */
  searchDown<S>(key: K, search: Search<K, V, S>): readonly [K, V] | undefined {
    return entryOf(searchDown(this.#root, key, search));
  }
}

export function emptyMap<K extends number | string, V>(): PersistentMap<K, V> {
  return PersistentMap.empty<K, V>();
}

function entryOf<K, V>(node: Tree<K, V>): readonly [K, V] | undefined {
  return node === undefined ? undefined : [node.key, node.value];
}
