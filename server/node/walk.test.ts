import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findFiles } from './walk.js';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dma-lens-walk-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Files by path, with their content; a directory needs no entry. */
function make(files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/** Root may read everything, so there the action runs as nobody. */
function unprivileged<Result>(action: () => Result): Result {
  if (process.geteuid?.() !== 0) {
    return action();
  }
  process.seteuid?.('nobody');
  try {
    return action();
  } finally {
    process.seteuid?.(0);
  }
}

const namesOf = (...paths: readonly string[]): readonly string[] =>
  findFiles(root, paths, () => false).files.map((it) => it.name);
const problemsOf = (...paths: readonly string[]): readonly string[] => findFiles(root, paths, () => false).problems;

describe('a directory', () => {
  test('stands for its C files, in the order of their names, without what Kbuild generates', () => {
    make({ 'b.c': '', 'a/z.c': '', 'a.c': '', 'a/foo.mod.c': '', 'a/x.h': '', 'c.cpp': '', '.git/hooks.c': '' });
    expect(namesOf('.')).toEqual(['a.c', 'a/z.c', 'b.c']);
  });

  test('without any is a problem', () => {
    make({ 'docs/x.txt': '' });
    expect(problemsOf('docs')).toEqual(['docs: no C files to check in this directory']);
  });

  test('leaves out what .gitignore names, and takes back what an inner one wants', () => {
    make({
      '.gitignore': 'build/\n*.tmp.c\n',
      'a.tmp.c': '',
      'a.c': '',
      'build/x.c': '',
      'keep/.gitignore': '!b.tmp.c\n',
      'keep/b.tmp.c': '',
      'keep/c.tmp.c': '',
    });
    expect(namesOf('.')).toEqual(['a.c', 'keep/b.tmp.c']);
  });

  test('heeds the .gitignore files above it, up to the top of the work tree', () => {
    make({ '.gitignore': 'gen.c\n', '.git/HEAD': '', 'sub/gen.c': '', 'sub/a.c': '' });
    expect(namesOf('sub')).toEqual(['sub/a.c']);
  });

  test('heeds none above it outside a work tree', () => {
    make({ '.gitignore': 'gen.c\n', 'sub/gen.c': '' });
    expect(namesOf('sub')).toEqual(['sub/gen.c']);
  });

  test('with a loop of links is walked once', () => {
    make({ 'a/x.c': '' });
    symlinkSync(root, join(root, 'a', 'up'));
    symlinkSync('self', join(root, 'a', 'self'));
    expect(namesOf('.')).toEqual(['a/x.c']);
    expect(problemsOf('.')).toEqual([]);
  });

  test('leaves out what the configuration excludes', () => {
    make({ 'a.c': '', 'b.c': '' });
    const { files } = findFiles(root, ['.'], (path) => path.endsWith('b.c'));
    expect(files.map((it) => it.name)).toEqual(['a.c']);
  });

  test('that cannot be read is named, and the walk goes on', () => {
    make({ 'a/x.c': '', 'b/y.c': '' });
    chmodSync(root, 0o755);
    chmodSync(join(root, 'a'), 0);
    expect(unprivileged(() => findFiles(root, ['.'], () => false))).toMatchObject({
      files: [{ name: 'b/y.c' }],
      problems: ['a: permission denied'],
    });
    chmodSync(join(root, 'a'), 0o700);
  });
});

describe('a file', () => {
  test('that is named is checked whatever it is called, also when ignored or a link', () => {
    make({ '.gitignore': '*\n', 'a.h': '', 'b.mod.c': '', real: '' });
    symlinkSync('real', join(root, 'link.c'));
    expect(namesOf('a.h', 'b.mod.c', 'link.c')).toEqual(['a.h', 'b.mod.c', 'link.c']);
  });

  test('that is met twice is checked once', () => {
    make({ 'a/x.c': '' });
    symlinkSync('x.c', join(root, 'a', 'y.c'));
    expect(namesOf('.', 'a', 'a/x.c', './a/../a/x.c', 'a/y.c')).toEqual(['a/x.c']);
  });

  test('below the current folder has a relative name, also when given in full', () => {
    make({ 'a/x.c': '' });
    expect(namesOf(join(root, 'a'))).toEqual(['a/x.c']);
    expect(findFiles(join(root, 'a'), ['../a/x.c'], () => false).files[0]?.name).toBe('x.c');
  });

  test('elsewhere keeps the name it was given', () => {
    make({ 'a/x.c': '', 'b/y.c': '' });
    const nameFromB = (path: string): string | undefined =>
      findFiles(join(root, 'b'), [path], () => false).files[0]?.name;
    expect(nameFromB('../a')).toBe('../a/x.c');
    expect(nameFromB(join(root, 'a'))).toBe(join(root, 'a', 'x.c'));
  });

  test('that is missing is named, and the others are found', () => {
    make({ 'a.c': '' });
    expect(findFiles(root, ['gone.c', 'a.c', 'a.c/x.c'], () => false)).toMatchObject({
      files: [{ name: 'a.c' }],
      problems: ['gone.c: no such file or directory', 'a.c/x.c: a part of the path is not a directory'],
    });
  });
});
