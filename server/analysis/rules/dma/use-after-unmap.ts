import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

export const useAfterUnmap: Rule = {
  id: 'dma/use-after-unmap',
  category: 'ownership',
  level: 'error',
  onByDefault: true,
  summary: 'A DMA address is given to the device after it was unmapped',
  cwe: 416,
  on: {
    USE_AFTER_UNMAP({ at, entry, name }, report) {
      const unmapped = entry.releasedAt === undefined ? [] : [{ at: entry.releasedAt, message: 'unmapped here' }];
      const message = `${code(name)} gives ${nameOf(entry)} to the device after it was unmapped`;
      report({ at, message, notes: [...originNotes(entry), ...unmapped] });
    },
  },
};
