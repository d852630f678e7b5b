import type { Rule } from '../rule.js';
import { originNotes, showUse } from '../words.js';

// The error flag of kernel/dma/debug.c (Linux 6.12) exists for single and resource mappings only: nothing at run time
// notices this mistake.
export const sgMapUnchecked: Rule = {
  id: 'dma/sg-map-unchecked',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A scatterlist is used although mapping it can have failed',
  cwe: 252,
  on: {
    MAP_ERROR_UNCHECKED({ at, entry, use }, report) {
      if (entry.family !== 'sg') return;
      report({
        at,
        message: `the mapping can fail and is used unchecked: ${showUse(use)}`,
        notes: [...originNotes(entry), { at: use.at, message: 'used here' }],
      });
    },
  },
};
