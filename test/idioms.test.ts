// What drivers legitimately do, one idiom of the rule catalogue (Part D) per file, reduced to its smallest form, and the
// same with a mistake in it: quiet because it is understood, not because nothing is seen. `trap-….c` are the ways to
// get them wrong. Nothing may be said at any level of confidence.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesUnder } from './support/files.js';
import { disagreements } from './support/harness.js';
import { caseFunctions } from './support/markers.js';

const files = filesUnder('test/idioms', '.c').map((file) => ({ file, text: readFileSync(file, 'utf8') }));

describe('idioms are quiet, and the mistake beside them is found', () => {
  for (const { file, text } of files) {
    test(file, () => {
      expect(disagreements(text, { minConfidence: 'low' })).toEqual([]);
    });
  }
});

test('every idiom is there', () => {
  const found = new Set(files.map(({ file }) => /\/(i-\d\d|trap-\d\d)-/.exec(file)?.[1]));
  const expected = [...numbered('i', 34), ...numbered('trap', 10)];
  expect(expected.filter((number) => !found.has(number))).toEqual([]);
});

test('every file shows what is right and what is wrong', () => {
  const endings = files.map(({ file, text }) => {
    const names = caseFunctions(text).map(({ name }) => name);
    return { file, right: names.some((it) => it.endsWith('_ok')), wrong: names.some((it) => it.endsWith('_bad')) };
  });
  expect(endings.filter(({ right, wrong }) => !right || !wrong)).toEqual([]);
});

function numbered(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`);
}
