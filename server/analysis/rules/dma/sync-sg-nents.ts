import type { Rule } from '../rule.js';
import { originNotes, showWrongCount } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says "device driver syncs DMA sg list with different entry count".
export const syncSgNents: Rule = {
  id: 'dma/sync-sg-nents',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'A scatterlist is synced with another entry count than it was mapped with',
  cwe: 131,
  on: {
    SYNC_SG_COUNT(event, report) {
      report({ at: event.at, message: showWrongCount('syncs', event), notes: originNotes(event.entry) });
    },
  },
};
