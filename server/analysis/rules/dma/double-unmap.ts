import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

// Linux kernel/dma/debug.c (6.12) finds no record at the second call: "device driver tries to free DMA memory it has not
// allocated".
export const doubleUnmap: Rule = {
  id: 'dma/double-unmap',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A mapping is unmapped twice',
  cwe: 415,
  on: {
    DOUBLE_UNMAP({ at, entry, first }, report) {
      report({
        at,
        message: `${nameOf(entry)} is unmapped a second time`,
        notes: [...originNotes(entry), { at: first, message: 'first unmapped here' }],
      });
    },
    RELEASED_AGAIN({ at, what, how, fails, by, byAt }, report) {
      if (how !== 'unmapped') return;
      report({
        at,
        message: `${code(what)} keeps its value when ${code(fails)} fails, so that ${code(by)} unmaps it a second time`,
        notes: [{ at: byAt, message: 'unmapped again here' }],
      });
    },
    RELEASED_BY_FAILED({ at, what, how, fails, by, releasedAt }, report) {
      if (how !== 'unmapped') return;
      report({
        at,
        message: `${code(by)} unmaps ${code(what)} a second time: ${code(fails)} has done so when it fails`,
        notes: [{ at: releasedAt, message: 'unmapped here' }],
      });
    },
  },
};
