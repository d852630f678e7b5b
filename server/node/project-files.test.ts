import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FileReport } from '../analysis/present/report.js';
import { complaintsAbout, createProjectFiles, type ProjectFiles } from './project-files.js';
import { sidecarReport } from './sidecar-report.js';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'dma-lens-project-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function project(files: Readonly<Record<string, string>>): ProjectFiles {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return createProjectFiles({ rules: new Set(['dma/map-stack']), platforms: new Set(['exynos4']) });
}

test('the nearest configuration above a file counts', () => {
  const files = project({
    '.dma-lens.json': '{ "platform": "exynos4" }',
    'a/.dma-lens.json': '{ "rules": { "dma/map-stack": "off" } }',
  });
  expect(files.configurationFor(join(root, 'x.c'))?.content.given).toEqual({ platform: 'exynos4' });
  expect(files.configurationFor(join(root, 'a/b/x.c'))?.content.given).toEqual({
    rules: new Map([['dma/map-stack', 'off']]),
  });
});

test('its problems have their place', () => {
  const files = project({ '.dma-lens.json': '{\n  "platform": 5\n}' });
  const file = files.configurationFor(join(root, 'x.c'));
  expect(file === undefined ? [] : complaintsAbout(file)).toEqual(['2:15: `platform` must be one of `exynos4`, `all`']);
});

test('one that cannot be read is a problem, not the end', () => {
  const files = project({ '.dma-lens.json/oops': '' });
  const file = files.configurationFor(join(root, 'x.c'));
  expect(file).toMatchObject({ content: { given: {} } });
  expect(file === undefined ? [] : complaintsAbout(file)).toEqual(['is a directory']);
});

test('what it excludes is meant from its own folder', () => {
  const files = project({ 'a/.dma-lens.json': '{ "exclude": ["/gen/", "*_test.c"] }' });
  const excluded = ['a/gen/x.c', 'a/b/x_test.c', 'a/b/gen/x.c', 'gen/x.c'].filter((it) =>
    files.isExcluded(join(root, it)),
  );
  expect(excluded).toEqual(['a/gen/x.c', 'a/b/x_test.c']);
});

test('a suppression that hides nothing is noticed when everything below was checked', () => {
  const entry = { fingerprint: '0123456789abcdef', rule: 'dma/map-stack', reason: 'checked' };
  const files = project({ '.dma-lens/suppressions.json': JSON.stringify({ suppressions: [entry] }), 'a/x.c': '' });
  const sidecar = files.sidecarFor(join(root, 'a/x.c'));
  const noticesFor = (paths: readonly string[]): readonly FileReport[] =>
    sidecar === undefined
      ? []
      : sidecarReport(sidecar, {
          io: { cwd: root, out: () => {}, err: () => {}, isTerminal: false },
          paths,
          reports: [],
        });
  expect(noticesFor(['.'])).toMatchObject([
    {
      path: '.dma-lens/suppressions.json',
      notices: [{ id: 'dma-lens/unused-suppression', line: 1, column: 18 }],
    },
  ]);
  expect(noticesFor(['a'])).toEqual([]);
});
