import { oncePer } from '../base/once-per.js';
import type { CType } from '../index/c-type.js';
import type { StructDeclaration } from '../index/file-index.js';
import { type KernelDeclarations, readKernelHeader, bracedDeclarations } from '../index/kernel-header.js';
import { Recent } from '../base/recent.js';
import { angleIncludes } from '../text/includes.js';
import { prepareText } from '../text/prepare.js';
import type { CParser } from '../tree/parser.js';
import { addressOf, longestOtherFile } from './address.js';
import type { ModuleFiles } from './module-files.js';
import { isKnown } from './known-names.js';
import { type DeclaredNames, namesDeclaredIn } from './names-declared.js';
import { inlinesNamed, type PickedInline } from './picked-inlines.js';
import { relocated } from './relocate.js';
import type { SourceFile } from './source-file.js';

/** A header of the kernel. */
export interface KernelHeader {
  readonly file: SourceFile;
  readonly includes: readonly string[];
  readonly names: DeclaredNames;
  /** What it declares, under places that other files see. Read when it is asked for first: most files name nothing of it. */
  readonly declarations: KernelDeclarations;
}

/** A file includes fewer than that, and what it says stands in the first. */
const mostIncluded = 96;

/** Text of headers that is kept with what was made of it, in UTF-16 code units. */
const mostKept = 16 << 20;

/** Headers of the kernel tree that a file is in, each read once as long as its text stays and others need it. */
export class KernelHeaders {
  readonly #parser: CParser;
  readonly #files: ModuleFiles;
  readonly #known = new Recent<KernelHeader>(mostKept);

  constructor(parser: CParser, files: ModuleFiles) {
    this.#parser = parser;
    this.#files = files;
  }

  /** Those that a file or one of its own headers includes by itself, the file first. */
  includedBy(texts: readonly SourceFile[]): readonly KernelHeader[] {
    const [file] = texts;
    const found = new Set<KernelHeader>();
    for (const name of file === undefined ? [] : new Set(texts.flatMap(includesOf))) {
      if (mostIncluded <= found.size) break;
      for (const header of this.#named(name, file)) {
        found.add(header);
        // <sound/pcm.h> is the door to sound/asound.h as well: a subsystem divides what it declares.
        const beside = header.includes.filter((it) => isBeside(it, name));
        for (const inner of beside.flatMap((it) => this.#named(it, file))) found.add(inner);
      }
    }
    return [...found];
  }

  #named(name: string, file: SourceFile | undefined): readonly KernelHeader[] {
    const sources = file === undefined ? [] : this.#files.kernelHeaders(file.path, name);
    return sources.flatMap((it) => (it.text.length < longestOtherFile ? this.#read(it) : []));
  }

  #read(file: SourceFile): KernelHeader {
    const known = this.#known.get(file.path);
    if (known?.file.text === file.text) return known;
    const header = new LazyHeader(this.#parser, file);
    this.#known.set(file.path, header, file.text.length);
    return header;
  }
}

class LazyHeader implements KernelHeader {
  readonly file: SourceFile;
  readonly includes: readonly string[];
  readonly names: DeclaredNames;
  readonly #parser: CParser;
  #declarations: KernelDeclarations | undefined;

  constructor(parser: CParser, file: SourceFile) {
    this.#parser = parser;
    this.file = file;
    this.includes = angleIncludes(file.text);
    this.names = namesDeclaredIn(file.text);
  }

  get declarations(): KernelDeclarations {
    this.#declarations ??= declarationsOf(this.#parser, this.file);
    return this.#declarations;
  }
}

function declarationsOf(parser: CParser, { path, text }: SourceFile): KernelDeclarations {
  const masked = prepareText(text);
  const tree = parser.parse(bracedDeclarations(masked));
  try {
    return relocated(readKernelHeader(tree.root, masked), { by: addressOf(path), nameOf: (it) => it });
  } finally {
    tree.delete();
  }
}

/** The folder of <linux/…> is that of everybody: there a header stands for itself. */
function isBeside(inner: string, name: string): boolean {
  const [folder] = name.split('/');
  return folder !== 'linux' && inner.startsWith(`${folder}/`);
}

const includesOf = oncePer(({ text }: SourceFile) => angleIncludes(text));

/** What a file sees of the kernel. */
export interface PickedDeclarations extends KernelDeclarations {
  readonly inlines: ReadonlyMap<string, PickedInline>;
}

/**
 * What a file names of them, the structs that are parts of those, and the ones that fields lead to which it names. A
 * function of theirs that it calls names things for it.
 */
export function pickedFrom(
  headers: readonly KernelHeader[],
  isNamedByFile: (word: string) => boolean,
): PickedDeclarations {
  const inlines = inlinesNamed(headers, isNamedByFile);
  const needed = new Set([...inlines.values()].flatMap(({ words }) => [...words]));
  const isNamed = (word: string): boolean => isNamedByFile(word) || needed.has(word);
  const structs = new Map<string, StructDeclaration>();
  const constants = new Map<string, number>();
  const work: { readonly declaration: StructDeclaration; readonly from: KernelHeader }[] = [];
  const pick = (tag: string, from: KernelHeader | undefined): void => {
    const declaration = from?.declarations.structs.get(tag);
    if (from === undefined || declaration === undefined || structs.has(tag)) return;
    structs.set(tag, declaration);
    work.push({ declaration, from });
  };
  for (const header of headers) {
    for (const name of header.names.tags) if (isNamed(name)) pick(name, header);
    for (const name of header.names.constants) {
      const value = isNamed(name) && !isKnown(name) ? header.declarations.constants.get(name) : undefined;
      if (value !== undefined) constants.set(name, value);
    }
  }
  // An array visits what is added to it while it is walked.
  for (const { declaration, from } of work) {
    const tags = declaration.fields.flatMap(({ name, type }) => {
      const isFollowed = type.kind === 'pointer' && name !== undefined && isNamed(name);
      return tagsIn(isFollowed ? type.to : type);
    });
    for (const tag of tags) {
      // A struct without a name is known by its place, and to its own header alone.
      const isOwn = from.declarations.structs.has(tag);
      pick(tag, isOwn ? from : headers.find((it) => it.names.tags.has(tag) && it.declarations.structs.has(tag)));
    }
  }
  return { structs, constants, inlines };
}

const tagsIn = (type: CType): readonly string[] => {
  if (type.kind === 'array') return tagsIn(type.of);
  return type.kind === 'struct' || type.kind === 'union' ? [type.tag] : [];
};
