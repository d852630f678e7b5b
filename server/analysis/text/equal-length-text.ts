const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
/** Characters per block; only blocks that were written to are rebuilt. */
const blockLength = 256;

/**
 * Text being rewritten in place.
 * Invariant: neither its length nor a line break ever changes, so every offset and line stays true.
 */
export class EqualLengthText {
  readonly #original: string;
  readonly #codes: Uint16Array;
  readonly #isWritten: Uint8Array;

  constructor(original: string) {
    this.#original = original;
    this.#codes = new Uint16Array(original.length);
    this.#isWritten = new Uint8Array(Math.ceil(original.length / blockLength));
    for (let at = 0; at < original.length; at += 1) {
      this.#codes[at] = original.charCodeAt(at);
    }
  }

  get length(): number {
    return this.#original.length;
  }

  /** Spaces over `[start, end)`; line breaks stay. */
  blank(start: number, end: number): void {
    this.#claim(start, end);
    for (let at = start; at < end; at += 1) {
      const code = this.#codes[at];
      if (code !== lineFeed && code !== carriageReturn) {
        this.#codes[at] = space;
      }
    }
  }

  /** `replacement` over the start of `[start, end)`, spaces over the rest; it must fit and hold no line break. */
  write(start: number, end: number, replacement: string): void {
    this.#claim(start, end);
    if (end - start < replacement.length) {
      throw new Error(`a mask would lengthen the text at ${start}`);
    }
    for (let at = 0; at < replacement.length; at += 1) {
      this.#codes[start + at] = replacement.charCodeAt(at);
    }
    this.blank(start + replacement.length, end);
  }

  /** Every run of characters that cannot stand in a name becomes underscores: `struct foo *` → `struct_foo__`. */
  join(start: number, end: number): void {
    this.#claim(start, end);
    for (let at = start; at < end; at += 1) {
      if (!isNameCharacter(this.#codes[at] ?? space)) {
        this.#codes[at] = underscore;
      }
    }
  }

  toString(): string {
    const parts: string[] = [];
    let block = 0;
    while (block < this.#isWritten.length) {
      const first = block;
      while (block < this.#isWritten.length && this.#isWritten[block] === 0) {
        block += 1;
      }
      parts.push(this.#original.slice(first * blockLength, block * blockLength));
      if (block < this.#isWritten.length) {
        // As many arguments as a block has characters: spreading them would go through an iterator for each.
        const codes = this.#codes.subarray(block * blockLength, (block + 1) * blockLength);
        parts.push(Reflect.apply(String.fromCharCode, undefined, codes));
        block += 1;
      }
    }
    const text = parts.join('');
    if (text.length !== this.#original.length) {
      throw new Error(`masking changed the length from ${this.#original.length} to ${text.length}`);
    }
    return text;
  }

  #claim(start: number, end: number): void {
    if (start < 0 || end < start || this.#codes.length < end) {
      throw new Error(`a mask leaves the text: ${start} to ${end} of ${this.#codes.length}`);
    }
    for (let block = Math.floor(start / blockLength); block * blockLength < end; block += 1) {
      this.#isWritten[block] = 1;
    }
  }
}

const underscore = 95;

function isNameCharacter(code: number): boolean {
  return (48 <= code && code <= 57) || (65 <= code && code <= 90) || (97 <= code && code <= 122) || code === underscore;
}
