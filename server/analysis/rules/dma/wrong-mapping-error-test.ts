import { isAddressMapping } from '../families.js';
import type { Rule } from '../rule.js';
import { originNotes, showSign } from '../words.js';

// Linux include/linux/dma-mapping.h (6.12): DMA_MAPPING_ERROR is all ones, and 0 is an address like any other.
export const wrongMappingErrorTest: Rule = {
  id: 'dma/wrong-mapping-error-test',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A failed mapping is tested for something else than `dma_mapping_error()`',
  cwe: 253,
  on: {
    WRONG_ERROR_CHECK({ at, entry, test }, report) {
      if (!isAddressMapping(entry)) return;
      if (test === 'zero-of-helper') {
        const message = '`dma_mapping_error()` is given the 0 that stands for a failed mapping here';
        report({ at, message, notes: originNotes(entry) });
        return;
      }
      report({
        at,
        message: `takes ${showSign(test)} for failure, but a failed mapping is \`DMA_MAPPING_ERROR\``,
        notes: originNotes(entry),
      });
    },
  },
};
