import { showTerm } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says "device driver syncs DMA sg list with different entry count".
export const syncSgNents: Rule = {
  id: 'dma/sync-sg-nents',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'A scatterlist is synced with another entry count than it was mapped with',
  cwe: 131,
  on: {
    SYNC_SG_COUNT({ at, entry, count, isMappedCount }, report) {
      const map = code(entry.origin.name);
      const given = entry.size === undefined ? 'all entries of the table' : showTerm(entry.size);
      const message = isMappedCount
        ? `syncs as many entries as ${map} returned, but it was given ${given}`
        : `syncs ${showTerm(count)} entries, but ${map} was given ${given}`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};
