import { showTerm } from '../../symbolic/term.js';
import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { originNotes } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says of the same mistake:
// "device driver frees DMA memory with different size".
export const unmapSizeMismatch: Rule = {
  id: 'dma/unmap-size-mismatch',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A mapping is released with another size than it was created with',
  cwe: 131,
  on: {
    SIZE_MISMATCH({ at, entry, size }, report) {
      if (!isStreaming(entry) || entry.size === undefined) return;
      report({
        at,
        message: `unmaps ${showTerm(size)} bytes, but ${showTerm(entry.size)} were mapped`,
        notes: originNotes(entry),
      });
    },
  },
};
