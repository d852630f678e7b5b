import type { Rule } from '../rule.js';
import { code, directionName, originNotes, showDirection } from '../words.js';

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
    DIRECTION_OF_FIELD({ at, use, field, given, mapped, mappedAt }, report) {
      if (use !== 'sync') return;
      const message = `syncs with ${directionName(given)} what is mapped with ${directionName(mapped)} in ${code(field)}`;
      report({ at, message, notes: [{ at: mappedAt, message: 'mapped here' }] });
    },
  },
};
