// Weight-balanced search trees that are never changed: every edit copies the path from the root and shares the rest.

export interface Node<K, V> {
  readonly key: K;
  readonly value: V;
  readonly left: Tree<K, V>;
  readonly right: Tree<K, V>;
  readonly size: number;
  /** What summaries found out about this node and everything below it; filled in when first asked for. */
  known: Known<K, V> | undefined;
}

export type Tree<K, V> = Node<K, V> | undefined;

/** One side may weigh this many times the other. 3 and 2 are the pair proven to balance (Hirai and Yamamoto, 2011). */
const maxWeightRatio = 3;
const singleRotationRatio = 2;

export function sizeOf<K, V>(tree: Tree<K, V>): number {
  return tree === undefined ? 0 : tree.size;
}

function node<K, V>(key: K, value: V, left: Tree<K, V>, right: Tree<K, V>): Node<K, V> {
  return { key, value, left, right, size: sizeOf(left) + sizeOf(right) + 1, known: undefined };
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

export function insert<K, V>(tree: Tree<K, V>, key: K, value: V): Node<K, V> {
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

export function remove<K, V>(tree: Tree<K, V>, key: K): Tree<K, V> {
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

export function walk<K, V>(tree: Tree<K, V>, visit: (key: K, value: V) => void): void {
  if (tree === undefined) return;
  walk(tree.left, visit);
  visit(tree.key, tree.value);
  walk(tree.right, visit);
}

/** `walk` without a call per entry, for the one that is asked for most. */
export function collectValues<V>(tree: Tree<unknown, V>, found: V[]): void {
  if (tree === undefined) return;
  collectValues(tree.left, found);
  found.push(tree.value);
  collectValues(tree.right, found);
}

export function collectNews<K extends number | string, V>(tree: Tree<K, V>, other: Tree<K, V>, found: V[]): void {
  if (tree === undefined) return;
  const twin = find(other, tree.key);
  // Nodes never change, so one node in both trees means that everything below it is in both.
  if (twin === tree) return;
  collectNews(tree.left, other, found);
  if (twin === undefined || !Object.is(twin.value, tree.value)) found.push(tree.value);
  collectNews(tree.right, other, found);
}

/** The same as `collectNews`, with the keys and what `other` has there. */
export function visitNews<K extends number | string, V>(
  tree: Tree<K, V>,
  other: Tree<K, V>,
  visit: (key: K, value: V, theirs: V | undefined) => void,
): void {
  if (tree === undefined) return;
  const twin = find(other, tree.key);
  if (twin === tree) return;
  visitNews(tree.left, other, visit);
  if (twin === undefined || !Object.is(twin.value, tree.value)) visit(tree.key, tree.value, twin?.value);
  visitNews(tree.right, other, visit);
}

/** Only the entries that `keeps` accepts; the same tree where it accepts all. Much is dropped at once, or nothing. */
export function filtered<K, V>(tree: Tree<K, V>, keeps: (key: K, value: V) => boolean): Tree<K, V> {
  const kept: Node<K, V>[] = [];
  collectKept(tree, keeps, kept);
  return kept.length === sizeOf(tree) ? tree : built(kept, 0, kept.length);
}

function collectKept<K, V>(tree: Tree<K, V>, keeps: (key: K, value: V) => boolean, kept: Node<K, V>[]): void {
  if (tree === undefined) return;
  collectKept(tree.left, keeps, kept);
  if (keeps(tree.key, tree.value)) kept.push(tree);
  collectKept(tree.right, keeps, kept);
}

function built<K, V>(sorted: readonly Node<K, V>[], from: number, to: number): Tree<K, V> {
  const middle = (from + to) >>> 1;
  const root = from < to ? sorted[middle] : undefined;
  if (root === undefined) return undefined;
  return node(root.key, root.value, built(sorted, from, middle), built(sorted, middle + 1, to));
}

export function find<K extends number | string, V>(tree: Tree<K, V>, key: K): Tree<K, V> {
  let node = tree;
  while (node !== undefined && node.key !== key) node = key < node.key ? node.left : node.right;
  return node;
}

/** What can be told of many entries at once; `join` gets neighbors in key order. */
export interface Summary<K, V, S> {
  /** Of no entry at all. */
  readonly none: S;
  of(key: K, value: V): S;
  join(left: S, right: S): S;
}

interface Known<K, V> {
  readonly by: Summary<K, V, unknown>;
  readonly value: unknown;
  readonly next: Known<K, V> | undefined;
}

/** Visits only what no earlier call with the same summary saw: after one edit that is one path. */
export function summarize<K, V, S>(tree: Tree<K, V>, summary: Summary<K, V, S>): S {
  if (tree === undefined) return summary.none;
  for (let known = tree.known; known !== undefined; known = known.next) {
    if (known.by === summary) return known.value as S;
  }
  const left = summary.join(summarize(tree.left, summary), summary.of(tree.key, tree.value));
  const value = summary.join(left, summarize(tree.right, summary));
  tree.known = { by: summary, value, next: tree.known };
  return value;
}

/** A search that skips what cannot hold the answer. */
export interface Search<K, V, S> {
  readonly summary: Summary<K, V, S>;
  mayHold(summary: S): boolean;
  accepts(key: K, value: V): boolean;
}

/** The accepted entry with the least key at or above `from`. */
export function searchUp<K extends number | string, V, S>(
  tree: Tree<K, V>,
  from: K,
  search: Search<K, V, S>,
): Tree<K, V> {
  if (tree === undefined || !search.mayHold(summarize(tree, search.summary))) return undefined;
  if (tree.key < from) return searchUp(tree.right, from, search);
  const left = searchUp(tree.left, from, search);
  if (left !== undefined) return left;
  return search.accepts(tree.key, tree.value) ? tree : searchUp(tree.right, from, search);
}

/** The accepted entry with the greatest key at or below `from`. */
export function searchDown<K extends number | string, V, S>(
  tree: Tree<K, V>,
  from: K,
  search: Search<K, V, S>,
): Tree<K, V> {
  if (tree === undefined || !search.mayHold(summarize(tree, search.summary))) return undefined;
  if (from < tree.key) return searchDown(tree.left, from, search);
  const right = searchDown(tree.right, from, search);
  if (right !== undefined) return right;
  return search.accepts(tree.key, tree.value) ? tree : searchDown(tree.left, from, search);
}

/** The entry with the greatest key at or below `key`. */
export function floor<K extends number | string, V>(tree: Tree<K, V>, key: K): Tree<K, V> {
  let best: Tree<K, V>;
  for (let node = tree; node !== undefined; ) {
    if (key < node.key) {
      node = node.left;
    } else {
      best = node;
      node = node.right;
    }
  }
  return best;
}

/** The entry with the least key at or above `key`. */
export function ceiling<K extends number | string, V>(tree: Tree<K, V>, key: K): Tree<K, V> {
  let best: Tree<K, V>;
  for (let node = tree; node !== undefined; ) {
    if (node.key < key) {
      node = node.right;
    } else {
      best = node;
      node = node.left;
    }
  }
  return best;
}

/** The entry with the least key above `key`. */
export function above<K extends number | string, V>(tree: Tree<K, V>, key: K): Tree<K, V> {
  let best: Tree<K, V>;
  for (let node = tree; node !== undefined; ) {
    if (key < node.key) {
      best = node;
      node = node.left;
    } else {
      node = node.right;
    }
  }
  return best;
}
