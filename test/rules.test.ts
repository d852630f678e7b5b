import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { codeBlocks } from './support/code-blocks.js';
import { filesUnder } from './support/files.js';
import { disagreements, withRule } from './support/harness.js';

const rules = 'server/analysis/rules';

/** `server/analysis/rules/dma/map-stack.c` is about `dma/map-stack`. */
const ruleOf = (file: string): string => file.slice(rules.length + 1).replace(/\.\w+$/, '');

describe('cases of the rules', () => {
  for (const file of filesUnder(rules, '.c')) {
    test(file, () => {
      expect(disagreements(readFileSync(file, 'utf8'), withRule(ruleOf(file)))).toEqual([]);
    });
  }
});

describe('C blocks of the pages', () => {
  for (const page of filesUnder(rules, '.md')) {
    for (const { text, line } of codeBlocks(readFileSync(page, 'utf8'))) {
      test(`${page}:${line}`, () => {
        expect(disagreements(text, withRule(ruleOf(page)))).toEqual([]);
      });
    }
  }
});
