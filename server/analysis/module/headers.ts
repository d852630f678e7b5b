import { oncePer } from '../base/once-per.js';
import type { FunctionGraph } from '../graph/function-graph.js';
import type { FileIndex } from '../index/file-index.js';
import { type FunctionFills, readFunctionFills } from '../index/function-fills.js';
import { type FunctionField, functionFields } from '../index/function-targets.js';
import { noKernel } from '../index/kernel-header.js';
import { viewOf } from '../index/view.js';
import { quotedIncludes } from '../text/includes.js';
import type { CParser } from '../tree/parser.js';
import { addressOf, longestOtherFile } from './address.js';
import type { ModuleFiles } from './module-files.js';
import { lowerFile, readFile, wrappersIn } from './read-file.js';
import { relocated } from './relocate.js';
import type { SourceFile } from './source-file.js';

/** A header of the driver. All its places are those other files see. */
export interface Header {
  readonly file: SourceFile;
  readonly index: FileIndex;
  /** Its inline functions that concern DMA. */
  readonly graphs: readonly FunctionGraph[];
  /** The names of those that call the API by themselves. */
  readonly wrappers: ReadonlySet<string>;
  /** Fields of its structs that hold functions, and what it puts there itself. */
  readonly functionFields: readonly FunctionField[];
  readonly fills: FunctionFills;
  /** Every name in it. */
  readonly words: ReadonlySet<string>;
  /** The headers it includes, and theirs, the innermost first. */
  readonly includes: readonly Header[];
}

/** Text of headers above which what was made of them is given up and made again, in UTF-16 code units. */
const mostKept = 16 << 20;

/** One search for the headers of a file. */
interface Walk {
  readonly seen: Map<string, Header>;
  /** Those whose includes are being followed: one that includes itself is not followed again. */
  readonly open: Set<string>;
  /** Of two headers with one address the first counts. */
  readonly pathAt: Map<number, string>;
}

export const isSameList = <It>(left: readonly It[], right: readonly It[]): boolean =>
  left.length === right.length && left.every((it, position) => it === right[position]);

const includesOf = oncePer(({ text }: SourceFile) => quotedIncludes(text));

/** Headers, each read once as long as its text and those it includes stay. */
export class Headers {
  readonly #parser: CParser;
  readonly #files: ModuleFiles;
  /** What one includes depends on the way to it where headers include each other: then there is one for each way. */
  readonly #known = new Map<string, readonly Header[]>();
  /** Of all that was read since the last clearing, in UTF-16 code units. */
  #length = 0;

  constructor(parser: CParser, files: ModuleFiles) {
    this.#parser = parser;
    this.#files = files;
  }

  /** Every header a file includes, directly or not, the innermost first. */
  includedBy(file: SourceFile): readonly Header[] {
    if (mostKept < this.#length) {
      this.#known.clear();
      this.#length = 0;
    }
    return this.#includedBy(file, { seen: new Map(), open: new Set([file.path]), pathAt: new Map() });
  }

  #includedBy(file: SourceFile, walk: Walk): readonly Header[] {
    const found = new Map<string, Header>();
    for (const name of includesOf(file)) {
      const source = this.#files.header(file.path, name);
      if (source === undefined || longestOtherFile <= source.text.length || walk.open.has(source.path)) continue;
      const address = addressOf(source.path);
      if ((walk.pathAt.get(address) ?? source.path) !== source.path) continue;
      walk.pathAt.set(address, source.path);
      const header = this.#read(source, walk);
      for (const it of [...header.includes, header]) if (!found.has(it.file.path)) found.set(it.file.path, it);
    }
    return [...found.values()];
  }

  #read(file: SourceFile, walk: Walk): Header {
    const seen = walk.seen.get(file.path);
    if (seen !== undefined) return seen;
    walk.open.add(file.path);
    const includes = this.#includedBy(file, walk);
    walk.open.delete(file.path);
    const known = (this.#known.get(file.path) ?? []).filter((it) => it.file.text === file.text);
    const header = known.find((it) => isSameList(it.includes, includes)) ?? this.#make(file, includes);
    if (!known.includes(header)) {
      this.#length += file.text.length;
      this.#known.set(file.path, [...known, header]);
    }
    walk.seen.set(file.path, header);
    return header;
  }

  #make(file: SourceFile, includes: readonly Header[]): Header {
    const headers = includes.map((it) => it.index);
    const read = readFile(this.#parser, file, headers);
    try {
      const wrappers = new Set(includes.flatMap((it) => [...it.wrappers]));
      const view = viewOf(read.own, {
        headers,
        kernel: noKernel,
        functions: new Map(),
        functionTargets: new Map(),
        registrations: [],
      });
      const { cone } = lowerFile(this.#parser, read, view, (name) => wrappers.has(name));
      const to = { by: addressOf(file.path), nameOf: (name: string) => name };
      const own = functionFields({ structs: read.own.structs, typedefs: view.typedefs });
      const fields = new Set([...includes.flatMap((it) => it.functionFields), ...own].map((it) => it.field));
      return {
        file,
        index: relocated(read.own, to),
        graphs: cone.flatMap(({ graph }) => (graph === undefined ? [] : relocated(graph, to))),
        wrappers: new Set(wrappersIn(read.own).map((it) => it.name)),
        functionFields: own,
        fills: readFunctionFills(read.masked, fields),
        words: new Set(read.masked.tokens.texts),
        includes,
      };
    } finally {
      read.tree.delete();
    }
  }
}
