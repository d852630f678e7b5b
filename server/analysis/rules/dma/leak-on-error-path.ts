import type { Rule } from '../rule.js';
import { code, nameOf, originNotes, undoneNotes } from '../words.js';

// Linux kernel/dma/debug.c (6.12) lists what is left at driver unbind, "device driver has pending DMA allocations", for
// PCI and VIO devices only.
export const leakOnErrorPath: Rule = {
  id: 'dma/leak-on-error-path',
  category: 'lifecycle',
  level: 'error',
  onByDefault: true,
  summary: 'A mapping stays behind when a function fails',
  cwe: 772,
  on: {
    LEAK_MAPPING({ at, entry, exit }, report) {
      const name = nameOf(entry);
      report({
        at,
        message:
          exit.how === 'dropped'
            ? `${name} stays mapped, but the socket buffer it belongs to is given back`
            : exit.how === 'container-freed'
              ? `${name} stays mapped, but the object that holds it is freed`
              : `${name} stays mapped when ${code(exit.functionName)} fails here`,
        notes: [
          ...originNotes(entry),
          ...(exit.sibling === undefined ? [] : [{ at: exit.sibling, message: 'this exit releases it' }]),
          ...undoneNotes(exit),
        ],
      });
    },
    SLOT_REFILLED({ at, what, failed, failedAt }, report) {
      report({
        at,
        message: `${code(what)} gets another mapping, and the one it has stays mapped when ${code(failed)} fails`,
        notes: [{ at: failedAt, message: 'fails here' }],
      });
    },
  },
};
