import { showRegion } from '../../symbolic/term.js';
import type { Rule } from '../rule.js';
import { code, originNotes } from '../words.js';

export const useAfterFree: Rule = {
  id: 'dma/use-after-free',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'DMA memory is accessed after it was freed',
  cwe: 416,
  on: {
    USE_AFTER_FREE({ at, entry, region, by }, report) {
      const freed = entry.releasedAt === undefined ? [] : [{ at: entry.releasedAt, message: 'freed here' }];
      const how = by === undefined ? '' : ` by ${code(by)}`;
      const message = `${code(showRegion(region))} is accessed${how} after its memory was freed`;
      report({ at, message, notes: [...originNotes(entry), ...freed] });
    },
  },
};
