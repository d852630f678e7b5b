import type { Rule } from '../rule.js';
import { nameOf, originNotes } from '../words.js';

// Linux kernel/dma/debug.c (6.12) finds no record at the second call: "device driver tries to free DMA memory it has not
// allocated".
export const doubleFree: Rule = {
  id: 'dma/double-free',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'Memory allocated for DMA is freed twice',
  cwe: 415,
  on: {
    DOUBLE_FREE({ at, entry, first }, report) {
      report({
        at,
        message: `${nameOf(entry)} is freed a second time`,
        notes: [...originNotes(entry), { at: first, message: 'first freed here' }],
      });
    },
  },
};
