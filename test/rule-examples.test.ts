// A bad and a good example for each rule, all for one fictional device; vex.h stands before each of them.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesUnder } from './support/files.js';
import { analyze, showFinding, withRule } from './support/harness.js';

const folder = 'test/data/rule-examples';
const context = readFileSync(join(folder, 'vex.h'), 'utf8');

/** `dma--map-stack.bad.c` is about `dma/map-stack`. */
function ruleOf(file: string): string {
  return basename(file)
    .replace(/\.(?:bad|good)\.c$/, '')
    .replace('--', '/');
}

function analyzeExample(file: string) {
  return analyze(readFileSync(file, 'utf8').replace('#include "vex.h"\n', context), withRule(ruleOf(file))).findings;
}

describe('bad examples', () => {
  for (const file of filesUnder(folder, '.bad.c')) {
    test(`${basename(file)} shows ${ruleOf(file)}`, () => {
      expect(analyzeExample(file).map((finding) => finding.rule)).toContain(ruleOf(file));
    });
  }
});

describe('good examples', () => {
  for (const file of filesUnder(folder, '.good.c')) {
    test(`${basename(file)} is quiet`, () => {
      const problems = analyzeExample(file).filter((finding) => finding.level !== 'info');
      expect(problems.map(showFinding)).toEqual([]);
    });
  }
});
