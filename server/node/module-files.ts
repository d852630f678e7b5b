import { readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { BuildFacts, ModuleFiles, SourceFile } from '#analysis';
import { displayPath, type ReadSource, readSource } from './files.js';
import { type Kbuild, readKbuild } from './kbuild.js';
import { buildFacts, readKconfig } from './kconfig.js';
import { includeFolders, kernelTrees } from './kernel-tree.js';

/** How far above a file the Makefile may stand that links it: `foo-y := hw/queue.o`. In folders. */
const highestMakefile = 4;

export interface DiskModuleFiles extends ModuleFiles {
  /** What is the same for the files of one module and no other. */
  moduleOf(path: string): string;
  /** Whose headers count from now on for files that stand in no kernel tree: an absolute path, or empty for none. */
  useElsewhere(kernel: string): void;
  /** A file by its absolute path, which was most often read already with the others of its module. */
  readonly read: (path: string) => ReadSource;
}

export interface ModuleFilesOptions {
  /** Whether files may change meanwhile: then each is looked at anew whenever it is asked for. */
  readonly isWatching: boolean;
  /** What an absolute path is called in answers. */
  readonly shown: (absolute: string) => string;
  /** The kernel tree of every file, because somebody said so; otherwise the one that a file stands in. */
  readonly kernel?: string | undefined;
}

/**
 * Modules as a kernel tree lays them out: Kbuild files say what is linked together, and without one the folder does.
 * Paths that come in count from `cwd`.
 */
export function createModuleFiles(cwd: string, { isWatching, shown, kernel }: ModuleFilesOptions): DiskModuleFiles {
  const disk = new Disk(isWatching, shown);
  const standsIn = kernelTrees();
  let elsewhere = '';
  const treeOf = (folder: string): string =>
    kernel === undefined ? (standsIn(folder) ?? elsewhere) : resolve(cwd, kernel);
  const folderOf = remembered((path) => dirname(resolve(cwd, path)));
  const inIncludeFolders = remembered((path) => includeFolders.map((folder) => join(folder, path)));
  const membersOf = (path: string): readonly string[] => memberPaths(disk, resolve(cwd, path));
  return {
    header(includer, name) {
      const from = folderOf(includer);
      for (const folder of [from, ...(disk.kbuildIn(from)?.includeFolders ?? [])]) {
        const found = disk.fileAt(resolve(folder, name));
        if (found !== undefined) return found;
      }
      return undefined;
    },
    kernelHeaders(includer, name) {
      const tree = treeOf(folderOf(includer));
      if (tree === '' || name.startsWith('asm/')) return [];
      return inIncludeFolders(name).flatMap((path) => disk.fileAt(`${tree}${sep}${path}`) ?? []);
    },
    siblings(path) {
      const own = resolve(cwd, path);
      return membersOf(path)
        .filter((it) => it !== own)
        .flatMap((it) => disk.fileAt(it) ?? []);
    },
    buildOf: (path) => factsOf(disk, resolve(cwd, path)),
    moduleOf: (path) => membersOf(path)[0] ?? resolve(cwd, path),
    useElsewhere(tree) {
      elsewhere = tree;
    },
    read: (path) => {
      const text = disk.textOf(path);
      return text === undefined ? readSource(path) : { kind: 'text', text };
    },
  };
}

/** Paths are asked about again and again: by every `#include` of every file of a module, for each of them. */
function remembered<Value>(workOut: (path: string) => Value): (path: string) => Value {
  const known = new Map<string, Value>();
  return (path) => {
    const value = known.get(path) ?? workOut(path);
    known.set(path, value);
    return value;
  };
}

/** For one run of the command: files stay as they are, and are called as they are shown. */
export const moduleFilesIn = (cwd: string, kernel?: string): DiskModuleFiles =>
  createModuleFiles(cwd, { isWatching: false, shown: (path) => displayPath(cwd, path), kernel });

/** The `.c` files linked with this one and itself, as absolute paths in order; none where nothing says so. */
function memberPaths(disk: Disk, path: string): readonly string[] {
  const object = path.replace(/\.[^./\\]+$/, '');
  let folder = dirname(path);
  let isDescribed = false;
  for (let level = 0; level <= highestMakefile; level += 1, folder = dirname(folder)) {
    const kbuild = disk.kbuildIn(folder);
    if (kbuild === undefined) continue;
    isDescribed = true;
    const name = relative(folder, object).split(sep).join('/');
    for (const parts of kbuild.composites.values()) {
      if (parts.includes(name)) return inOrder(parts.map((part) => `${resolve(folder, part)}.c`));
    }
    if (kbuild.objects.has(name)) return [];
  }
  return isDescribed ? [] : inOrder(disk.sourcesIn(dirname(path)));
}

/** How a file is built, by the option that its Makefile names and the Kconfig beside or above that describes it. */
function factsOf(disk: Disk, path: string): BuildFacts | undefined {
  const object = path.replace(/\.[^./\\]+$/, '');
  for (let level = 0, folder = dirname(path); level <= highestMakefile; level += 1, folder = dirname(folder)) {
    const kbuild = disk.kbuildIn(folder);
    const name = relative(folder, object).split(sep).join('/');
    const whole = [...(kbuild?.composites ?? [])].find(([, parts]) => parts.includes(name))?.[0] ?? name;
    const option = kbuild?.options.get(whole);
    if (option !== undefined) return describedIn(disk, folder, option);
  }
  return undefined;
}

function describedIn(disk: Disk, from: string, option: string): BuildFacts | undefined {
  for (let level = 0, folder = from; level <= highestMakefile; level += 1, folder = dirname(folder)) {
    const text = disk.textOf(join(folder, 'Kconfig'));
    const facts = text?.includes(option) === true ? buildFacts(readKconfig(text), option) : undefined;
    if (facts !== undefined) return facts;
  }
  return undefined;
}

const inOrder = (paths: readonly string[]): readonly string[] => [...new Set(paths)].toSorted();

/** Text above which what was read is given up, in UTF-16 code units. */
const mostKept = 32 << 20;

interface Remembered<Value> {
  readonly stamp: string;
  readonly value: Value;
}

/** What was read of the disk, as long as it may be believed. */
class Disk {
  readonly #isWatching: boolean;
  readonly #shown: (absolute: string) => string;
  readonly #files = new Map<string, Remembered<SourceFile | undefined>>();
  /** Of all texts that are kept. */
  #length = 0;
  readonly #kbuilds = new Map<string, Remembered<Kbuild | undefined>>();

  constructor(isWatching: boolean, shown: (absolute: string) => string) {
    this.#isWatching = isWatching;
    this.#shown = shown;
  }

  /** The same object as long as the file stays as it is. */
  fileAt(path: string): SourceFile | undefined {
    return this.#remember(this.#files, path, () => {
      const source = readSource(path);
      if (source.kind !== 'text') return undefined;
      this.#length += source.text.length;
      if (mostKept < this.#length) {
        this.#files.clear();
        this.#length = source.text.length;
      }
      return { path: this.#shown(path), text: source.text };
    });
  }

  textOf(path: string): string | undefined {
    return this.fileAt(path)?.text;
  }

  kbuildIn(folder: string): Kbuild | undefined {
    for (const name of ['Kbuild', 'Makefile']) {
      const path = join(folder, name);
      const kbuild = this.#remember(this.#kbuilds, path, () => {
        const text = this.textOf(path);
        return text === undefined ? undefined : readKbuild(text, folder);
      });
      if (kbuild !== undefined) return kbuild;
    }
    return undefined;
  }

  sourcesIn(folder: string): readonly string[] {
    try {
      return readdirSync(folder, { withFileTypes: true })
        .filter((it) => it.isFile() && it.name.endsWith('.c'))
        .map((it) => join(folder, it.name));
    } catch {
      return [];
    }
  }

  #remember<Value>(known: Map<string, Remembered<Value>>, path: string, make: () => Value): Value {
    const before = known.get(path);
    if (before !== undefined && !this.#isWatching) return before.value;
    const stamp = stampOf(path);
    if (before?.stamp === stamp) return before.value;
    const value = make();
    known.set(path, { stamp, value });
    return value;
  }
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.mtimeMs} ${found.size}`;
}
