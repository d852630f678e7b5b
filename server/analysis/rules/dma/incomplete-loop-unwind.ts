import { levelsOf, type Region, rootOf } from '../../symbolic/region.js';
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
      const failing = `when ${code(functionName)} fails`;
      // A loop that tries again has the same variable in every round.
      const isVariable = entry.heldIn.every((holder) => rootOf(holder).rootKind === 'stack' && !isElement(holder));
      const missed = !isVariable
        ? `this loop leaves ${nameOf(entry)} behind ${failing}`
        : `what an earlier round kept in ${nameOf(entry)} is not released ${failing}: this release is for the last round`;
      const message = instead === undefined ? missed : `${missed}, it releases ${code(showRegion(instead))}`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};

const isElement = (holder: Region): boolean => levelsOf(holder).some(({ index }) => index !== undefined);
