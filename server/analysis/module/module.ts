import type { FunctionDeclaration, Registration } from '../index/file-index.js';
import { readRegistrations } from '../index/registrations.js';
import { viewOf } from '../index/view.js';
import { concernsDma } from '../text/prefilter.js';
import type { CParser } from '../tree/parser.js';
import { addressOf, longestOtherFile } from './address.js';
import { type DeclaredFile, declaredFile, outside } from './declared-file.js';
import { Headers, isSameList } from './headers.js';
import type { ModuleFiles } from './module-files.js';
import type { ParsedFile } from './parsed-file.js';
import { type LoweredFile, lowerFile, type ReadFile, wrappersIn } from './read-file.js';
import type { SourceFile } from './source-file.js';
import { type Member, unitOf } from './unit.js';

/**
 * Files of one module that name the API. With more of them, or longer ones, a file is read with its headers alone: what
 * it costs to read the others is worth more than what they tell. In files and in UTF-16 code units.
 */
const mostMembers = 64;
const longestModule = 4 << 20;

/** Reads files together with the other files of their module. Keeps what it made of the last module. */
export class Modules {
  readonly #parser: CParser;
  readonly #files: ModuleFiles;
  readonly #headers: Headers;
  #members: ReadonlyMap<string, Member> = new Map();

  constructor(parser: CParser, files: ModuleFiles) {
    this.#parser = parser;
    this.#files = files;
    this.#headers = new Headers(parser, files);
  }

  /**
   * A file from text to graphs, as the others of its module let it be understood. `undefined` when it was cancelled,
   * which is asked before each file is read or lowered: a module may be many, and an edit waits for none of them.
   */
  parse(file: SourceFile): ParsedFile;
  parse(file: SourceFile, isCancelled: () => boolean): ParsedFile | undefined;
  parse(file: SourceFile, isCancelled: () => boolean = () => false): ParsedFile | undefined {
    const begun: Begun[] = [];
    try {
      for (const it of [file, ...this.#siblingsOf(file)]) {
        if (isCancelled()) return undefined;
        begun.push(this.#begin(it));
      }
      const exported = exportedBy(begun.map((it) => it.declared));
      const met = begun.map((it) => this.#meet(it, exported));
      const made: Member[] = [];
      for (const it of met) {
        if (isCancelled()) return undefined;
        made.push(this.#finish(it, met, exported));
      }
      this.#members = new Map(made.map((it) => [it.declared.file.path, it]));
      return unitOf(file.path, made, this.#files.siblings(file.path).length === 0);
    } finally {
      for (const { read } of begun) read?.tree.delete();
    }
  }

  #siblingsOf(file: SourceFile): readonly SourceFile[] {
    const addresses = new Set([addressOf(file.path)]);
    const siblings = this.#files.siblings(file.path).filter((it) => {
      const isReadable =
        it.text.length < longestOtherFile && !addresses.has(addressOf(it.path)) && concernsDma(it.text);
      if (isReadable) addresses.add(addressOf(it.path));
      return isReadable;
    });
    const length = siblings.reduce((sum, it) => sum + it.text.length, file.text.length);
    return mostMembers <= siblings.length || longestModule < length ? [] : siblings;
  }

  #begin(file: SourceFile): Begun {
    const headers = this.#headers.includedBy(file);
    const known = this.#members.get(file.path);
    if (known !== undefined && known.declared.file.text === file.text && isSameList(known.declared.headers, headers)) {
      return { declared: known.declared, read: undefined, known };
    }
    return { ...declaredFile(this.#parser, file, headers), known: undefined };
  }

  /** What a file does with the functions of the others. One that knew the same names before has nothing new to say. */
  #meet(begun: Begun, exported: Exported): Met {
    const { declared, known } = begun;
    if (known?.exported === exported.names) return { declared, registers: known.registers, known: known.lowered };
    begun.read ??= declaredFile(this.#parser, declared.file, declared.headers).read;
    const others = new Map([...exported.functions].filter(([name]) => !declared.own.functions.has(name)));
    const registers = readRegistrations(begun.read.masked, new Set(others.keys()));
    return { declared, registers, known: undefined, read: begun.read };
  }

  #finish(met: Met, all: readonly Met[], exported: Exported): Member {
    const { declared, registers } = met;
    const functions = [...exported.functions].filter(([, it]) => it.from !== declared);
    const view = viewOf(declared.own, {
      headers: declared.headers.map((it) => it.index),
      functions: new Map(functions.map(([name, it]) => [name, it.declaration])),
      registrations: all.flatMap((it) => (it === met ? [] : it.registers)),
    });
    const wrappers = new Set([
      ...declared.headers.flatMap((it) => [...it.wrappers]),
      ...functions.flatMap(([name, it]) => (it.isWrapper ? [name] : [])),
    ]);
    const lowered = met.known ?? lowerFile(this.#parser, met.read, view, (name) => wrappers.has(name));
    return { declared, view, lowered, registers, exported: exported.names };
  }
}

/** A file on its way to a member of its module. */
interface Begun {
  readonly declared: DeclaredFile;
  /** Only while the module is read, and not for a file that stayed as it was. */
  read: ReadFile | undefined;
  readonly known: Member | undefined;
}

/** A file that has met the others. */
type Met = {
  readonly declared: DeclaredFile;
  readonly registers: readonly Registration[];
} & ({ readonly known: LoweredFile } | { readonly known: undefined; readonly read: ReadFile });

interface Exported {
  readonly functions: ReadonlyMap<string, ExportedFunction>;
  /** Changes when what one file may see of the others does. */
  readonly names: string;
}

interface ExportedFunction {
  readonly from: DeclaredFile;
  readonly declaration: FunctionDeclaration;
  /** Whether it calls the API by itself. */
  readonly isWrapper: boolean;
}

/** Functions with external linkage; of two with one name that of the first file. */
function exportedBy(files: readonly DeclaredFile[]): Exported {
  const functions = new Map<string, ExportedFunction>();
  if (files.length === 1) return { functions, names: '' };
  for (const from of files.toSorted((left, right) => (left.file.path < right.file.path ? -1 : 1))) {
    const wrappers = new Set(wrappersIn(from.own).map((it) => it.name));
    for (const [name, declaration] of outside(from)) {
      if (declaration.isStatic || functions.has(name)) continue;
      functions.set(name, { from, declaration, isWrapper: wrappers.has(name) });
    }
  }
  const names = [...functions].map(([name, { from, isWrapper }]) => `${from.file.path} ${name} ${isWrapper}`);
  return { functions, names: names.join() };
}
