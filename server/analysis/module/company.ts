import { concernsDma } from '../text/prefilter.js';
import { addressOf, longestOtherFile } from './address.js';
import type { ModuleFiles } from './module-files.js';
import type { SourceFile } from './source-file.js';

/** The files of a module by what they have to do with DMA. */
export interface Company {
  /** In the order of their paths, whichever of them was asked about. */
  readonly all: readonly SourceFile[];
  /** Those that name the API. */
  readonly naming: readonly SourceFile[];
  readonly others: readonly SourceFile[];
  /** No other file is known to be linked with it. */
  readonly isAlone: boolean;
}

/**
 * Files of one module that are read together. With more of them, or longer ones, a file is read with its headers alone:
 * what it costs to read the others is worth more than what they tell. In files and in UTF-16 code units.
 */
const mostMembers = 64;
const longestModule = 4 << 20;

export const isReadable = (members: readonly SourceFile[]): boolean =>
  members.length <= mostMembers && lengthOf(members) <= longestModule;

const lengthOf = (files: readonly SourceFile[]): number => files.reduce((sum, it) => sum + it.text.length, 0);

/** Sorts the files of modules. Every file of a module asks about all of them: each text is scanned once. */
export class Companies {
  readonly #files: ModuleFiles;
  #known: ReadonlyMap<string, Scanned> = new Map();

  constructor(files: ModuleFiles) {
    this.#files = files;
  }

  of(file: SourceFile): Company {
    const byAddress = new Map([[addressOf(file.path), file]]);
    const siblings = this.#files.siblings(file.path);
    const isAlone = siblings.length === 0;
    for (const it of siblings) {
      const address = addressOf(it.path);
      if (it.text.length < longestOtherFile && !byAddress.has(address)) byAddress.set(address, it);
    }
    const all = [...byAddress.values()].toSorted((left, right) => (left.path < right.path ? -1 : 1));
    const scanned = all.map((it) => this.#scan(it));
    this.#known = new Map(scanned.map((it) => [it.file.path, it]));
    const naming = scanned.flatMap((it) => (it.isNaming ? it.file : []));
    if (!isReadable(naming)) return { all: [file], naming: naming.filter((it) => it === file), others: [], isAlone };
    const others = scanned.flatMap((it) => (it.isNaming ? [] : it.file));
    return { all, naming, others: longestModule < lengthOf(others) ? [] : others, isAlone };
  }

  #scan(file: SourceFile): Scanned {
    const known = this.#known.get(file.path);
    return { file, isNaming: known?.file.text === file.text ? known.isNaming : concernsDma(file.text) };
  }
}

interface Scanned {
  readonly file: SourceFile;
  readonly isNaming: boolean;
}

export const isSameFiles = (left: readonly SourceFile[], right: readonly SourceFile[]): boolean =>
  left.length === right.length &&
  left.every((it, position) => it.path === right[position]?.path && it.text === right[position].text);
