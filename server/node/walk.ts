import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { compareText } from '../analysis/findings/rank.js';
import { displayPath, readFailure } from './files.js';

export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** How it is shown. */
  readonly name: string;
  readonly bytes: number;
}

export interface FoundFiles {
  /** Ordered by name, each once. */
  readonly files: readonly FoundFile[];
  /** What could not be read or holds nothing to check, one sentence each. */
  readonly problems: readonly string[];
}

/** Whether a walk leaves this file out, besides what `.gitignore` says. */
export type IsExcluded = (path: string) => boolean;

/** The files that paths stand for: a file is itself, whatever its name, and a directory its C files. */
export function findFiles(cwd: string, paths: readonly string[], isExcluded: IsExcluded): FoundFiles {
  const found = new Map<string, FoundFile>();
  const problems: string[] = [];
  for (const given of paths) {
    const path = resolve(cwd, given);
    const name = displayPath(cwd, given);
    try {
      const stat = statSync(path);
      if (stat.isDirectory()) {
        walkDirectory({ cwd, given, path, name, isExcluded, found, problems });
      } else if (stat.isFile()) {
        add(found, { path, name, bytes: stat.size });
      } else {
        problems.push(`${name}: neither a file nor a directory`);
      }
    } catch (error) {
      problems.push(`${name}: ${readFailure(error)}`);
    }
  }
  return { files: [...found.values()].toSorted((left, right) => compareText(left.name, right.name)), problems };
}

interface Walk {
  readonly cwd: string;
  readonly given: string;
  readonly path: string;
  readonly name: string;
  readonly isExcluded: IsExcluded;
  readonly found: Map<string, FoundFile>;
  readonly problems: string[];
}

function walkDirectory(walk: Walk): void {
  let count = 0;
  // Who names an ignored directory wants it checked: what ignores the directory itself does not count inside.
  const above = ignoresAbove(walk.path).filter((it) => !isIgnored([it], walk.path, true));
  const pending: Directory[] = [{ path: walk.path, ignores: above }];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const { path } = directory;
    const entries = readDirectory(walk, path);
    const ignores = [...directory.ignores, ...ignoresIn(path, entries)];
    for (const entry of entries) {
      const inner = join(path, entry.name);
      // Links are not followed, so no walk is endless and no file is met twice; named, they are.
      if (entry.isDirectory() && entry.name !== '.git' && !isIgnored(ignores, inner, true)) {
        pending.push({ path: inner, ignores });
      } else if (
        entry.isFile() &&
        isDriverSource(entry.name) &&
        !isIgnored(ignores, inner, false) &&
        !walk.isExcluded(inner)
      ) {
        count += 1;
        addInner(walk, inner);
      }
    }
  }
  if (count === 0) {
    walk.problems.push(`${walk.name}: no C files to check in this directory`);
  }
}

/** Kbuild generates `*.mod.c`; headers are checked through the files that include them, or by name. */
const isDriverSource = (name: string): boolean => name.endsWith('.c') && !name.endsWith('.mod.c');

function addInner({ cwd, given, path, found, problems }: Walk, inner: string): void {
  const name = displayPath(cwd, given, relative(path, inner));
  try {
    add(found, { path: inner, name, bytes: statSync(inner).size });
  } catch (error) {
    problems.push(`${name}: ${readFailure(error)}`);
  }
}

/** A file named twice, or named and met in a walk, is checked once. */
function add(found: Map<string, FoundFile>, file: FoundFile): void {
  const identity = realpathSync(file.path);
  if (!found.has(identity)) {
    found.set(identity, file);
  }
}

function readDirectory({ cwd, given, path, problems }: Walk, directory: string): readonly Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    problems.push(`${displayPath(cwd, given, relative(path, directory))}: ${readFailure(error)}`);
    return [];
  }
}

interface Directory {
  readonly path: string;
  /** The `.gitignore` files that count here, outermost first. */
  readonly ignores: readonly IgnoreFile[];
}

interface IgnoreFile {
  readonly directory: string;
  readonly rules: Ignore;
}

function ignoresIn(directory: string, entries: readonly Dirent[]): readonly IgnoreFile[] {
  return entries.some((it) => it.name === '.gitignore' && it.isFile()) ? [readIgnoreFile(directory)] : [];
}

function readIgnoreFile(directory: string): IgnoreFile {
  return { directory, rules: ignore().add(readFileSync(join(directory, '.gitignore'), 'utf8')) };
}

/** Those of the folders above, up to the top of the work tree, as git reads them. */
function ignoresAbove(start: string): readonly IgnoreFile[] {
  if (existsSync(join(start, '.git'))) {
    return [];
  }
  const above: IgnoreFile[] = [];
  for (let path = dirname(start), inner = start; path !== inner; inner = path, path = dirname(path)) {
    if (existsSync(join(path, '.gitignore'))) {
      above.unshift(readIgnoreFile(path));
    }
    if (existsSync(join(path, '.git'))) {
      return above;
    }
  }
  // Not in a work tree: then a `.gitignore` somewhere above is not about this folder.
  return [];
}

/** The innermost file with an opinion decides. */
function isIgnored(ignores: readonly IgnoreFile[], path: string, isDirectory: boolean): boolean {
  const opinion = ignores
    .toReversed()
    .map(({ directory, rules }) => rules.test(posixRelative(directory, path) + (isDirectory ? '/' : '')))
    .find(({ ignored, unignored }) => ignored || unignored);
  return opinion?.ignored ?? false;
}

export function posixRelative(from: string, to: string): string {
  return relative(from, to).split(sep).join('/');
}
