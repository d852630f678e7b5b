// The kernel's checker, number by number: which golden script makes it speak.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DebugCheck, debugChecks, kernelMessageOf, meaningOf } from '#engine';
import { playGolden, splitScript } from './support/machine-script.js';

const folder = join(import.meta.dirname, 'golden/machine');

/** D10: the look-up already demands what it would complain about. D18: refused before. D24: a record, not a message. */
const unreachable: readonly DebugCheck[] = ['D10', 'D18', 'D24'];

const raised = new Set(
  readdirSync(folder)
    .filter((name) => name.endsWith('.machine'))
    .flatMap((name) => playGolden(splitScript(readFileSync(join(folder, name), 'utf8')).input).frames)
    .flatMap((frame) => frame.events)
    .map(kernelMessageOf),
);

test.each(debugChecks.filter((check) => !unreachable.includes(check)))('%s is printed by some script', (check) => {
  expect([...raised]).toContain(check);
});

test.each(unreachable)('%s is never printed', (check) => {
  expect([...raised]).not.toContain(check);
});

test('every check has a meaning of its own', () => {
  const meanings = debugChecks.map(meaningOf);
  expect(new Set(meanings).size).toBe(debugChecks.length);
  for (const meaning of meanings) expect(meaning).toMatch(/^[a-z].*[^.]$/);
});
