import type { Registration } from '../index/file-index.js';
import { readRegistrations } from '../index/registrations.js';
import { viewOf } from '../index/view.js';
import { concernsDma } from '../text/prefilter.js';
import type { CParser } from '../tree/parser.js';
import { type AsideFile, AsideFiles } from './aside-files.js';
import { Companies, type Company, isReadable, isSameFiles } from './company.js';
import { type DeclaredFile, declaredFile, outsideName } from './declared-file.js';
import { type Exported, exportedBy, wrapperNames } from './exported.js';
import { Headers, isSameList } from './headers.js';
import type { ModuleFiles } from './module-files.js';
import { KernelHeaders } from './kernel-headers.js';
import { moduleTargets, withoutFilled } from './module-targets.js';
import type { ParsedFile } from './parsed-file.js';
import { lowerFile, type ReadFile } from './read-file.js';
import { readInlines } from './read-inline.js';
import type { SourceFile } from './source-file.js';
import { type Member, unitOf } from './unit.js';

/** Reads files together with the other files of their module. Keeps what it made of the last module. */
export class Modules {
  readonly #parser: CParser;
  readonly #companies: Companies;
  readonly #headers: Headers;
  readonly #kernel: KernelHeaders;
  readonly #aside = new AsideFiles();
  #members: ReadonlyMap<string, Member> = new Map();
  /** All files of that module, also those that stand aside. */
  #all: readonly SourceFile[] = [];

  constructor(parser: CParser, files: ModuleFiles) {
    this.#parser = parser;
    this.#companies = new Companies(files);
    this.#headers = new Headers(parser, files);
    this.#kernel = new KernelHeaders(parser, files);
  }

  /** Whether a file names the API, or what its module has in place of it. A cancelled answer means nothing. */
  concerns(file: SourceFile, isCancelled: () => boolean = () => false): boolean {
    if (concernsDma(file.text)) return true;
    const company = this.#companies.of(file);
    const [first] = company.naming;
    if (first === undefined) return false;
    // What it needs to know of the others is made for them anyway, and kept.
    if (!isSameFiles(company.all, this.#all)) this.parse(first, isCancelled);
    return this.#members.get(file.path)?.declared.file.text === file.text;
  }

  /**
   * A file from text to graphs, as the others of its module let it be understood. `undefined` when it was cancelled,
   * which is asked before each file is read or lowered: a module may be many, and an edit waits for none of them.
   */
  parse(file: SourceFile): ParsedFile;
  parse(file: SourceFile, isCancelled: () => boolean): ParsedFile | undefined;
  parse(file: SourceFile, isCancelled: () => boolean = () => false): ParsedFile | undefined {
    const company = this.#companies.of(file);
    const begun: Begun[] = [];
    try {
      for (const it of [file, ...company.naming.filter((other) => other.path !== file.path)]) {
        if (isCancelled()) return undefined;
        begun.push(this.#begin(it));
      }
      const callers = this.#callersAmong(company, begun);
      for (const it of callers.filter((other) => other.path !== file.path)) {
        if (isCancelled()) return undefined;
        begun.push(this.#begin(it));
      }
      const read = new Set(begun.map((it) => it.declared.file.path));
      const aside = company.others.filter((it) => !read.has(it.path));
      const { exported, others } = this.#lookAround(
        begun.map((it) => it.declared),
        aside,
      );
      const met = begun.map((it) => this.#meet(it, exported));
      const made: Member[] = [];
      for (const it of met) {
        if (isCancelled()) return undefined;
        made.push(this.#finish(it, [...met, ...others], exported));
      }
      this.#members = new Map(made.map((it) => [it.declared.file.path, it]));
      this.#all = company.all;
      return unitOf(file.path, made, {
        isAlone: company.isAlone,
        isNamedAside: (word) => this.#aside.mention(aside, word),
        functionsAside: (name) => this.#aside.functionsBeside(aside, name),
      });
    } finally {
      for (const { read } of begun) read?.tree.delete();
    }
  }

  /** Files that call what the API is called through, and name nothing of it themselves. */
  #callersAmong({ naming, others }: Company, begun: readonly Begun[]): readonly SourceFile[] {
    this.#aside.lookThrough(others);
    if (others.length === 0) return [];
    const wrappers = new Set(begun.flatMap(({ declared }) => wrapperNames(declared)));
    const callers = others.filter((it) => this.#aside.calls(it.path, wrappers));
    return isReadable([...naming, ...callers]) ? callers : [];
  }

  /** What the files say of one another, and what those say of them that stand aside. */
  #lookAround(
    files: readonly DeclaredFile[],
    aside: readonly SourceFile[],
  ): { readonly exported: Exported; readonly others: readonly AsideFile[] } {
    const targets = moduleTargets(files);
    const functions = files.flatMap((it) => [...it.own.functions.values()].filter(({ isStatic }) => !isStatic));
    const others = this.#aside.read(aside, {
      functions: new Set(functions.map((it) => it.name)),
      fields: new Set(targets.map((it) => it.field)),
      tags: new Set(targets.map((it) => it.tag)),
    });
    return { exported: exportedBy(files, withoutFilled(targets, others)), others };
  }

  #begin(file: SourceFile): Begun {
    const headers = this.#headers.includedBy(file);
    const known = this.#members.get(file.path);
    const source = known?.declared.file.text === file.text ? known.declared.file : file;
    const kernel = this.#kernel.includedBy([source, ...headers.map((it) => it.file)]);
    if (known !== undefined && known.declared.file === source && isSameList(known.declared.headers, headers)) {
      const isSameKernel = isSameList(known.declared.kernelHeaders, kernel);
      if (isSameKernel) return { declared: known.declared, read: undefined, known };
    }
    return { ...declaredFile(this.#parser, file, headers, kernel), known: undefined };
  }

  /** What a file does with the functions of the others. One that knew the same names before has nothing new to say. */
  #meet(begun: Begun, exported: Exported): Met {
    const { declared, known } = begun;
    if (known?.exported === exported.names) return { declared, registers: known.registers, known };
    begun.read ??= declaredFile(this.#parser, declared.file, declared.headers, declared.kernelHeaders).read;
    const others = new Map([...exported.functions].filter(([name]) => !declared.own.functions.has(name)));
    const registers = readRegistrations(begun.read.masked, new Set(others.keys()));
    return { declared, registers, known: undefined, read: begun.read };
  }

  #finish(met: Met, all: readonly Registering[], exported: Exported): Member {
    const { declared, registers } = met;
    const functions = [...exported.functions].filter(([, it]) => it.from !== declared);
    const view = viewOf(declared.own, {
      kernel: declared.kernel,
      headers: declared.headers.map((it) => it.index),
      functions: new Map(functions.map(([name, it]) => [name, it.declaration])),
      functionTargets: targetsIn(declared, exported),
      registrations: all.flatMap((it) => (it === met ? [] : it.registers)),
    });
    const wrappers = new Set([
      ...declared.headers.flatMap((it) => [...it.wrappers]),
      ...functions.flatMap(([name, it]) => (it.isWrapper ? [name] : [])),
    ]);
    const made = met.known ?? {
      lowered: lowerFile(this.#parser, met.read, view, (name) => wrappers.has(name)),
      inlines: readInlines(this.#parser, declared.kernel.inlines.values(), view),
    };
    const { lowered, inlines } = made;
    return { declared, view, lowered, inlines, registers, exported: exported.names };
  }
}

/** What a file calls through the fields of its headers, under the names it has for that. */
function targetsIn(declared: DeclaredFile, { targets }: Exported): ReadonlyMap<string, string> {
  const nameOf = outsideName(declared.file.path, declared.own);
  const own = new Map([...declared.own.functions.keys()].map((name) => [nameOf(name), name]));
  return new Map(targets.map((it) => [`${it.tag}.${it.field}`, own.get(it.outsideName) ?? it.outsideName]));
}

/** Whoever hands functions to the kernel. */
interface Registering {
  readonly registers: readonly Registration[];
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
} & ({ readonly known: Member } | { readonly known: undefined; readonly read: ReadFile });
