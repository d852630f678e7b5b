// Functions that take so many steps that no caller follows them, and what their callers know of them all the same: what
// they certainly make and release. Where that is not certain nothing may be said, at any level of confidence.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { maxInlinedSteps } from '../server/analysis/exec/call-inline.js';
import { analyze, disagreements } from './support/harness.js';
import { filesUnder } from './support/files.js';

/** So many ways through a function; in one line, so that a case has its lines where its file has them. */
const questions = Array.from({ length: 40 }, (_, at) => `if (c->at[${at}]) writel(c->at[${at}], c->regs + ${at});`);

const files = filesUnder('test/summaries', '.c').map((file) => ({
  file,
  text: readFileSync(file, 'utf8').replaceAll('takes_long(c);', questions.join(' ')),
}));

describe('callers know what a long function made and released', () => {
  for (const { file, text } of files) {
    test(file, () => {
      expect(disagreements(text, { minConfidence: 'low' })).toEqual([]);
    });
  }
});

test('the functions that are said to take long do', () => {
  const steps = files.flatMap(({ file, text }) =>
    analyze(text).functions.flatMap(({ name, status }) =>
      name.startsWith('long_')
        ? [{ file, name, isLong: status.kind === 'analyzed' && maxInlinedSteps < status.steps }]
        : [],
    ),
  );
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.filter(({ isLong }) => !isLong)).toEqual([]);
});
