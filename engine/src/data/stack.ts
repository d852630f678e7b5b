import { type Hash, noHash, pairOf } from './hash.js';

/**
 * A pile whose versions share what lies below: adding and taking cost the same for any height.
 *
 *     const pile = emptyStack<number>().push(1).push(2);
 *     pile.pop()         // { top: 2, rest: the pile with 1 }
 *     [...pile]          // [2, 1]
 */
export class Stack<T> implements Iterable<T> {
  readonly #cell: Cell<T> | undefined;

  private constructor(cell: Cell<T> | undefined) {
    this.#cell = cell;
  }

  static empty<T>(): Stack<T> {
    return new Stack<T>(undefined);
  }

  get size(): number {
    return this.#cell?.size ?? 0;
  }

  push(value: T): Stack<T> {
    return new Stack({ value, below: this.#cell, size: this.size + 1, known: undefined });
  }

  pop(): { readonly top: T; readonly rest: Stack<T> } | undefined {
    const cell = this.#cell;
    return cell === undefined ? undefined : { top: cell.value, rest: new Stack(cell.below) };
  }

  /** The order counts. Give the same `hashOf` every time: what it answered is kept with the pile. */
  hash(hashOf: (value: T) => Hash): Hash {
    const unknown: Cell<T>[] = [];
    let cell = this.#cell;
    for (; cell !== undefined && cell.known?.by !== hashOf; cell = cell.below) unknown.push(cell);
    let hash = cell?.known?.hash ?? noHash;
    for (const above of unknown.toReversed()) {
      hash = pairOf(hash, hashOf(above.value));
      above.known = { by: hashOf, hash };
    }
    return hash;
  }

  /** From the top. */
  *[Symbol.iterator](): Iterator<T> {
    for (let cell = this.#cell; cell !== undefined; cell = cell.below) yield cell.value;
  }
}

export function emptyStack<T>(): Stack<T> {
  return Stack.empty<T>();
}

interface Cell<T> {
  readonly value: T;
  readonly below: Cell<T> | undefined;
  readonly size: number;
  /** The hash of this cell and everything below it; filled in when first asked for. */
  known: { readonly by: (value: T) => Hash; readonly hash: Hash } | undefined;
}
