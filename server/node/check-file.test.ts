import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultPlatform, type Platform } from '#engine';
import type { Finding } from '../analysis/findings/finding.js';
import { type FileChecker, checkFile } from './check-file.js';
import type { CheckJob } from './check-job.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dma-lens-check-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Finds one thing at `map`, worse on a machine whose name says so. */
const checker: FileChecker = {
  concerns: ({ text }) => text.includes('map'),
  analyzeOnEach: ({ text }, platforms) =>
    platforms.map((platform) => {
      const findings = [findingIn(text, platform.name === 'worse' ? 'error' : 'warning')];
      return { platform, analysis: { findings, suppressed: [], notices: [], functions: [], mappings: [] } };
    }),
};

function findingIn(text: string, level: Finding['level']): Finding {
  const start = text.indexOf('map');
  return {
    rule: 'dma/double-unmap',
    level,
    confidence: 'high',
    heuristics: [],
    functionName: 'f',
    at: { start, end: start + 3 },
    message: 'already unmapped',
    notes: [],
    assumptions: [],
    consequence: undefined,
    fingerprint: '0123456789abcdef',
  };
}

const named = (name: string): Platform => ({ ...defaultPlatform, name });

function check(content: string | Uint8Array, overrides: Partial<CheckJob> = {}) {
  const path = join(folder, 'a.c');
  writeFileSync(path, content);
  return checkFile(checker, {
    path,
    name: 'drivers/a.c',
    bytes: 0,
    platforms: [named('one')],
    options: { rules: new Map(), minConfidence: 'medium', budget: { paths: 1, steps: 1 } },
    kernel: '',
    ...overrides,
  });
}

test('findings are reported under the name of the job, counted after a byte order mark', () => {
  expect(check('\ufeffmap()\n')).toMatchObject({
    kind: 'checked',
    report: { path: 'drivers/a.c', findings: [{ path: 'drivers/a.c', line: 1, column: 1, platforms: [] }] },
  });
});

test('several platforms give one finding at its worst level', () => {
  expect(check('map()', { platforms: [named('one'), named('worse')] })).toMatchObject({
    report: { findings: [{ level: 'error', platforms: ['one', 'worse'] }] },
  });
});

test('a text that is not about DMA is not analyzed', () => {
  expect(check('int x;')).toEqual({ kind: 'no-dma' });
});

test('bytes that are no text are unreadable', () => {
  expect(check(Uint8Array.of(0x6d, 0, 0x61))).toMatchObject({ kind: 'unreadable' });
  expect(check('map()', { path: join(folder, 'gone.c') })).toEqual({
    kind: 'unreadable',
    why: 'no such file or directory',
  });
});
