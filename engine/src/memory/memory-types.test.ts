import { expect, test } from 'vitest';
import { physAddr } from '../address/spaces.js';
import { smallPageWord } from './memory-types.js';

// engine.md §2.4: words of Linux 6.12 for one page under different attributes.
const page = physAddr(0x6a3c7000);

test.each([
  ['write-alloc', 'kernel', true, 0x6a3c745f],
  ['bufferable', 'kernel', true, 0x6a3c7417],
  ['uncached', 'kernel', true, 0x6a3c7413],
  ['device', 'kernel', true, 0x6a3c7453],
  ['bufferable', 'user', true, 0x6a3c7437],
  ['write-alloc', 'user', true, 0x6a3c747f],
  ['bufferable', 'user', false, 0x6a3c7637],
] as const)('%s in %s space, dirty %s', (type, space, isDirty, word) => {
  expect(smallPageWord(page, { type, space, isDirty }).toString(16)).toBe(word.toString(16));
});
