import { createLineIndex, type LineIndex, type OtherPlace } from '../base/line-index.js';
import type { Span } from '../base/span.js';
import { addressOf, isElsewhere, longestOtherFile } from './address.js';
import type { SourceFile } from './source-file.js';

interface Located {
  readonly file: SourceFile;
  readonly lines: LineIndex;
  /** Counted from the start of the file. */
  readonly at: Span;
}

/** The text of a file together with those that were read beside it. */
export class UnitText {
  readonly own: string;
  readonly #own: SourceFile;
  readonly #others: ReadonlyMap<number, SourceFile>;
  readonly #lines = new Map<SourceFile, LineIndex>();

  constructor(own: SourceFile, others: readonly SourceFile[] = []) {
    this.own = own.text;
    this.#own = own;
    this.#others = new Map(others.map((file) => [addressOf(file.path), file]));
  }

  slice(place: Span): string {
    const { file, at } = this.#locate(place);
    return file.text.slice(at.start, at.end);
  }

  /** `line 12`, or `ring.h:12` for a place in another file. */
  place(of: Span): string {
    const { file, lines, at } = this.#locate(of);
    const line = lines.lineColumnAt(at.start).line + 1;
    return file === this.#own ? `line ${line}` : `${file.path.split('/').at(-1) ?? file.path}:${line}`;
  }

  /** `undefined` for a place in the analyzed file itself. */
  elsewhere(of: Span): OtherPlace | undefined {
    if (!isElsewhere(of)) return undefined;
    const { file, lines, at } = this.#locate(of);
    return { path: file.path, start: lines.lineColumnAt(at.start), end: lines.lineColumnAt(at.end) };
  }

  #locate(of: Span): Located {
    const offset = isElsewhere(of) ? of.start % longestOtherFile : of.start;
    const file = isElsewhere(of) ? this.#others.get(of.start - offset) : this.#own;
    if (file === undefined) throw new Error('a place in a file that is not part of the unit');
    let lines = this.#lines.get(file);
    if (lines === undefined) {
      lines = createLineIndex(file.text);
      this.#lines.set(file, lines);
    }
    return { file, lines, at: { start: offset, end: offset + of.end - of.start } };
  }
}
