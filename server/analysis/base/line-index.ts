import { lastAtOrBelow } from './search.js';

/** A place as editors and terminals count: zero-based line and zero-based UTF-16 column. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/** A range in a file beside the one that is spoken of. */
export interface OtherPlace {
  readonly path: string;
  readonly start: LineColumn;
  readonly end: LineColumn;
}

/** Offsets to lines and columns, and back, for one text. `\n`, `\r\n` and a lone `\r` end a line. */
export interface LineIndex {
  readonly lineCount: number;
  /** Offsets outside the text answer with its nearest end. */
  lineColumnAt(offset: number): LineColumn;
  /** A column beyond the end of its line answers with that end. */
  offsetAt(position: LineColumn): number;
  /** Offset of the first character of a line. */
  lineStart(line: number): number;
}

const lineFeed = 10;
const carriageReturn = 13;

export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);

  const lineStart = (line: number): number =>
    line <= 0 ? 0 : line < starts.length ? (starts[line] ?? text.length) : text.length;

  return {
    lineCount: starts.length,
    lineStart,
    lineColumnAt(offset) {
      const inside = Math.max(0, Math.min(offset, text.length));
      const line = lastAtOrBelow(starts, inside);
      return { line, column: inside - (starts[line] ?? 0) };
    },
    offsetAt({ line, column }) {
      if (line < 0) {
        return 0;
      }
      const start = lineStart(line);
      const end = line + 1 < starts.length ? contentEnd(text, lineStart(line + 1)) : text.length;
      return Math.max(start, Math.min(start + column, end));
    },
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let offset = 0; offset < text.length; offset += 1) {
    const char = text.charCodeAt(offset);
    if (char === lineFeed || (char === carriageReturn && text.charCodeAt(offset + 1) !== lineFeed)) {
      starts.push(offset + 1);
    }
  }
  return starts;
}

/** Where the text of a line ends, given where the next one starts. */
function contentEnd(text: string, nextStart: number): number {
  const isPair = text.charCodeAt(nextStart - 1) === lineFeed && text.charCodeAt(nextStart - 2) === carriageReturn;
  return nextStart - (isPair ? 2 : 1);
}
