import { showTerm } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

export const poolMismatch: Rule = {
  id: 'dma/pool-mismatch',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A block is returned to another pool than it was taken from',
  cwe: 763,
  on: {
    POOL_MISMATCH({ at, entry, pool }, report) {
      const from = entry.device === undefined ? 'another pool' : code(showTerm(entry.device));
      const message = `returns ${nameOf(entry)} to ${code(showTerm(pool))}, but it is from ${from}`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};
