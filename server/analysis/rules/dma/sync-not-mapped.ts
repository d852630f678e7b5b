import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

const which = {
  allocated: 'which is coherent memory and needs no sync',
  failed: 'whose mapping failed',
  released: 'which was unmapped before',
} as const;

// At run time Linux kernel/dma/debug.c (6.12) says "device driver tries to sync DMA memory it has not allocated".
export const syncNotMapped: Rule = {
  id: 'dma/sync-not-mapped',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'A sync is given an address that stands for no streaming mapping',
  cwe: 666,
  on: {
    SYNC_NOT_MAPPED({ at, entry, name, state, others }, report) {
      const message = `${code(name)} is given ${nameOf(entry)}, ${which[state]}`;
      const released = state !== 'released' || entry.releasedAt === undefined ? [] : [entry.releasedAt];
      const notes = released.map((it) => ({ at: it, message: 'unmapped here' }));
      const again = others.map((it) => ({ at: it, message: 'and here' }));
      report({
        at,
        message,
        notes: [...originNotes(entry), ...notes, ...again],
        // check_sync() there is content with it: coherent memory counts as mapped for both directions.
        ...(state === 'allocated' ? { level: 'warning' } : {}),
      });
    },
  },
};
