import { showRegion } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

export const incompleteLoopUnwind: Rule = {
  id: 'dma/incomplete-loop-unwind',
  category: 'lifecycle',
  level: 'warning',
  onByDefault: true,
  summary: 'A loop that undoes mappings after a failure misses one',
  cwe: 459,
  on: {
    INCOMPLETE_UNWIND({ at, entry, instead, functionName }, report) {
      const missed = `this loop leaves ${nameOf(entry)} behind when ${code(functionName)} fails`;
      const message = instead === undefined ? missed : `${missed}, it releases ${code(showRegion(instead))}`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};
