import { showTerm } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says "device driver tries to sync DMA memory it has not allocated": it looks for
// a record that contains the whole range.
export const syncRange: Rule = {
  id: 'dma/sync-range',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'A sync covers bytes outside of the mapping',
  cwe: 131,
  on: {
    SYNC_RANGE({ at, entry, offset, size }, report) {
      const mapped = entry.size === undefined ? 'fewer' : code(showTerm(entry.size));
      const from = offset.kind === 'const' && offset.value === 0 ? '' : ` from offset ${code(showTerm(offset))}`;
      const message = `syncs ${code(showTerm(size))} bytes${from}, but ${mapped} are mapped`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};
