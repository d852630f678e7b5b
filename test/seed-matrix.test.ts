// The seed matrix against what there is: golden scripts whose logs show each item, its driver, its example.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { playScript, quirkIds } from '#engine';
import { seedMatrix } from './seed-matrix.js';
import { playGolden, splitScript } from './support/machine-script.js';

const scripts = join(import.meta.dirname, 'golden/machine');
const drivers = join(import.meta.dirname, 'samples/seeds');
const page = readFileSync(join(import.meta.dirname, '../docs/engine.md'), 'utf8');

/** As the machine plays the script now, with one space between columns. */
function logOf(script: string): readonly string[] {
  const { input } = splitScript(readFileSync(join(scripts, `${script}.machine`), 'utf8'));
  return playGolden(input).log.map((line) => line.replaceAll(/\s+/g, ' '));
}

/** Every expectation that the log breaks. A step stands at the beginning of a line. */
function broken(log: readonly string[], words: readonly string[]): readonly string[] {
  return words.filter((word) => {
    const unwanted = word.startsWith('no ');
    const wanted = unwanted ? word.slice('no '.length) : word;
    const isThere = log.some((line) => (/^\d+ [A-Z=]/.test(wanted) ? line.startsWith(wanted) : line.includes(wanted)));
    return isThere === unwanted;
  });
}

describe.each(seedMatrix)('$item', ({ item, scripts: shown }) => {
  test.each(Object.entries(shown))('%s shows it', (script, words) => {
    expect(words).not.toEqual([]);
    const log = logOf(script);
    expect(broken(log, words), log.join('\n')).toEqual([]);
  });

  test('has scripts, a driver that names it, and an example', () => {
    expect(Object.keys(shown)).not.toEqual([]);
    const driver = join(drivers, `${item.toLowerCase()}.c`);
    expect(existsSync(driver)).toBe(true);
    expect(readFileSync(driver, 'utf8')).toMatch(new RegExp(`^// Seed ${item}: `));
    expect(page).toContain(`\n### ${item}: `);
  });
});

test('every driver belongs to an item, and no item is there twice', () => {
  const items = seedMatrix.map(({ item }) => `${item.toLowerCase()}.c`);
  const files = readdirSync(drivers).filter((name) => name.endsWith('.c'));
  expect(items.toSorted()).toEqual(files.toSorted());
});

// What M-f7 asks of every quirk: a script that turns it off, or on where the kernel does not have it, shows something else
// without that option.
test.each(quirkIds)('%s changes what a script shows', (quirk) => {
  const option = new RegExp(`^(platform .*?) with(?:out)?=${quirk}\\b`, 'm');
  const differing = readdirSync(scripts).filter((name) => {
    const text = splitScript(readFileSync(join(scripts, name), 'utf8')).input.join('\n');
    return option.test(text) && outcome(text) !== outcome(text.replace(option, '$1'));
  });
  expect(differing).not.toEqual([]);
});

/** A script that goes on with what a quirk takes away cannot be played to its end. */
function outcome(text: string): string {
  const played = playScript(text);
  return played.kind === 'played' ? played.log.join('\n') : played.message;
}
