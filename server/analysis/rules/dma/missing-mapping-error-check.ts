import { isAddressMapping } from '../families.js';
import type { Rule } from '../rule.js';
import { originNotes, showUse } from '../words.js';

// Linux kernel/dma/debug.c (6.12) keeps a flag per mapping that dma_mapping_error() sets, and complains at the unmap when
// it is not set: "failed to check map error". A mapping that is never unmapped goes unnoticed there.
export const missingMappingErrorCheck: Rule = {
  id: 'dma/missing-mapping-error-check',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A mapping can fail and is used without `dma_mapping_error()`',
  cwe: 252,
  on: {
    MAP_ERROR_UNCHECKED({ at, entry, use }, report) {
      if (!isAddressMapping(entry)) return;
      report({
        at,
        message: `the mapping can fail and is used unchecked: ${showUse(use)}`,
        notes: [...originNotes(entry), { at: use.at, message: 'used here' }],
      });
    },
    FAILED_USED({ at, entry, use }, report) {
      if (!isAddressMapping(entry)) return;
      report({
        at,
        message: `the mapping failed on this path and is used all the same: ${showUse(use)}`,
        notes: originNotes(entry),
      });
    },
  },
};
