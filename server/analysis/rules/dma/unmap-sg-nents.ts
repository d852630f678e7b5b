import { showTerm } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

// Linux Documentation/core-api/dma-api.rst (6.12): the count given to dma_map_sg(), not the one it returned. At run time
// kernel/dma/debug.c says "device driver frees DMA sg list with different entry count".
export const unmapSgNents: Rule = {
  id: 'dma/unmap-sg-nents',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A scatterlist is unmapped with another entry count than it was mapped with',
  cwe: 131,
  on: {
    SG_WRONG_COUNT({ at, entry, count, isMappedCount }, report) {
      const map = code(entry.origin.name);
      const given = entry.size === undefined ? 'all entries of the table' : showTerm(entry.size);
      const message = isMappedCount
        ? `unmaps as many entries as ${map} returned, but it was given ${given}`
        : `unmaps ${showTerm(count)} entries, but ${map} was given ${given}`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};
