import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFiles } from './walk.js';

/** A work tree whose `.gitignore` names `cache/`, with a C file inside and one beside it. */
function workTree(): string {
  const root = mkdtempSync(join(tmpdir(), 'dma-lens-walk-'));
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, 'cache', 'drivers'), { recursive: true });
  writeFileSync(join(root, '.gitignore'), 'cache/\n');
  writeFileSync(join(root, 'top.c'), '');
  writeFileSync(join(root, 'cache', 'drivers', 'inner.c'), '');
  return root;
}

const names = (cwd: string, ...paths: readonly string[]): readonly string[] =>
  findFiles(cwd, paths, () => false).files.map((file) => file.name);

test('a walk skips what .gitignore names', () => {
  expect(names(workTree(), '.')).toEqual(['top.c']);
});

test('a directory is checked when it is named, even inside an ignored one', () => {
  const root = workTree();
  expect(names(root, 'cache')).toEqual(['cache/drivers/inner.c']);
  expect(names(join(root, 'cache'), 'drivers')).toEqual(['drivers/inner.c']);
});
