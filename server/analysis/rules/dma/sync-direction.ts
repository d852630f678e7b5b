import type { Rule } from '../rule.js';
import { originNotes, showDirection } from '../words.js';

// At run time Linux kernel/dma/debug.c (6.12) says "device driver syncs DMA memory with different direction".
export const syncDirection: Rule = {
  id: 'dma/sync-direction',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'A mapping is synced with another direction than it was created with',
  cwe: 628,
  on: {
    SYNC_DIRECTION({ at, entry, direction }, report) {
      if (entry.direction === undefined) return;
      const made = showDirection(entry.direction);
      report({
        at,
        message: `syncs with ${showDirection(direction)} what was mapped with ${made}`,
        notes: originNotes(entry),
      });
    },
  },
};
