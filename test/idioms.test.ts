// What drivers legitimately do, one idiom of the rule catalogue (Part D) per file, reduced to its smallest form.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { filesUnder } from './support/files.js';
import { disagreements } from './support/harness.js';

describe('idioms are quiet', () => {
  for (const file of filesUnder('test/idioms', '.c')) {
    test(file, () => {
      expect(disagreements(readFileSync(file, 'utf8'))).toEqual([]);
    });
  }
});
