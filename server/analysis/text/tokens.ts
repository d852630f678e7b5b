/**
 * C text as a flat list of tokens: comments and white space are not in it, so whoever rewrites only
 * tokens cannot touch them. Any text gives tokens; nothing here knows whether they make sense.
 */
export type TokenKind = 'word' | 'number' | 'string' | 'character' | 'punctuation' | 'directive';

const kinds: readonly TokenKind[] = ['word', 'number', 'string', 'character', 'punctuation', 'directive'];
export const wordKind = 0;
export const numberKind = 1;
export const stringKind = 2;
export const characterKind = 3;
export const punctuationKind = 4;
export const directiveKind = 5;

/**
 * A megabyte of C is some 200,000 tokens, so they are columns of numbers and not objects.
 * Invariant: starts are ascending and tokens do not overlap.
 */
export class Tokens {
  readonly count: number;
  /** What `textId` counts in; shared by every selection of one text. */
  readonly texts: readonly string[];
  readonly #kinds: Uint8Array;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  readonly #ids: Int32Array;

  constructor(columns: TokenColumns) {
    this.count = columns.kinds.length;
    this.texts = columns.texts;
    this.#kinds = columns.kinds;
    this.#starts = columns.starts;
    this.#ends = columns.ends;
    this.#ids = columns.ids;
  }

  kindCode(at: number): number {
    return this.#kinds[at] ?? -1;
  }

  kind(at: number): TokenKind | undefined {
    return kinds[this.#kinds[at] ?? -1];
  }

  start(at: number): number {
    return this.#starts[at] ?? 0;
  }

  end(at: number): number {
    return this.#ends[at] ?? 0;
  }

  textId(at: number): number {
    return this.#ids[at] ?? -1;
  }

  /** A word or punctuator as written; one fixed text for every string, number, character and directive. */
  text(at: number): string {
    return this.texts[this.#ids[at] ?? -1] ?? '';
  }

  is(at: number, text: string): boolean {
    return this.text(at) === text;
  }

  isWord(at: number): boolean {
    return this.#kinds[at] === wordKind;
  }

  /** The tokens for which `keep` says so, in order. */
  select(keep: (at: number) => boolean): Tokens {
    const picked = new Int32Array(this.count);
    let count = 0;
    for (let at = 0; at < this.count; at += 1) {
      if (keep(at)) {
        picked[count] = at;
        count += 1;
      }
    }
    // Plain loops: `from` with a callback took half of the masking time.
    const columns = {
      kinds: new Uint8Array(count),
      starts: new Int32Array(count),
      ends: new Int32Array(count),
      ids: new Int32Array(count),
      texts: this.texts,
    };
    for (let to = 0; to < count; to += 1) {
      const from = picked[to] ?? 0;
      columns.kinds[to] = this.#kinds[from] ?? 0;
      columns.starts[to] = this.#starts[from] ?? 0;
      columns.ends[to] = this.#ends[from] ?? 0;
      columns.ids[to] = this.#ids[from] ?? 0;
    }
    return new Tokens(columns);
  }

  /** The first token that starts at or after `offset`. */
  firstFrom(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.start(middle) < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

export interface TokenColumns {
  readonly kinds: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly ids: Int32Array;
  readonly texts: readonly string[];
}
