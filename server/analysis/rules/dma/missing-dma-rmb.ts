import type { Rule } from '../rule.js';
import { code } from '../words.js';

// Linux Documentation/memory-barriers.txt (6.12), the example of dma_rmb(): a processor may read the rest of a descriptor
// before the word that says it was filled.
export const missingDmaRmb: Rule = {
  id: 'dma/missing-dma-rmb',
  category: 'ownership',
  level: 'warning',
  onByDefault: true,
  summary: 'A descriptor is read without a barrier after the test of who owns it',
  cwe: 662,
  on: {
    FIELD_READ_UNORDERED({ at, owner, field, testedAt }, report) {
      report({
        at,
        message: `${code(field)} is read with no \`dma_rmb()\` after the test of ${code(owner)}`,
        notes: [{ at: testedAt, message: `${code(owner)} tested here` }],
      });
    },
  },
};
