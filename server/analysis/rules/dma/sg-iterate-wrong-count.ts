import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/core-api/dma-api.rst (6.12): dma_map_sg() may return fewer segments than it was given entries.
export const sgIterateWrongCount: Rule = {
  id: 'dma/sg-iterate-wrong-count',
  category: 'addressability',
  level: 'error',
  onByDefault: true,
  summary: 'A walk over a list comes to other entries than those that were mapped',
  cwe: 125,
  on: {
    SG_WRONG_BOUND({ at, bound, name, mappedAt }, report) {
      const notes = mappedAt === undefined ? [] : [{ at: mappedAt, message: 'mapped here' }];
      report({
        at,
        message: `${code(name)} goes on to ${code(bound)} instead of the number of mapped segments`,
        notes,
      });
    },
    SG_COMPARED_COUNT({ at, name, bound, mappedAt }, report) {
      const message = `what ${code(name)} did is compared with ${code(bound)} instead of the number of mapped segments`;
      report({ at, message, notes: [{ at: mappedAt, message: 'mapped here' }] });
    },
    SG_HEAD_IN_LOOP({ at, name, list, entry }, report) {
      const message = `${code(name)} of ${code(list)} is that of the first entry in every round`;
      report({ at, message: `${message}; ${code(entry)} is the current one` });
    },
    SG_NEXT_OF_HEAD({ at, list, entry, startedAt }, report) {
      const message = `${code('sg_next')} of ${code(list)} is the second entry in every round`;
      const notes = [{ at: startedAt, message: 'the walk begins here' }];
      report({ at, message: `${message}; ${code(entry)} is the current one`, notes });
    },
  },
};
