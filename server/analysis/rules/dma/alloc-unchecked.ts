import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { code, originNotes, showUse } from '../words.js';

export const allocUnchecked: Rule = {
  id: 'dma/alloc-unchecked',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'Memory allocated for DMA is used without a test for NULL',
  cwe: 690,
  on: {
    ALLOC_NULL_UNCHECKED({ at, entry, use }, report) {
      report({
        at,
        message: `the allocation can fail and is used unchecked: ${showUse(use)}`,
        notes: [...originNotes(entry), { at: use.at, message: 'used here' }],
      });
    },
    FAILED_USED({ at, entry, use }, report) {
      if (isStreaming(entry)) return;
      report({
        at,
        message: `the allocation failed on this path and is used all the same: ${showUse(use)}`,
        notes: originNotes(entry),
      });
    },
    ALLOCATION_RESULT_IGNORED({ at, name, allocator, allocatedAt }, report) {
      report({
        at,
        message: `nobody looks whether ${code(name)} could allocate memory for DMA`,
        notes: [{ at: allocatedAt, message: `${code(allocator)} can fail here` }],
      });
    },
  },
};
