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
    UNWIND_COUNT_REUSED({ at, what, counter, countedAt, filledAt }, report) {
      report({
        at,
        message: `${code(counter)} has counted something else since: this loop does not release what was kept in ${code(what)}`,
        notes: [
          { at: filledAt, message: `counts what is kept in ${code(what)}` },
          { at: countedAt, message: 'counts something else' },
        ],
      });
    },
    LIST_LOST({ at, list, addedAt, functionName }, report) {
      report({
        at,
        message: `what is on ${code(list)} stays mapped when ${code(functionName)} ends here: nothing takes it from there`,
        notes: [{ at: addedAt, message: 'put there' }],
      });
    },
  },
};

const isElement = (holder: Region): boolean => levelsOf(holder).some(({ index }) => index !== undefined);
