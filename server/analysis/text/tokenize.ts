import { characterKind, directiveKind, numberKind, punctuationKind, stringKind, Tokens, wordKind } from './tokens.js';

/** Text of the tokens whose content nobody compares. A word or punctuator is its own text. */
const numberText = '0';
const stringText = '"';
const characterText = "'";
const directiveText = '#';

/** Takes any text. An unfinished literal ends with its line, an unfinished comment with the text. */
export function tokenize(source: string): Tokens {
  const columns = new ColumnBuilder(source);
  let isLineStart = true;
  // Like every character beyond ASCII a byte order mark would count as a letter, and the first word begin with it.
  let at = source.startsWith(byteOrderMark) ? 1 : 0;
  while (at < source.length) {
    const char = source.charCodeAt(at);
    const charClass = char < 128 ? (classes[char] ?? other) : letter;
    if (charClass === space) {
      isLineStart ||= char === lineFeed || char === carriageReturn;
      at += 1;
      continue;
    }
    const start = at;
    if (charClass === letter) {
      at = wordEnd(source, at);
      columns.addText(wordKind, start, at);
    } else if (charClass === digit) {
      at = numberEnd(source, at);
      columns.addFixed(numberKind, start, at, numberText);
    } else if (char === slash && isCommentStart(source, at)) {
      at = commentEnd(source, at);
      continue;
    } else if (char === doubleQuote) {
      at = quoteEnd(source, at);
      columns.addFixed(stringKind, start, at, stringText);
    } else if (char === singleQuote) {
      at = quoteEnd(source, at);
      columns.addFixed(characterKind, start, at, characterText);
    } else if (char === hash && isLineStart) {
      at = directiveEnd(source, at);
      columns.addFixed(directiveKind, start, at, directiveText);
      continue;
    } else if (char === dot && isDigit(source.charCodeAt(at + 1))) {
      at = numberEnd(source, at);
      columns.addFixed(numberKind, start, at, numberText);
    } else {
      at += punctuatorLength(source, at, char);
      columns.addText(punctuationKind, start, at);
    }
    isLineStart = false;
  }
  return columns.finish();
}

class ColumnBuilder {
  readonly #source: string;
  readonly #ids = new Map<string, number>();
  readonly #texts: string[] = [];
  #capacity: number;
  #count = 0;
  #kinds: Uint8Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #textIds: Int32Array;

  constructor(source: string) {
    this.#source = source;
    // Measured: driver C has about one token per five characters.
    this.#capacity = (source.length >> 2) + 16;
    this.#kinds = new Uint8Array(this.#capacity);
    this.#starts = new Int32Array(this.#capacity);
    this.#ends = new Int32Array(this.#capacity);
    this.#textIds = new Int32Array(this.#capacity);
  }

  addText(kind: number, start: number, end: number): void {
    this.addFixed(kind, start, end, this.#source.slice(start, end));
  }

  addFixed(kind: number, start: number, end: number, text: string): void {
    if (this.#count === this.#capacity) {
      this.#grow();
    }
    this.#kinds[this.#count] = kind;
    this.#starts[this.#count] = start;
    this.#ends[this.#count] = end;
    this.#textIds[this.#count] = this.#idOf(text);
    this.#count += 1;
  }

  finish(): Tokens {
    return new Tokens({
      kinds: this.#kinds.slice(0, this.#count),
      starts: this.#starts.slice(0, this.#count),
      ends: this.#ends.slice(0, this.#count),
      ids: this.#textIds.slice(0, this.#count),
      texts: this.#texts,
    });
  }

  #idOf(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) {
      return known;
    }
    const id = this.#texts.length;
    this.#texts.push(text);
    this.#ids.set(text, id);
    return id;
  }

  #grow(): void {
    this.#capacity *= 2;
    const bigger = (from: Int32Array): Int32Array => {
      const to = new Int32Array(this.#capacity);
      to.set(from);
      return to;
    };
    const kindColumn = new Uint8Array(this.#capacity);
    kindColumn.set(this.#kinds);
    this.#kinds = kindColumn;
    this.#starts = bigger(this.#starts);
    this.#ends = bigger(this.#ends);
    this.#textIds = bigger(this.#textIds);
  }
}

export const byteOrderMark = '\uFEFF';
const lineFeed = 10;
const carriageReturn = 13;
const doubleQuote = 34;
const hash = 35;
const singleQuote = 39;
const star = 42;
const dot = 46;
const slash = 47;
const equals = 61;
const backslash = 92;

const other = 0;
const space = 1;
const letter = 2;
const digit = 3;

/** One class per ASCII character; everything beyond ASCII counts as a letter, as in identifiers. */
const classes: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code);
  // A backslash outside strings and directives only continues a line.
  return code <= 32 || code === 127 || char === '\\'
    ? space
    : /[A-Za-z_$]/.test(char)
      ? letter
      : /\d/.test(char)
        ? digit
        : other;
});

const isDigit = (char: number): boolean => 48 <= char && char <= 57;

function wordEnd(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length) {
    const char = source.charCodeAt(at);
    if (char < 128 && (classes[char] ?? other) < letter) {
      break;
    }
    at += 1;
  }
  return at;
}

/** Digits, letters and dots, plus a sign after an exponent: the standard's preprocessing number. */
function numberEnd(source: string, from: number): number {
  const isHex = source.charCodeAt(from + 1) === 120 || source.charCodeAt(from + 1) === 88;
  let at = from + 1;
  while (at < source.length) {
    const char = source.charCodeAt(at);
    const isSign = char === 43 || char === 45;
    const before = source.charCodeAt(at - 1) | 32;
    if (isSign && ((before === 101 && !isHex) || (before === 112 && isHex))) {
      at += 1;
      continue;
    }
    if (char !== dot && (char >= 128 || (classes[char] ?? other) < letter)) {
      break;
    }
    // `0...3` and `1 ...`: a range, not a number with dots.
    if (char === dot && source.charCodeAt(at + 1) === dot) {
      break;
    }
    at += 1;
  }
  return at;
}

function isCommentStart(source: string, at: number): boolean {
  const next = source.charCodeAt(at + 1);
  return next === star || next === slash;
}

/** An unfinished comment ends with the text. */
export function commentEnd(source: string, from: number): number {
  if (source.charCodeAt(from + 1) === star) {
    const close = source.indexOf('*/', from + 2);
    return close < 0 ? source.length : close + 2;
  }
  return lineEnd(source, from);
}

/** An unfinished literal ends with its line. */
function quoteEnd(source: string, from: number): number {
  const quote = source.charCodeAt(from);
  let at = from + 1;
  while (at < source.length) {
    const char = source.charCodeAt(at);
    if (char === backslash) {
      const isCrLf = source.charCodeAt(at + 1) === carriageReturn && source.charCodeAt(at + 2) === lineFeed;
      at += isCrLf ? 3 : 2;
      continue;
    }
    if (char === quote) {
      return at + 1;
    }
    if (char === lineFeed) {
      return at;
    }
    at += 1;
  }
  return source.length;
}

/** End of a logical line: without the line break, past continued lines. */
function lineEnd(source: string, from: number): number {
  let at = from;
  for (;;) {
    const end = source.indexOf('\n', at);
    if (end < 0) {
      return source.length;
    }
    const last = source.charCodeAt(end - 1) === carriageReturn ? end - 2 : end - 1;
    if (last < from || source.charCodeAt(last) !== backslash) {
      return end;
    }
    at = end + 1;
  }
}

/** A directive goes to the end of its logical line, over comments that span lines. */
function directiveEnd(source: string, from: number): number {
  let at = from;
  let end = lineEnd(source, from);
  while (at < end) {
    const char = source.charCodeAt(at);
    if (char === doubleQuote || char === singleQuote) {
      // An apostrophe in `#error don't` must not swallow the rest.
      at = Math.min(quoteEnd(source, at), end);
    } else if (char === slash && source.charCodeAt(at + 1) === star) {
      at = commentEnd(source, at);
      if (end < at) {
        end = lineEnd(source, at);
      }
    } else if (char === slash && source.charCodeAt(at + 1) === slash) {
      return end;
    } else {
      at += 1;
    }
  }
  return Math.min(end, source.length);
}

/** Only those of two and three characters that somebody must tell from their first character. */
function punctuatorLength(source: string, at: number, char: number): number {
  const next = source.charCodeAt(at + 1);
  switch (char) {
    case 46: // .
      return next === dot && source.charCodeAt(at + 2) === dot ? 3 : 1;
    case 45: // -> -- -=
      return next === 62 || next === 45 || next === equals ? 2 : 1;
    case 60: // < <= << <<=
    case 62:
      return next === char ? (source.charCodeAt(at + 2) === equals ? 3 : 2) : next === equals ? 2 : 1;
    case 38: // & && &=
    case 124:
    case 43:
      return next === char || next === equals ? 2 : 1;
    case 61: // = ==
    case 33:
    case 42:
    case 47:
    case 37:
    case 94:
      return next === equals ? 2 : 1;
    default:
      return 1;
  }
}
