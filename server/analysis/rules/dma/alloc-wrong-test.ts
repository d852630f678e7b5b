import { isReference } from '../../contract/entry.js';
import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { code, originNotes, showSign } from '../words.js';

// Linux kernel/dma/mapping.c (6.12), dma_alloc_attrs(): failure is NULL, and the DMA address is then not written.
export const allocWrongTest: Rule = {
  id: 'dma/alloc-wrong-test',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A failed DMA allocation is tested for something else than NULL',
  cwe: 253,
  on: {
    WRONG_ERROR_CHECK({ at, entry, test }, report) {
      if (isStreaming(entry) || isReference(entry)) return;
      report({
        at,
        message: `takes ${showSign(test)} for failure, but ${code(entry.origin.name)} returns NULL when it fails`,
        notes: originNotes(entry),
      });
    },
  },
};
