// What holds for every file of the repository, whoever wrote it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeOnly } from './support/code-only.js';

const maxLines = 400;
/** The first line of a long file that is nothing but data. */
const dataOnly = /^\/\/ Data only: /;

/** Tracked files and new ones that are not ignored, as far as they are there. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));

const sources = files.filter((file) => /\.(?:ts|mjs)$/.test(file));
const pure = sources.filter((file) => /^(?:engine\/src|server\/analysis)\/(?!.*\.test\.ts$)/.test(file));

const textOf = (file: string): string => readFileSync(file, 'utf8');

/** Every line of code that has `pattern` in it, as `file:line: text`. */
function findInCode(where: readonly string[], pattern: RegExp): readonly string[] {
  return where.flatMap((file) => {
    const lines = textOf(file).split('\n');
    return [...codeOnly(lines.join('\n')).split('\n').entries()]
      .filter(([, line]) => pattern.test(line))
      .map(([index]) => `${file}:${index + 1}: ${lines[index]?.trim()}`);
  });
}

/** The same in everything a file says. */
function findInText(where: readonly string[], pattern: RegExp): readonly string[] {
  return where.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  );
}

test('the search leaves out what is not code and keeps its lines', () => {
  const source = "const a = 'Date'; // Date\n/* Date\n*/ const b = /['\"]Date/.test(a) ? `Date` : Date.now();";
  expect(
    codeOnly(source)
      .split('\n')
      .map((line) => line.includes('Date')),
  ).toEqual([false, false, true]);
  expect(codeOnly(source).match(/Date/g)).toHaveLength(1);
});

test(`no source has more than ${maxLines} lines, unless it is nothing but data and says so`, () => {
  const long = sources.filter((file) => maxLines < textOf(file).split('\n').length - 1);
  expect(long.filter((file) => !dataOnly.test(textOf(file)))).toEqual([]);
});

test('file and folder names are kebab-case', () => {
  const named = files.filter((file) => /^(?:client|docs|engine|schemas|scripts|server|syntaxes|test)\//.test(file));
  const given = /^(?:README|Kbuild|Makefile)$/;
  const odd = named.filter((file) =>
    file.split('/').some((part) => {
      const stem = part.replace(/(?:\.[A-Za-z0-9]+)+$/, '');
      return !given.test(stem) && !/^\.?[a-z0-9]+(?:(?:--?|\.)[a-z0-9]+)*$/.test(stem);
    }),
  );
  expect(odd).toEqual([]);
});

test('no test is skipped or alone', () => {
  const tests = sources.filter((file) => /\.test\.(?:ts|mjs)$/.test(file));
  expect(findInCode(tests, /\b(?:test|it|describe|suite)\b[.\w]*\.(?:only|skip|skipIf|runIf|todo|fails)\b/)).toEqual(
    [],
  );
  expect(findInCode(tests, /\b(?:xit|xtest|xdescribe|fit|fdescribe)\(/)).toEqual([]);
});

test('engine and analysis know no clock, no chance, no environment and no locale', () => {
  const outside = /\b(?:Date|performance|Intl|process|globalThis|console|setTimeout|setInterval|queueMicrotask)\b(?!:)/;
  expect(findInCode(pure, outside)).toEqual([]);
  expect(findInCode(pure, /\bMath\.random\b|\bcrypto\b|\.(?:toLocale\w+|localeCompare)\(/)).toEqual([]);
});

test('engine and analysis are synchronous, and what they throw is not caught there', () => {
  // Loading WebAssembly is the one thing that cannot be waited for in place.
  const loading = ['server/analysis/tree/parser.ts', 'server/analysis/pipeline/analyzer.ts'];
  expect(
    findInCode(
      pure.filter((file) => !loading.includes(file)),
      /\b(?:async|await|Promise)\b/,
    ),
  ).toEqual([]);
  // A script with a mistake in it is no defect of the engine: reading stops there, and the answer is a value.
  const answersProblems = ['engine/src/script/play-script.ts'];
  expect(
    findInCode(
      pure.filter((file) => !answersProblems.includes(file)),
      /\bcatch\b/,
    ),
  ).toEqual([]);
});

test('types are not given up: no `any`, no non-null assertion, no silenced compiler', () => {
  const typed = sources.filter((file) => file.endsWith('.ts'));
  expect(findInCode(typed, /(?:[:<,|&(]|\bas|\bextends|=>)\s*any\b(?!\s*[:(])/)).toEqual([]);
  expect(findInCode(typed, /[\w)\]]!(?:[.;,)\]]|\s*$)/)).toEqual([]);
  expect(
    findInText(
      sources.filter((file) => file !== 'test/tidy.test.ts'),
      /@ts-(?:ignore|expect-error|nocheck)/,
    ),
  ).toEqual([]);
});

test('every `catch` does something', () => {
  const empty = sources.filter((file) => /\bcatch\s*(?:\([^)]*\)\s*)?\{\s*\}/.test(codeOnly(textOf(file))));
  expect(empty).toEqual([]);
});

test('there is no default export outside of configuration files', () => {
  expect(
    findInCode(
      sources.filter((file) => !file.endsWith('.config.ts')),
      /\bexport default\b/,
    ),
  ).toEqual([]);
});

test('no file names a place on the machine it was written on', () => {
  const machine = /(?<![\w.*}$-])\/(?:work|root|home|tmp|Users)\/\w/;
  const texts = files.filter((file) => !/\.(?:png|wasm)$/.test(file) && file !== 'test/tidy.test.ts');
  expect(findInText(texts, machine)).toEqual([]);
});

test('lock files name no registry, so any registry can serve them', () => {
  const locks = files.filter((file) => /package-lock\.json$|^\.npmrc$|\/\.npmrc$/.test(file));
  expect(locks).toContain('package-lock.json');
  expect(
    findInText(locks, /"resolved"|https?:\/\/(?!opencollective\.com|github\.com|paulmillr\.com)[^"]*registry/),
  ).toEqual([]);
});
