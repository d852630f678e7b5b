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
    let best: Node<K, V> | undefined;
    let node = this.#root;
    while (node !== undefined) {
      if (key < node.key) {
        node = node.left;
      } else {
        best = node;
        node = node.right;
      }
    }
    return best === undefined ? undefined : [best.key, best.value];
  }

  /** The entry with the least key at or above `key`. */
  ceiling(key: K): readonly [K, V] | undefined {
    let best: Node<K, V> | undefined;
    let node = this.#root;
    while (node !== undefined) {
      if (node.key < key) {
        node = node.right;
      } else {
        best = node;
        node = node.left;
      }
    }
    return best === undefined ? undefined : [best.key, best.value];
  }

  /** Entries with keys at or above `key`, ascending; stop consuming to stop the walk. */
  *entriesFrom(key: K): Generator<readonly [K, V]> {
    for (let entry = this.ceiling(key); entry !== undefined; entry = this.#after(entry[0])) yield entry;
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

  #after(key: K): readonly [K, V] | undefined {
    let best: Node<K, V> | undefined;
    let node = this.#root;
    while (node !== undefined) {
      if (key < node.key) {
        best = node;
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return best === undefined ? undefined : [best.key, best.value];
  }
}

export function emptyMap<K extends number | string, V>(): PersistentMap<K, V> {
  return PersistentMap.empty<K, V>();
}

interface Node<K, V> {
  readonly key: K;
  readonly value: V;
  readonly left: Tree<K, V>;
  readonly right: Tree<K, V>;
  readonly size: number;
}

type Tree<K, V> = Node<K, V> | undefined;

/** One side may weigh this many times the other. 3 and 2 are the pair proven to balance (Hirai and Yamamoto, 2011). */
const maxWeightRatio = 3;
const singleRotationRatio = 2;

function sizeOf<K, V>(tree: Tree<K, V>): number {
  return tree === undefined ? 0 : tree.size;
}

function node<K, V>(key: K, value: V, left: Tree<K, V>, right: Tree<K, V>): Node<K, V> {
  return { key, value, left, right, size: sizeOf(left) + sizeOf(right) + 1 };
}

function balance<K, V>(key: K, value: V, left: Tree<K, V>, right: Tree<K, V>): Node<K, V> {
  const leftWeight = sizeOf(left) + 1;
  const rightWeight = sizeOf(right) + 1;
  if (right !== undefined && maxWeightRatio * leftWeight < rightWeight) return rotateLeft(key, value, left, right);
  if (left !== undefined && maxWeightRatio * rightWeight < leftWeight) return rotateRight(key, value, left, right);
  return node(key, value, left, right);
}

function rotateLeft<K, V>(key: K, value: V, left: Tree<K, V>, right: Node<K, V>): Node<K, V> {
  const inner = right.left;
  if (inner === undefined || sizeOf(inner) + 1 < singleRotationRatio * (sizeOf(right.right) + 1)) {
    return node(right.key, right.value, node(key, value, left, inner), right.right);
  }
  const newLeft = node(key, value, left, inner.left);
  return node(inner.key, inner.value, newLeft, node(right.key, right.value, inner.right, right.right));
}

function rotateRight<K, V>(key: K, value: V, left: Node<K, V>, right: Tree<K, V>): Node<K, V> {
  const inner = left.right;
  if (inner === undefined || sizeOf(inner) + 1 < singleRotationRatio * (sizeOf(left.left) + 1)) {
    return node(left.key, left.value, left.left, node(key, value, inner, right));
  }
  const newLeft = node(left.key, left.value, left.left, inner.left);
  return node(inner.key, inner.value, newLeft, node(key, value, inner.right, right));
}

function insert<K, V>(tree: Tree<K, V>, key: K, value: V): Node<K, V> {
  if (tree === undefined) return node(key, value, undefined, undefined);
  if (key < tree.key) {
    const left = insert(tree.left, key, value);
    return left === tree.left ? tree : balance(tree.key, tree.value, left, tree.right);
  }
  if (tree.key < key) {
    const right = insert(tree.right, key, value);
    return right === tree.right ? tree : balance(tree.key, tree.value, tree.left, right);
  }
  return Object.is(tree.value, value) ? tree : node(key, value, tree.left, tree.right);
}

function remove<K, V>(tree: Tree<K, V>, key: K): Tree<K, V> {
  if (tree === undefined) return undefined;
  if (key < tree.key) {
    const left = remove(tree.left, key);
    return left === tree.left ? tree : balance(tree.key, tree.value, left, tree.right);
  }
  if (tree.key < key) {
    const right = remove(tree.right, key);
    return right === tree.right ? tree : balance(tree.key, tree.value, tree.left, right);
  }
  if (tree.left === undefined) return tree.right;
  if (tree.right === undefined) return tree.left;
  const next = leftmost(tree.right);
  return balance(next.key, next.value, tree.left, remove(tree.right, next.key));
}

function leftmost<K, V>(tree: Node<K, V>): Node<K, V> {
  let found = tree;
  while (found.left !== undefined) found = found.left;
  return found;
}

function walk<K, V>(tree: Tree<K, V>, visit: (key: K, value: V) => void): void {
  if (tree === undefined) return;
  walk(tree.left, visit);
  visit(tree.key, tree.value);
  walk(tree.right, visit);
}

/** `walk` without a call per entry, for the one that is asked for most. */
function collectValues<V>(tree: Tree<unknown, V>, found: V[]): void {
  if (tree === undefined) return;
  collectValues(tree.left, found);
  found.push(tree.value);
  collectValues(tree.right, found);
}

function collectNews<K extends number | string, V>(tree: Tree<K, V>, other: Tree<K, V>, found: V[]): void {
  if (tree === undefined) return;
  const twin = find(other, tree.key);
  // Nodes never change, so one node in both trees means that everything below it is in both.
  if (twin === tree) return;
  collectNews(tree.left, other, found);
  if (twin === undefined || !Object.is(twin.value, tree.value)) found.push(tree.value);
  collectNews(tree.right, other, found);
}

function find<K extends number | string, V>(tree: Tree<K, V>, key: K): Tree<K, V> {
  let node = tree;
  while (node !== undefined && node.key !== key) node = key < node.key ? node.left : node.right;
  return node;
}
