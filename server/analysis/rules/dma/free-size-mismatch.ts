import { showTerm } from '../../symbolic/term.js';
import { isStreaming } from '../families.js';
import type { Rule } from '../rule.js';
import { originNotes } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says of the same mistake: "device driver frees DMA memory with different size".
// Sizes of the same number of pages are freed whole all the same (kernel/dma/direct.c), but blocks of a pool are not pages.
export const freeSizeMismatch: Rule = {
  id: 'dma/free-size-mismatch',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'DMA memory is freed with another size than it was allocated with',
  cwe: 131,
  on: {
    SIZE_MISMATCH({ at, entry, size, samePages }, report) {
      if (isStreaming(entry) || entry.size === undefined) return;
      const message = `frees ${showTerm(size)} bytes, but ${showTerm(entry.size)} were allocated`;
      const notes = originNotes(entry);
      if (samePages && entry.family !== 'pool') {
        report({ at, message: `${message}, which is the same number of pages`, notes, level: 'info' });
      } else {
        report({ at, message, notes });
      }
    },
  },
};
