import type { Rule } from '../rule.js';
import { code, nameOf, originNotes } from '../words.js';

// Linux kernel/dma/debug.c (6.12) finds no record at the second call: "device driver tries to free DMA memory it has not
// allocated".
export const doubleFree: Rule = {
  id: 'dma/double-free',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'Memory allocated for DMA is freed twice',
  cwe: 415,
  on: {
    DOUBLE_FREE({ at, entry, first }, report) {
      report({
        at,
        message: `${nameOf(entry)} is freed a second time`,
        notes: [...originNotes(entry), { at: first, message: 'first freed here' }],
      });
    },
    RELEASED_AGAIN({ at, what, how, fails, by, byAt }, report) {
      if (how === 'unmapped') return;
      const [done, does] = how === 'freed' ? ['freed', 'frees'] : ['released', 'releases'];
      report({
        at,
        message: `${code(what)} keeps its value when ${code(fails)} fails, so that ${code(by)} ${does} it a second time`,
        notes: [{ at: byAt, message: `${done} again here` }],
      });
    },
    FREED_WITH_SKB({ at, name, what, freedAt }, report) {
      report({
        at,
        message: `${code(name)} frees ${code(what)} a second time: it went with the socket buffer built on it`,
        notes: [{ at: freedAt, message: 'the socket buffer is freed here' }],
      });
    },
    RELEASED_BY_FAILED({ at, what, how, fails, by, releasedAt }, report) {
      if (how === 'unmapped') return;
      const [done, does] = how === 'freed' ? ['freed', 'frees'] : ['released', 'releases'];
      report({
        at,
        message: `${code(by)} ${does} ${code(what)} a second time: ${code(fails)} has done so when it fails`,
        notes: [{ at: releasedAt, message: `${done} here` }],
      });
    },
  },
};
