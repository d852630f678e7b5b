import type { CType } from '../index/c-type.js';
import type { StructDeclaration } from '../index/file-index.js';
import { type KernelDeclarations, readKernelHeader } from '../index/kernel-header.js';
import { angleIncludes } from '../text/includes.js';
import { prepareText } from '../text/prepare.js';
import type { CParser } from '../tree/parser.js';
import { addressOf, longestOtherFile } from './address.js';
import type { ModuleFiles } from './module-files.js';
import { isKnown } from './known-names.js';
import { inlinesNamed, type PickedInline } from './picked-inlines.js';
import { relocated } from './relocate.js';
import type { SourceFile } from './source-file.js';

/** A header of the kernel, with what it declares under places that other files see. */
export interface KernelHeader extends KernelDeclarations {
  readonly file: SourceFile;
  readonly includes: readonly string[];
}

/** A file includes fewer than that, and what it says stands in the first. */
const mostIncluded = 96;

/** Text of headers above which what was made of them is given up and made again, in UTF-16 code units. */
const mostKept = 8 << 20;

/** Headers of the kernel tree that a file is in, each read once as long as its text stays. */
export class KernelHeaders {
  readonly #parser: CParser;
  readonly #files: ModuleFiles;
  readonly #known = new Map<string, KernelHeader>();
  #length = 0;

  constructor(parser: CParser, files: ModuleFiles) {
    this.#parser = parser;
    this.#files = files;
  }

  /** Those that a file or one of its own headers includes by itself, the file first. */
  includedBy(texts: readonly SourceFile[]): readonly KernelHeader[] {
    if (mostKept < this.#length) {
      this.#known.clear();
      this.#length = 0;
    }
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
    const masked = prepareText(file.text);
    const tree = this.#parser.parse(masked.text);
    try {
      const read = relocated(readKernelHeader(tree.root, masked), { by: addressOf(file.path), nameOf: (it) => it });
      const header = { file, includes: angleIncludes(file.text), ...read };
      this.#known.set(file.path, header);
      this.#length += file.text.length;
      return header;
    } finally {
      tree.delete();
    }
  }
}

/** The folder of <linux/…> is that of everybody: there a header stands for itself. */
function isBeside(inner: string, name: string): boolean {
  const [folder] = name.split('/');
  return folder !== 'linux' && inner.startsWith(`${folder}/`);
}

const includesSeen = new WeakMap<SourceFile, readonly string[]>();

function includesOf(file: SourceFile): readonly string[] {
  const known = includesSeen.get(file) ?? angleIncludes(file.text);
  includesSeen.set(file, known);
  return known;
}

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
  const work: StructDeclaration[] = [];
  const pick = (declaration: StructDeclaration | undefined): void => {
    if (declaration === undefined || structs.has(declaration.tag)) return;
    structs.set(declaration.tag, declaration);
    work.push(declaration);
  };
  for (const header of headers) {
    for (const [name, value] of header.constants) if (isNamed(name) && !isKnown(name)) constants.set(name, value);
    for (const [tag, declaration] of header.structs) if (isNamed(tag)) pick(declaration);
  }
  // An array visits what is added to it while it is walked.
  for (const { fields } of work) {
    const tags = fields.flatMap(({ name, type }) => {
      const isFollowed = type.kind === 'pointer' && name !== undefined && isNamed(name);
      return tagsIn(isFollowed ? type.to : type);
    });
    for (const tag of tags) {
      pick(headers.find((it) => it.structs.has(tag))?.structs.get(tag));
    }
  }
  return { structs, constants, inlines };
}

const tagsIn = (type: CType): readonly string[] => {
  if (type.kind === 'array') return tagsIn(type.of);
  return type.kind === 'struct' || type.kind === 'union' ? [type.tag] : [];
};
