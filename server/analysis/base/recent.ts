interface Kept<Value> {
  readonly value: Value;
  readonly size: number;
}

/**
 * What was asked for lately. When there is too much, what was not asked for since the last time goes.
 *
 *     const texts = new Recent<string>(1 << 20);
 *     texts.set('a.h', text, text.length)
 */
export class Recent<Value> {
  readonly #most: number;
  #young = new Map<string, Kept<Value>>();
  #old: ReadonlyMap<string, Kept<Value>> = new Map();
  /** Of the young. */
  #size = 0;

  /** `most`: sizes that are kept, all together. */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young.value;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old.value, old.size);
    return old?.value;
  }

  set(key: string, value: Value, size: number): void {
    this.#size += size - (this.#young.get(key)?.size ?? 0);
    this.#young.set(key, { value, size });
    if (this.#size <= this.#most / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#size = 0;
  }
}
