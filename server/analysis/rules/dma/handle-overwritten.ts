import { showRegion } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

export const handleOverwritten: Rule = {
  id: 'dma/handle-overwritten',
  category: 'lifecycle',
  level: 'warning',
  onByDefault: false,
  summary: 'The only note of a mapping is overwritten by that of another',
  cwe: 772,
  on: {
    HANDLE_OVERWRITTEN({ at, entry, place }, report) {
      const message = `${code(showRegion(place))} is overwritten while the mapping it stands for is live`;
      report({ at, message, notes: originNotes(entry) });
    },
  },
};
